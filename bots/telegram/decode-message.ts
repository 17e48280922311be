import type { InboundBody, QuoteRef } from '../../core/channel.ts';
import { type Draft, senderOf } from './draft.ts';
import { mediaOf, mediaWord } from './media.ts';
import { type Me, mend, personOf, readText } from './text.ts';
import { type Content, type Message, placeholders, serviceKeys } from './wire.ts';

/** What a new message says; a string: why it says nothing to us. */
export function decodeMessage(message: Message, me: Me): Draft | string {
  if (message.migrate_to_chat_id !== undefined) return migration(message.migrate_to_chat_id, at(message));
  if (message.new_chat_members) return joined(message);
  if (message.from?.is_bot && !message.sender_chat) return 'another bot said it';
  const words = spokenWords(message, me);
  if (words === null) return 'a service message';
  const body: InboundBody = {
    kind: 'message',
    messageId: String(message.message_id),
    ...words,
    quote: quoteOf(message, me),
    media: mediaOf(message),
  };
  return { key: `m:${message.message_id}`, at: at(message), body, spoken: true };
}

/** The same key from the update and from a send that found the group gone: one migration, one envelope. */
export function migration(toChat: number, when: Date | null): Draft {
  const toWireId = String(toChat);
  return { key: `g:migrated:${toWireId}`, at: when, body: { kind: 'migrated', toWireId }, spoken: false };
}

function joined(message: Message): Draft | string {
  const people = (message.new_chat_members ?? []).filter((user) => !user.is_bot).map(personOf);
  if (people.length === 0) return 'only bots joined';
  return { key: `j:${message.message_id}`, at: at(message), body: { kind: 'joined', people }, spoken: true };
}

function spokenWords(message: Message, me: Me) {
  if (isWords(message) || mediaOf(message).length > 0) return readText(message, me);
  const text = placeholderOf(message);
  if (text !== null) return { text, mentions: [], mentionsBot: false };
  if (serviceKeys.some((key) => message[key] !== undefined)) return null;
  // A kind of content newer than this code: people see that something was said, the house does not guess what.
  return { text: '[不支持的消息]', mentions: [], mentionsBot: false };
}

export function isWords(content: Content): boolean {
  return content.text !== undefined || content.caption !== undefined;
}

function placeholderOf(content: Content): string | null {
  const { contact, venue, location } = content;
  if (contact)
    return mend(`${placeholders.contact} ${[contact.last_name, contact.first_name].filter(Boolean).join('')} ${contact.phone_number}`);
  if (venue) return mend(`${placeholders.venue} ${venue.title} ${venue.address}`);
  if (location) return `${placeholders.location} ${location.latitude},${location.longitude}`;
  if (content.sticker) return placeholders.sticker;
  if (content.poll) return placeholders.poll;
  if (content.dice) return placeholders.dice;
  if (content.game) return placeholders.game;
  return content.story ? placeholders.story : null;
}

function quoteOf(message: Message, me: Me): QuoteRef | null {
  const replied = message.reply_to_message;
  if (replied && !isTopicHead(message, replied)) {
    const author = replied.from?.id === me.id ? me.name : (senderOf(replied)?.name ?? null);
    return { messageId: String(replied.message_id), text: shownText(replied), author };
  }
  // A reply to a message of another chat: its id means nothing here, the words picked from it do.
  if (message.external_reply !== undefined && message.quote) return { messageId: null, text: mend(message.quote.text), author: null };
  return null;
}

/** In a forum every message "replies" to the head of its topic, which nobody meant to quote. */
function isTopicHead(message: Message, replied: Content): boolean {
  return message.is_topic_message === true && replied.message_id === message.message_thread_id;
}

function shownText(content: Content): string | null {
  const words = content.text ?? content.caption;
  return words === undefined ? (mediaWord(content) ?? placeholderOf(content)) : mend(words);
}

function at(message: Message): Date {
  return new Date(message.date * 1000);
}
