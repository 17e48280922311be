import type { BotFile } from '../config.ts';
import type { ChatInfo, Directory } from '../directory.ts';
import { unreachable } from '../errors.ts';
import type { ChatId } from '../ids.ts';
import { listensOnly } from '../shadow/silence.ts';
import type { Heard } from './heard.ts';
import { dutyChat, isOffice, privateChatOf, reporterOf } from './people.ts';

/** Why a message was not read: its sender had said so much in that minute that the rest of it was set aside. */
export const FLOOD = 'flood';

const MINUTE_MS = 60_000;
/** What is older than this warns nobody any more. */
const WARN_WITHIN_MS = 10 * MINUTE_MS;
/** Of many at once the desk reads so many, and how many more there are. */
const NAMED_AT_ONCE = 5;

/** One person's minute in one chat, and how many messages of it, and of each second of it, are read as ever. */
export interface SpokenMinute {
  readonly sender: string;
  readonly name: string;
  readonly minute: Date;
  readonly allowed: number;
  readonly atOnce: number;
}

/** One person wrote more than is read in this minute. */
export interface Flood {
  readonly chat: ChatId;
  readonly sender: string;
  readonly name: string;
  readonly minute: Date;
  /** How many messages of it were set aside. */
  readonly aside: number;
}

/**
 * By when it was said: after an outage the messages of an hour arrive in a second, and nobody flooded.
 * @returns null for what is not of anybody's making (a gap, a move) or comes once in a person's life (a greeting)
 */
export function spokenMinute(heard: Heard, directory: Directory, policy: BotFile['flood']): SpokenMinute | null {
  const { sender, chat, body } = heard;
  if (sender === null) return null;
  switch (body.kind) {
    case 'joined':
    case 'migrated':
    case 'gap':
      return null;
    case 'message':
    case 'edit':
    case 'recall':
    case 'button': {
      const { member } = reporterOf(chat.channel, sender, directory);
      const minute = new Date(Math.floor(heard.spokenAt.getTime() / MINUTE_MS) * MINUTE_MS);
      const allowed = isOffice(member) ? policy.office : policy.perMinute;
      return { sender: sender.wireId, name: sender.name, minute, allowed, atOnce: policy.perSecond };
    }
    default:
      return unreachable(body);
  }
}

/**
 * To him alone: a word before sixty people would only be more of the same, and shame him. null: he cannot be told alone, the bot only
 * listens there, or it is over long since.
 */
export function floodWarning(flood: Flood, directory: Directory, now: Date): { readonly chat: ChatInfo; readonly text: string } | null {
  const heardIn = directory.chats.find((one) => one.id === flood.chat);
  if (!heardIn || now.getTime() - flood.minute.getTime() > WARN_WITHIN_MS) return null;
  const sender = { wireId: flood.sender, name: flood.name };
  const { member } = reporterOf(heardIn.channel, sender, directory);
  const chat = privateChatOf({ chat: heardIn, sender }, member, directory);
  if (!chat || listensOnly(directory, heardIn, member) || listensOnly(directory, chat, member)) return null;
  const where = heardIn.kind === 'private' ? '这里' : `“${heardIn.title ?? '群里'}”`;
  const text = `您刚才一分钟内在${where}发得太多，后面的没有逐条读，都存着没有丢，已告诉值班席。要紧的事请稍等一分钟，用一条消息说清楚。`;
  return { chat, text };
}

/** What the duty desk of these chats' channels reads: who, where, how many, and where to look. */
export function floodLine(floods: readonly Flood[], directory: Directory): string {
  const named = floods.slice(0, NAMED_AT_ONCE).map((flood) => {
    const chat = directory.chats.find((one) => one.id === flood.chat);
    const where = chat?.kind === 'private' ? '私聊里' : `“${chat?.title ?? '群里'}”`;
    return `${flood.name} 在${where} ${clockTime(flood.minute)} 这一分钟另有 ${flood.aside} 条`;
  });
  const more = floods.length > NAMED_AT_ONCE ? `，等 ${floods.length} 处` : '';
  return `【刷屏】${named.join('；')}${more}，没有逐条读，都存着没有丢。请翻看群聊，有诉求的引用后发“立单”；私聊里的请管理员用 npm run cli -- flood 查看。`;
}

/** The duty desk that reads of it. */
export function floodDesk(flood: Flood, directory: Directory): ChatInfo | null {
  return dutyChat(directory, directory.chats.find((one) => one.id === flood.chat)?.channel);
}

function clockTime(at: Date): string {
  return at.toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit', hour12: false });
}
