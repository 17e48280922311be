import { createHash } from 'node:crypto';
import { type ChatRef, type InboundBody, InboundEnvelope, type PersonRef } from '../../core/channel.ts';
import { ChannelName } from '../../core/ids.ts';
import { decodeMessage, isWords } from './decode-message.ts';
import { chatOf, type Draft, senderOf } from './draft.ts';
import { type Me, mend, personOf, readText } from './text.ts';
import { type CallbackQuery, type Message, type MyChatMember, Update, UpdateId } from './wire.ts';

export const telegramName = ChannelName.parse('telegram');

/** Every update becomes an envelope, or a reason why not; nothing is dropped in silence and nothing throws. */
export type Decoded =
  | { readonly kind: 'envelope'; readonly envelope: InboundEnvelope; readonly callbackId: string | null }
  | { readonly kind: 'skipped'; readonly level: 'debug' | 'info' | 'warn'; readonly reason: string };

export function decodeUpdate(raw: unknown, me: Me): Decoded {
  const update = Update.safeParse(raw);
  if (!update.success) return malformed(update.error.issues);
  const { message, edited_message, callback_query, my_chat_member } = update.data;
  if (message) return sealed(heardIn(message, decodeMessage(message, me)));
  if (edited_message) return sealed(heardIn(edited_message, decodeEdit(edited_message, me)));
  if (callback_query) return sealed(decodeButton(callback_query), callback_query.id);
  if (my_chat_member) return ownMembership(my_chat_member);
  return skip('an update of a kind we did not ask for');
}

/** null: not an update at all, so there is no offset to move past it. */
export function updateIdOf(raw: unknown): number | null {
  const update = UpdateId.safeParse(raw);
  return update.success ? update.data.update_id : null;
}

interface AddressedDraft extends Draft {
  readonly chat: ChatRef;
  readonly sender: PersonRef | null;
}

function heardIn(message: Message, draft: Draft | string): AddressedDraft | string {
  if (typeof draft === 'string') return draft;
  if (message.chat.type === 'channel') return 'a channel, not a chat';
  const sender = senderOf(message);
  if (draft.spoken && sender === null) return 'nobody said it';
  return { ...draft, chat: chatOf(message.chat), sender: draft.spoken ? sender : null };
}

function decodeEdit(message: Message, me: Me): Draft | string {
  if (!isWords(message)) return 'an edit that changes no words';
  const { text } = readText(message, me);
  const messageId = String(message.message_id);
  // Telegram's clock counts seconds: two edits within one are told apart by their words.
  const version = `${message.edit_date ?? message.date}.${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
  const at = new Date((message.edit_date ?? message.date) * 1000);
  return { key: `e:${messageId}:${version}`, at, body: { kind: 'edit', messageId, text }, spoken: true };
}

function decodeButton(query: CallbackQuery): AddressedDraft | string {
  const { id, from, message, data } = query;
  if (message === undefined || data === undefined) return 'a button that is not ours';
  const body: InboundBody = { kind: 'button', messageId: String(message.message_id), data: mend(data) };
  return { key: `b:${mend(id)}`, at: null, chat: chatOf(message.chat), sender: personOf(from), body, spoken: true };
}

/** Being added, promoted or thrown out changes nothing the house keeps, but the office must be able to read it. */
function ownMembership({ chat, new_chat_member: { status } }: MyChatMember): Decoded {
  const gone = status === 'kicked' || status === 'left';
  return { kind: 'skipped', level: gone ? 'warn' : 'info', reason: `the bot is now “${status}” in chat ${chat.id}` };
}

function sealed(draft: AddressedDraft | string, callbackId: string | null = null): Decoded {
  if (typeof draft === 'string') return skip(draft);
  const { key, at, chat, sender, body } = draft;
  const envelope = InboundEnvelope.safeParse({ channel: telegramName, chat, sender, key, at, body });
  return envelope.success ? { kind: 'envelope', envelope: envelope.data, callbackId } : malformed(envelope.error.issues);
}

function skip(reason: string): Decoded {
  return { kind: 'skipped', level: 'debug', reason };
}

/** Only where and what kind of mistake: the values are people's words. */
function malformed(issues: readonly { readonly path: readonly PropertyKey[]; readonly code?: string | undefined }[]): Decoded {
  const where = issues.slice(0, 3).map((issue) => `${issue.path.map(String).join('.') || 'update'}: ${issue.code ?? 'invalid'}`);
  return { kind: 'skipped', level: 'warn', reason: `malformed (${where.join('; ')})` };
}
