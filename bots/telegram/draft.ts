import type { ChatRef, InboundBody, PersonRef } from '../../core/channel.ts';
import { cut, mend, personOf } from './text.ts';
import type { Chat, Message } from './wire.ts';

/** What a message comes to, before it is known where and by whom. */
export interface Draft {
  readonly key: string;
  readonly at: Date | null;
  readonly body: InboundBody;
  /** false: the wire itself speaks. */
  readonly spoken: boolean;
}

/** Anonymous admins and channels speak as a chat; `from` is then a stand-in that is nobody. */
export function senderOf(message: Pick<Message, 'from' | 'sender_chat'>): PersonRef | null {
  const { sender_chat, from } = message;
  if (sender_chat) return { wireId: String(sender_chat.id), name: cut(mend(sender_chat.title ?? sender_chat.username ?? ''), 256) };
  return from ? personOf(from) : null;
}

export function chatOf(chat: Chat): ChatRef {
  const title = chat.title === undefined ? null : cut(mend(chat.title), 256);
  return { wireId: String(chat.id), kind: chat.type === 'private' ? 'private' : 'group', title };
}
