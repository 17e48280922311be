import { describe, expect, it } from 'vitest';
import { decodeUpdate } from '../../../bots/telegram/decode.ts';
import type { InboundEnvelope } from '../../../core/channel.ts';

const me = { id: 123456, username: 'huicui_bot', name: '小汇' };
const wang = { id: 5001, is_bot: false, first_name: '王', last_name: '老板', username: 'wang' };
const group = { id: -1_000_000_000_700, type: 'supergroup', title: '环翠创业汇' };
const date = 1_775_000_000;

function update(content: Record<string, unknown>) {
  return { update_id: 9, message: { message_id: 42, date, chat: group, from: wang, ...content } };
}

function envelope(raw: unknown): InboundEnvelope {
  const decoded = decodeUpdate(raw, me);
  if (decoded.kind !== 'envelope') throw new Error(`skipped: ${decoded.reason}`);
  return decoded.envelope;
}

function body(content: Record<string, unknown>) {
  const made = envelope(update(content)).body;
  if (made.kind !== 'message') throw new Error(`a ${made.kind}`);
  return made;
}

function skipped(raw: unknown): string {
  const decoded = decodeUpdate(raw, me);
  if (decoded.kind !== 'skipped') throw new Error('it made an envelope');
  return decoded.reason;
}

const entity = (type: string, offset: number, length: number, user?: object) => ({ type, offset, length, ...(user ? { user } : {}) });

describe('decodeUpdate: messages', () => {
  it('reads a message whole', () => {
    expect(envelope(update({ text: '路灯坏了' }))).toEqual({
      channel: 'telegram',
      chat: { wireId: '-1000000000700', kind: 'group', title: '环翠创业汇' },
      sender: { wireId: '5001', name: '王 老板' },
      key: 'm:42',
      at: new Date(date * 1000),
      body: { kind: 'message', messageId: '42', text: '路灯坏了', quote: null, mentions: [], mentionsBot: false, media: [] },
    });
  });

  it.each([
    ['private', 'private'],
    ['group', 'group'],
    ['supergroup', 'group'],
  ])('a %s is a %s chat', (type, kind) => {
    expect(envelope(update({ text: '在', chat: { ...group, type } })).chat.kind).toBe(kind);
  });

  it.each([
    ['@小汇 在吗', [], true],
    ['请问＠小汇', [], true],
    ['小汇在吗', [], false],
    ['@Huicui_Bot 在吗', [entity('mention', 0, 11)], true],
    ['@huicui_bot2 在吗', [entity('mention', 0, 12)], false],
    ['💡💡@huicui_bot', [entity('mention', 4, 11)], true],
    ['小汇,看', [entity('text_mention', 0, 2, { id: 123456, is_bot: true, first_name: '小汇' })], true],
    ['/status@huicui_bot', [entity('bot_command', 0, 18)], true],
    ['/status@other_bot', [entity('bot_command', 0, 17)], false],
    ['/status', [entity('bot_command', 0, 7)], false],
  ])('%s names the bot: %s → %s', (text, entities, mentionsBot) => {
    expect(body({ text, entities }).mentionsBot).toBe(mentionsBot);
  });

  it('a reply to the bot is a quote, not a mention', () => {
    const own = { message_id: 40, date, chat: group, from: { ...me, is_bot: true, first_name: 'x' }, text: '已受理 #128' };
    expect(body({ text: '多久', reply_to_message: own })).toMatchObject({
      mentionsBot: false,
      quote: { messageId: '40', text: '已受理 #128', author: '小汇' },
    });
  });

  it('names the people mentioned, by id where the wire has one', () => {
    const li = { id: 5002, is_bot: false, first_name: '李科长' };
    const text = '👍 李科长 @zhang 看下';
    expect(body({ text, entities: [entity('text_mention', 3, 3, li), entity('mention', 7, 6)] }).mentions).toEqual([
      { wireId: '5002', name: '李科长' },
      { wireId: '@zhang', name: 'zhang' },
    ]);
  });

  it.each([
    ['/claim@huicui_bot 128', [entity('bot_command', 0, 17)], '/claim 128'],
    ['/claim@HUICUI_bot 128', [entity('bot_command', 0, 17)], '/claim 128'],
    ['/claim@other_bot 128', [entity('bot_command', 0, 16)], '/claim@other_bot 128'],
    ['💡 /a@huicui_bot 和 /b@huicui_bot', [entity('bot_command', 3, 13), entity('bot_command', 19, 13)], '💡 /a 和 /b'],
    ['写信给 a@huicui_bot', [], '写信给 a@huicui_bot'],
  ])('command %s', (text, entities, read) => {
    expect(body({ text, entities }).text).toBe(read);
  });

  it('takes U+0000 and half characters out, after the entities were read', () => {
    const made = body({ text: '\u0000\u0000@huicui_bot 好\ud83d', entities: [entity('mention', 2, 11)] });
    expect(made).toMatchObject({ text: '@huicui_bot 好\ufffd', mentionsBot: true });
  });

  it('cuts names that are longer than the port allows, never inside a character', () => {
    const made = envelope(update({ text: '在', from: { ...wang, first_name: `${'名'.repeat(255)}💡`, last_name: undefined } }));
    expect(made.sender?.name).toBe('名'.repeat(255));
  });
});

