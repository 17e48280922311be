import { types } from 'wechaty';
import { type ChatRef, InboundEnvelope, type InboundMedia, type MediaKind, type PersonRef } from '../../core/channel.ts';
import { ChannelName } from '../../core/ids.ts';
import { cut, namesMentioned, parseQuote, recalledId, storable } from './text.ts';

export const wechat = ChannelName.parse('wechat');

/** Everything `decode` needs of one message, already fetched: decoding itself asks the wire nothing. */
export interface WireMessage {
  readonly id: string;
  readonly type: types.Message;
  readonly text: string;
  readonly at: Date | null;
  readonly chat: ChatRef;
  readonly sender: PersonRef;
  /** Written by the bot's own account, by us or by whoever holds its phone. */
  readonly own: boolean;
  /** An official account (公众号) or WeChat itself: nobody to talk with. */
  readonly fromMachine: boolean;
  /** From the wire's list; it can be empty though the text holds `@名字`. */
  readonly mentioned: readonly PersonRef[];
  /** The people of the room by every name they can be called there. */
  readonly members: readonly { readonly person: PersonRef; readonly names: readonly string[] }[];
  readonly bot: { readonly wireId: string; readonly names: readonly string[] };
  readonly media: InboundMedia | null;
  /** What the wire tells of a link, a place or a mini program: its title. */
  readonly label: string | null;
}

/** `malformed`: it was something, and we cannot tell what. */
export type Decoded = { readonly envelope: InboundEnvelope } | { readonly dropped: string; readonly malformed?: true };

export function decode(message: WireMessage): Decoded {
  if (message.type === types.Message.Recalled) return decodeRecall(message);
  if (message.own) return { dropped: 'own message' };
  if (message.fromMachine) return { dropped: 'from an official account or WeChat itself' };
  const words = wordsOf(message);
  const { named, mentionsBot } = mentionsOf(message, words.text);
  return valid({
    channel: wechat,
    chat: message.chat,
    sender: message.sender,
    key: `m:${message.id}`,
    at: message.at,
    body: {
      kind: 'message',
      messageId: message.id,
      text: words.text,
      quote: words.quote,
      mentions: named,
      mentionsBot,
      media: message.media === null ? [] : [message.media],
    },
  });
}

function decodeRecall(message: WireMessage): Decoded {
  const recalled = recalledId(message.text);
  if (recalled === null) return { dropped: 'a recall that names no message' };
  const body = { kind: 'recall' as const, messageId: recalled };
  return valid({ channel: wechat, chat: message.chat, sender: message.sender, key: `r:${recalled}`, at: message.at, body });
}

function wordsOf(message: WireMessage) {
  if (message.type !== types.Message.Text) return { text: standIn(message), quote: null };
  const text = storable(message.text);
  const quoted = message.chat.kind === 'group' || text.startsWith('「') ? parseQuote(text) : null;
  if (quoted === null) return { text, quote: null };
  return { text: quoted.body, quote: { messageId: null, text: quoted.quoted, author: quoted.author } };
}

/** The wire's list first; then whom the text calls by name. The bot itself is told by `mentionsBot`, not listed. */
function mentionsOf(message: WireMessage, text: string): { named: PersonRef[]; mentionsBot: boolean } {
  const listed = new Map(message.mentioned.map((person) => [person.wireId, person]));
  let mentionsBot = listed.delete(message.bot.wireId);
  if (message.chat.kind === 'group' && text.includes('@')) {
    const others = message.members.flatMap((member) => member.names);
    const found = new Set(namesMentioned(text, others, message.bot.names));
    mentionsBot ||= message.bot.names.some((name) => found.has(name));
    for (const { person, names } of message.members) {
      if (person.wireId !== message.bot.wireId && names.some((name) => found.has(name))) listed.set(person.wireId, person);
    }
  }
  return { named: [...listed.values()], mentionsBot };
}

const standIns: Readonly<Partial<Record<types.Message, string>>> = {
  [types.Message.Contact]: '[名片]',
  [types.Message.ChatHistory]: '[聊天记录]',
  [types.Message.Emoticon]: '[表情]',
  [types.Message.Location]: '[位置]',
  [types.Message.MiniProgram]: '[小程序]',
  [types.Message.GroupNote]: '[群接龙]',
  [types.Message.Transfer]: '[转账]',
  [types.Message.RedEnvelope]: '[红包]',
  [types.Message.Url]: '[链接]',
  [types.Message.Post]: '[视频号]',
};

/** What has no words of its own is told by its kind, so that nobody wonders whether the bot saw it. */
function standIn(message: WireMessage): string {
  if (message.media !== null) return '';
  const label = message.label === null ? '' : ` ${cut(message.label, 500)}`;
  const known = standIns[message.type];
  if (known !== undefined) return known + label;
  // Web WeChat shows a red packet only as a system line telling people to take up the phone.
  return message.text.includes('红包') && message.text.length < 40 ? '[红包]' : '[暂不支持的消息]';
}

export const mediaKinds: Readonly<Partial<Record<types.Message, MediaKind>>> = {
  [types.Message.Image]: 'image',
  [types.Message.Attachment]: 'file',
  [types.Message.Audio]: 'voice',
  [types.Message.Video]: 'video',
};

/** Nothing malformed gets into the house: a wire that sends such a thing is logged with the reason. */
export function valid(envelope: InboundEnvelope): Decoded {
  const checked = InboundEnvelope.safeParse(envelope);
  if (checked.success) return { envelope: checked.data };
  const issue = checked.error.issues[0];
  return { dropped: `malformed: ${issue?.path.join('.')} ${issue?.message}`, malformed: true };
}

export function personRef(wireId: string, name: string): PersonRef {
  return { wireId, name: cut(name, 256) || '微信用户' };
}
