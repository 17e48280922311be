import type { PersonRef } from '../../core/channel.ts';
import type { Content, Entity, User } from './wire.ts';

/** The bot as the wire knows it. */
export interface Me {
  readonly id: number;
  readonly username: string;
  /** What people call it in text. */
  readonly name: string;
}

/** What no UTF-8 store can hold is mended: U+0000 dropped, half an emoji replaced. */
export function mend(text: string): string {
  return text.replaceAll('\u0000', '').replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Cuts to `most` UTF-16 units without leaving half a character. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
}

export function nameOf(user: User): string {
  return cut(mend([user.first_name, user.last_name].filter(Boolean).join(' ')), 256);
}

export function personOf(user: User): PersonRef {
  return { wireId: String(user.id), name: nameOf(user) };
}

export interface ReadText {
  readonly text: string;
  readonly mentions: PersonRef[];
  readonly mentionsBot: boolean;
}

/** The words of a message with what its entities say. Offsets are UTF-16 units of the raw text, so mending comes last. */
export function readText(content: Content, me: Me): ReadText {
  const raw = content.text ?? content.caption ?? '';
  const entities = (content.text === undefined ? content.caption_entities : content.entities) ?? [];
  const named = entities.map((entity) => readEntity(raw, entity, me));
  return {
    text: mend(withoutOwnSuffix(raw, entities, me)),
    mentions: named.flatMap((one) => (one !== null && one !== 'bot' ? [one] : [])),
    mentionsBot: named.includes('bot') || raw.includes(`@${me.name}`) || raw.includes(`＠${me.name}`),
  };
}

function readEntity(raw: string, entity: Entity, me: Me): PersonRef | 'bot' | null {
  const words = raw.slice(entity.offset, entity.offset + entity.length);
  switch (entity.type) {
    case 'mention':
      if (sameName(words, `@${me.username}`)) return 'bot';
      // The wire gives no id for a plain @username; the handle is the only thing that is true.
      return /^@\w{1,64}$/.test(words) ? { wireId: words, name: words.slice(1) } : null;
    case 'text_mention':
      if (entity.user === undefined) return null;
      return entity.user.id === me.id ? 'bot' : personOf(entity.user);
    case 'bot_command':
      return sameName(words.slice(words.indexOf('@')), `@${me.username}`) ? 'bot' : null;
    default:
      return null;
  }
}

/** `/claim@our_bot 128` reads `/claim 128`; another bot's command stays as it is. */
function withoutOwnSuffix(raw: string, entities: readonly Entity[], me: Me): string {
  return entities
    .filter((entity) => entity.type === 'bot_command')
    .toSorted((a, b) => b.offset - a.offset)
    .reduce((text, { offset, length }) => {
      const command = text.slice(offset, offset + length);
      const at = command.indexOf('@');
      const ours = at > 0 && sameName(command.slice(at), `@${me.username}`);
      return ours ? text.slice(0, offset + at) + text.slice(offset + length) : text;
    }, raw);
}

function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