describe('decodeUpdate: quotes', () => {
  const said = { message_id: 40, date, chat: group, from: wang };

  it.each([
    [{ text: '原话' }, '原话'],
    [{ caption: '图注', photo: [{ file_id: 'p', width: 1, height: 1 }] }, '图注'],
    [{ photo: [{ file_id: 'p', width: 1, height: 1 }] }, '[图片]'],
    [{ voice: { file_id: 'v' } }, '[语音]'],
    [{ sticker: {} }, '[贴纸]'],
    [{ something_new: {} }, null],
  ])('of %j shows %s', (content, text) => {
    expect(body({ text: '答', reply_to_message: { ...said, ...content } }).quote).toEqual({ messageId: '40', text, author: '王 老板' });
  });

  it('the head of a forum topic is no quote', () => {
    const head = { ...said, message_id: 30, forum_topic_created: {} };
    expect(body({ text: '在话题里', is_topic_message: true, message_thread_id: 30, reply_to_message: head }).quote).toBeNull();
    expect(body({ text: '在话题里', is_topic_message: true, message_thread_id: 30, reply_to_message: said }).quote?.messageId).toBe('40');
  });

  it('a reply across chats keeps the words and no id', () => {
    expect(body({ text: '答', external_reply: { origin: {} }, quote: { text: '别处说的', position: 0 } }).quote).toEqual({
      messageId: null,
      text: '别处说的',
      author: null,
    });
  });
});

describe('decodeUpdate: what is not words', () => {
  const sizes = [
    { file_id: 'big', width: 1280, height: 853 },
    { file_id: 'small', width: 90, height: 60 },
  ];

  it.each([
    [{ photo: sizes }, { kind: 'image', ref: 'big', mime: 'image/jpeg' }],
    [
      { document: { file_id: 'd', file_name: '合同.pdf', mime_type: 'application/pdf' } },
      { kind: 'file', ref: 'd', name: '合同.pdf', mime: 'application/pdf' },
    ],
    [{ document: { file_id: 'd', mime_type: 'image/png' } }, { kind: 'image', ref: 'd' }],
    [{ document: { file_id: 'd', mime_type: 'image/svg+xml' } }, { kind: 'file', ref: 'd' }],
    [{ voice: { file_id: 'v', mime_type: 'audio/ogg' } }, { kind: 'voice', ref: 'v' }],
    [{ video: { file_id: 'v' } }, { kind: 'video', ref: 'v', mime: 'video/mp4' }],
    [{ video_note: { file_id: 'v' } }, { kind: 'video', ref: 'v' }],
    [{ audio: { file_id: 'a', file_name: '录音.m4a', mime_type: 'audio/mp4' } }, { kind: 'file', ref: 'a', name: '录音.m4a' }],
    [
      { animation: { file_id: 'g' }, document: { file_id: 'g' } },
      { kind: 'video', ref: 'g' },
    ],
  ])('%j', (content, media) => {
    const made = body({ ...content, caption: '看图' });
    expect(made.text).toBe('看图');
    expect(made.media).toHaveLength(1);
    expect(made.media[0]).toMatchObject({ ...media, content: null });
    expect(body(content).text).toBe('');
  });

  it.each([
    [{ sticker: { file_id: 's' } }, '[贴纸]'],
    [{ poll: {} }, '[投票]'],
    [{ dice: { value: 3 } }, '[骰子]'],
    [{ location: { latitude: 37.5, longitude: 122.1 } }, '[位置] 37.5,122.1'],
    [{ location: { latitude: 37.5, longitude: 122.1 }, venue: { title: '码头', address: '海滨路1号' } }, '[位置] 码头 海滨路1号'],
    [{ contact: { first_name: '三', last_name: '张', phone_number: '000' } }, '[名片] 张三 000'],
    [{ story: {} }, '[动态]'],
    [{ hologram: {} }, '[不支持的消息]'],
  ])('%j reads %s', (content, text) => {
    expect(body(content)).toMatchObject({ text, media: [], mentionsBot: false });
  });
});

