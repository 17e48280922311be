import type { InboundBody } from '../../core/channel.ts';

/** Updates as the Bot API sends them, one of each kind that people cause. */
const wang = { id: 5001, is_bot: false, first_name: '王', last_name: '国栋', username: 'wgd', language_code: 'zh-hans' };
const bot = { id: 123_456, is_bot: true, first_name: '小汇', username: 'huicui_bot' };
const group = { id: -1_001_234_567_890, type: 'supergroup', title: '环翠创业汇', is_forum: true };
const alone = { id: 5001, type: 'private', first_name: '王', username: 'wgd' };
const base = { message_id: 42, date: 1_775_000_000, chat: group, from: wang };
const file = { file_id: 'AgACAgUAAxkBAAI', file_unique_id: 'AQAD', file_size: 51_234 };
const asked = { message_id: 41, date: 1_774_999_990, chat: group, from: bot, text: '已受理 #128（住建局）' };

export const ME = { id: bot.id, username: bot.username, name: '小汇' } as const;

export const UPDATES: readonly unknown[] = [
  { update_id: 9, message: { ...base, text: '我们厂门口的路灯坏了一个月了' } },
  {
    update_id: 10,
    message: {
      ...base,
      text: '/claim@huicui_bot 128 @lisi 老王',
      entities: [
        { type: 'bot_command', offset: 0, length: 17 },
        { type: 'mention', offset: 22, length: 5 },
        { type: 'text_mention', offset: 28, length: 2, user: wang },
      ],
    },
  },
  {
    update_id: 11,
    message: {
      ...base,
      caption: '现场',
      photo: [
        { ...file, width: 90, height: 60 },
        { ...file, width: 1280, height: 960 },
      ],
    },
  },
  { update_id: 12, message: { ...base, document: { ...file, file_name: '申请.pdf', mime_type: 'application/pdf' }, media_group_id: '1' } },
  { update_id: 13, message: { ...base, voice: { ...file, duration: 3, mime_type: 'audio/ogg' } } },
  {
    update_id: 14,
    message: {
      ...base,
      text: '好的',
      reply_to_message: asked,
      quote: { text: '#128', position: 4 },
      message_thread_id: 7,
      is_topic_message: true,
    },
  },
  {
    update_id: 15,
    message: { ...base, location: { latitude: 37.5, longitude: 122.1 }, venue: { location: {}, title: '创业园', address: '青岛路1号' } },
  },
  { update_id: 16, message: { ...base, contact: { phone_number: '+8613800138000', first_name: '李', user_id: 6 } } },
  { update_id: 17, message: { ...base, sticker: { ...file, emoji: '😀' }, forward_origin: { type: 'user', date: 1, sender_user: wang } } },
  { update_id: 18, message: { ...base, sender_chat: { id: -100_222, type: 'channel', title: '匿名' }, text: '匿名说的' } },
  { update_id: 19, message: { ...base, new_chat_members: [wang, bot] } },
  { update_id: 20, message: { ...base, migrate_to_chat_id: -1_001_999_999_999 } },
  { update_id: 21, message: { ...base, chat: alone, text: '绑定 428197' } },
  { update_id: 22, edited_message: { ...base, edit_date: 1_775_000_060, text: '改过的' } },
  {
    update_id: 23,
    callback_query: { id: '77', from: wang, message: { message_id: 43, chat: group, date: 1 }, chat_instance: '1', data: 'claim 128' },
  },
  {
    update_id: 24,
    my_chat_member: {
      chat: group,
      from: wang,
      date: 1,
      old_chat_member: { status: 'left' },
      new_chat_member: { user: bot, status: 'member' },
    },
  },
];

const person = { wireId: 'wxid_zhang', name: '张三' };
const room = { wireId: '1@chatroom', kind: 'group', title: '环翠创业汇' };

