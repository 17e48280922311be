import type { InboundBody, InboundEnvelope, InboundMedia, PersonRef } from '../../core/channel.ts';
import type { WebchatMessage } from '../../prisma/store/webchat.ts';
import { chatRef, type Room, type Viewer, WEBCHAT } from './rooms.ts';

/** The newest thing that happened to a stored message, as the house hears it. */
export function toEnvelope(message: WebchatMessage, room: Room, media: readonly InboundMedia[]): InboundEnvelope {
  const messageId = String(message.id);
  const sender = { wireId: message.author, name: message.authorName };
  const envelope = (key: string, at: Date | null, body: InboundBody): InboundEnvelope => ({
    channel: WEBCHAT,
    chat: chatRef(room, message.authorName),
    sender,
    key,
    at,
    body,
  });
  if (message.recalledAt && message.heard > 0) return envelope(`r:${messageId}`, message.recalledAt, { kind: 'recall', messageId });
  if (message.editedAt && message.heard > 0) {
    return envelope(`e:${messageId}:${message.change}`, message.editedAt, { kind: 'edit', messageId, text: message.text });
  }
  const { quote, mentions, mentionsBot } = message.body;
  return envelope(`m:${messageId}`, message.at, {
    kind: 'message',
    messageId,
    text: message.text,
    quote,
    mentions: [...mentions],
    mentionsBot,
    media: [...media],
  });
}

/** @param pressId made by the page, the same when it asks again */
export function pressEnvelope(press: {
  readonly viewer: Viewer;
  readonly room: Room;
  readonly pressId: string;
  readonly message: number;
  readonly data: string;
  readonly at: Date;
}): InboundEnvelope {
  const { viewer, room, at } = press;
  const sender: PersonRef = { wireId: viewer.key, name: viewer.name };
  const body: InboundBody = { kind: 'button', messageId: String(press.message), data: press.data };
  return { channel: WEBCHAT, chat: chatRef(room, viewer.name), sender, key: `b:${press.pressId}`, at, body };
}

export function namesBot(text: string, botName: string): boolean {
  return text.normalize('NFKC').includes(`@${botName.normalize('NFKC')}`);
}