describe('decodeUpdate: everything else', () => {
  it('an edit has a version: the same edit again the same key, two within a second two keys', () => {
    const edit = (text: string) =>
      envelope({ update_id: 9, edited_message: { message_id: 42, date, edit_date: date + 5, chat: group, from: wang, text } });
    expect(edit('新话')).toMatchObject({ at: new Date((date + 5) * 1000), body: { kind: 'edit', messageId: '42', text: '新话' } });
    expect(edit('新话').key).toMatch(new RegExp(`^e:42:${date + 5}\\.[0-9a-f]{8}$`));
    expect(edit('新话').key).toBe(edit('新话').key);
    expect(edit('新话').key).not.toBe(edit('又改').key);
  });

  it('an edit of a caption is an edit; one that changes no words is not', () => {
    const edited = { message_id: 42, date, edit_date: date + 5, chat: group, from: wang };
    expect(envelope({ update_id: 9, edited_message: { ...edited, caption: '图注改了' } }).body).toMatchObject({
      kind: 'edit',
      text: '图注改了',
    });
    expect(skipped({ update_id: 9, edited_message: { ...edited, location: { latitude: 1, longitude: 2 } } })).toContain('no words');
  });

  it('a pressed button, also under a message too old for Telegram to show', () => {
    const query = { id: 'q1', from: wang, data: 'claim 128', message: { message_id: 40, date: 0, chat: group } };
    const decoded = decodeUpdate({ update_id: 9, callback_query: query }, me);
    expect(decoded).toMatchObject({
      callbackId: 'q1',
      envelope: { key: 'b:q1', at: null, sender: { wireId: '5001' }, body: { messageId: '40', data: 'claim 128' } },
    });
    expect(skipped({ update_id: 9, callback_query: { ...query, message: undefined } })).toContain('not ours');
    expect(skipped({ update_id: 9, callback_query: { ...query, data: 'x'.repeat(65) } })).toContain('malformed');
  });

  it('newcomers, without the bots among them', () => {
    const bot = { id: 77, is_bot: true, first_name: 'bot' };
    expect(envelope(update({ new_chat_members: [wang, bot] }))).toMatchObject({
      key: 'j:42',
      body: { kind: 'joined', people: [{ wireId: '5001', name: '王 老板' }] },
    });
    expect(skipped(update({ new_chat_members: [bot] }))).toContain('only bots');
  });

  it('a migration speaks for itself; its echo in the new group is left alone', () => {
    expect(envelope(update({ migrate_to_chat_id: -1_000_000_000_999 }))).toMatchObject({
      sender: null,
      key: 'g:migrated:-1000000000999',
      body: { kind: 'migrated', toWireId: '-1000000000999' },
    });
    expect(skipped(update({ migrate_from_chat_id: -700 }))).toContain('service');
  });

  it('anonymous admins and linked channels speak as the chat they speak for', () => {
    const anonymous = { id: 1_087_968_824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' };
    expect(envelope(update({ text: '通知', from: anonymous, sender_chat: group })).sender).toEqual({
      wireId: '-1000000000700',
      name: '环翠创业汇',
    });
  });

  it.each([
    [update({ text: '在', chat: { ...group, type: 'channel' } }), 'channel'],
    [update({ text: '在', from: { ...wang, is_bot: true } }), 'another bot'],
    [update({ text: '在', from: undefined }), 'nobody'],
    [update({ pinned_message: {} }), 'service'],
    [{ update_id: 9, poll_answer: {} }, 'kind'],
    [{ update_id: 9, my_chat_member: { chat: group, from: wang, date, new_chat_member: { status: 'kicked' } } }, 'kicked'],
    [{ update_id: 9, message: { ...update({}).message, chat: undefined } }, 'malformed (message.chat: invalid_type)'],
    [null, 'malformed'],
  ])('%# is skipped with its reason', (raw, reason) => {
    expect(skipped(raw)).toContain(reason);
  });
});