/** What is known of a WeChat message once the puppet has been asked; the numbers are wechaty's kinds. */
const said = {
  id: '7012345678901234567',
  type: 7,
  text: '「张三：路灯坏了」\n- - - - - - - - - - - - - - -\n@李四 已派人\u2005',
  at: new Date(1_775_000_000_000),
  chat: room,
  sender: person,
  own: false,
  fromMachine: false,
  mentioned: [{ wireId: 'wxid_li', name: '李四' }],
  members: [{ person: { wireId: 'wxid_li', name: '李四' }, names: ['李四', '小李'] }],
  bot: { wireId: 'wxid_bot', names: ['小汇'] },
  media: null,
  label: null,
};

export const WECHAT: readonly unknown[] = [
  said,
  { ...said, text: '@小汇 派人看看', chat: { ...room, kind: 'private' } },
  { ...said, type: 6, text: '', media: { kind: 'image', name: '现场.png', mime: 'image/png', content: new Uint8Array(8), ref: '7' } },
  { ...said, type: 14, text: '', label: '通知 https://example.com' },
  { ...said, type: 13, text: '&lt;sysmsg&gt;&lt;newmsgid&gt;701&lt;/newmsgid&gt;&lt;/sysmsg&gt;' },
  { ...said, type: 12, text: '收到红包，请在手机上查看' },
];

const message: Extract<InboundBody, { kind: 'message' }> = {
  kind: 'message',
  messageId: '42',
  text: '路灯坏了',
  quote: { messageId: '41', text: '已受理', author: '小汇' },
  mentions: [person],
  mentionsBot: true,
  media: [],
};

/** `inbox.body`, one of each kind that any version has written. */
export const STORED: readonly unknown[] = [
  { ...message, media: 2 },
  { kind: 'edit', messageId: '42', text: '改过的' },
  { kind: 'recall', messageId: '42' },
  { kind: 'button', messageId: '43', data: 'claim 128' },
  { kind: 'joined', people: [person] },
  { kind: 'migrated', toWireId: '-100999' },
  { kind: 'gap', from: '2026-03-10T01:00:00.000Z', to: '2026-03-10T02:00:00.000Z' },
];

/** What the page posts. */
export const POSTS: readonly unknown[] = [
  { clientId: '5f0c1a52-7f4d-4d0e-9a3b-3b1f6f0e6a01', text: '路灯坏了', quote: 3, mentions: ['env', '@bot'], files: ['abc'] },
  { text: '改过的' },
  { pressId: '5f0c1a52-7f4d-4d0e-9a3b-3b1f6f0e6a01', message: 3, data: 'claim 128' },
  { lastReadId: 7 },
  { code: '428197' },
  { person: 'boss' },
];

/** What the web chat's own server keeps of a message. */
export const ROWS: readonly unknown[] = [
  {
    id: 7,
    chat: 'work',
    change: 9,
    heard: 0,
    author: 'boss',
    authorName: '周海',
    text: '路灯坏了',
    at: new Date(1_775_000_000_000),
    editedAt: null,
    recalledAt: null,
    clientId: null,
    body: { quote: { messageId: '3', text: '已受理', author: '小汇' }, mentions: [person], mentionsBot: true, buttons: [], files: [] },
  },
  {
    id: 8,
    chat: 'dm:boss',
    change: 12,
    heard: 8,
    author: 'boss',
    authorName: '周海',
    text: '改过的',
    at: new Date(1_775_000_000_000),
    editedAt: new Date(1_775_000_060_000),
    recalledAt: null,
    clientId: '5f0c1a52-7f4d-4d0e-9a3b-3b1f6f0e6a01',
    body: { quote: null, mentions: [], mentionsBot: false, buttons: [], files: [] },
  },
];

export const ANSWERS: readonly unknown[] = [
  {
    intent: 'problem',
    confidence: 0.93,
    departments: [
      { code: 'environment', score: 0.8 },
      { code: 'land', score: 0.1 },
    ],
    urgency: 'urgent',
    urgencyWords: ['今天'],
    sensitive: false,
    place: '青岛路1号',
    summary: '青岛路1号路灯坏了',
  },
  { choices: [{ message: { role: 'assistant', content: '{}' } }], usage: { total_tokens: 7 } },
];
