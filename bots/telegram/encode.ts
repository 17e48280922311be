import type { Button, OutboundMedia, OutboundMessage, PersonRef } from '../../core/channel.ts';
import { mend } from './text.ts';

/** What the Bot API holds in one message. */
export const wireLimits = {
  text: 4096,
  caption: 1024,
  album: 10,
  photoBytes: 10 * 1024 * 1024,
  /** Width and height of a photo together, and how many times the one may be the other. */
  photoSides: 10_000,
  photoRatio: 20,
  uploadBytes: 50 * 1024 * 1024,
} as const;

export interface TextMention {
  readonly type: 'text_mention';
  readonly offset: number;
  readonly length: number;
  readonly user: { readonly id: number; readonly is_bot: false; readonly first_name: string };
}

/** Plain text with entities, never a parse_mode: what people wrote can then not become markup. */
export interface Words {
  readonly text: string;
  readonly entities: readonly TextMention[];
}

/** One call to the Bot API. Quote and buttons are on one part only. */
export type Part = {
  readonly replyTo: number | null;
  readonly rows: readonly (readonly Button[])[];
  readonly words: Words;
} & (
  | { readonly kind: 'text' }
  | { readonly kind: 'single'; readonly as: 'photo' | 'document'; readonly file: OutboundMedia }
  | { readonly kind: 'album'; readonly as: 'photo' | 'document'; readonly files: readonly OutboundMedia[] }
);

const noWords: Words = { text: '', entities: [] };

/** The calls that carry this message, in order: as few as the wire allows, because calls are the scarce thing. */
export function planParts(message: OutboundMessage): Part[] {
  const words = wordsOf(message.text, message.mentions);
  const dress = { replyTo: replyTarget(message.quote), rows: message.buttons.filter((row) => row.length > 0) };
  const albums = albumsOf(message.media);
  const bare = { replyTo: null, rows: [], words: noWords };
  const [first, ...rest] = albums;
  if (first === undefined) return words.text === '' ? [] : [{ kind: 'text', ...dress, words }];

  // A caption holds less than a message, and an album holds no buttons: then the words go first, on their own.
  const inCaption = words.text.length <= wireLimits.caption && rest.length === 0 && (first.kind === 'single' || dress.rows.length === 0);
  if (inCaption || words.text === '') return [{ ...first, ...dress, words }, ...rest.map((part) => ({ ...part, ...bare }))];
  return [{ kind: 'text', ...dress, words }, ...albums.map((part) => ({ ...part, ...bare }))];
}

/** Neighbours of one family travel as one album; photos and documents may not be mixed in one. */
function albumsOf(media: readonly OutboundMedia[]) {
  const runs: { as: 'photo' | 'document'; files: OutboundMedia[] }[] = [];
  for (const file of media) {
    const as = isPhoto(file) ? 'photo' : 'document';
    const last = runs.at(-1);
    if (last?.as === as && last.files.length < wireLimits.album) last.files.push(file);
    else runs.push({ as, files: [file] });
  }
  return runs.map(({ as, files }) => {
    const [only, ...more] = files;
    return only !== undefined && more.length === 0 ? { kind: 'single' as const, as, file: only } : { kind: 'album' as const, as, files };
  });
}

function isPhoto({ kind, mime, content }: OutboundMedia): boolean {
  return kind === 'image' && /^image\/(jpeg|png|webp)$/.test(mime) && content.length <= wireLimits.photoBytes && !tooTall(content);
}

/** Of the pictures the house draws, which are PNG and as tall as there is to tell; others came from a phone. */
function tooTall(content: Uint8Array): boolean {
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  if (content.byteLength < 24 || view.getUint32(0) !== 0x89504e47 || view.getUint32(12) !== 0x49484452) return false;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  return width + height > wireLimits.photoSides || Math.max(width, height) > wireLimits.photoRatio * Math.min(width, height);
}

function replyTarget(quote: OutboundMessage['quote']): number | null {
  return quote !== null && /^\d{1,15}$/.test(quote.messageId) ? Number(quote.messageId) : null;
}

/**
 * Telegram trims what it is sent, which would shift every entity: so trimmed here first. A person whose `@name` is
 * not in the text yet is named in front of it. Offsets count UTF-16 units, as JavaScript does.
 */
export function wordsOf(text: string, mentions: readonly PersonRef[]): Words {
  const body = mend(text).trim();
  const people = [...new Map(mentions.map((person) => [person.wireId, person])).values()];
  const missing = people.filter((person) => !body.includes(label(person))).map(label);
  const named = [...missing, body].join(' ').trim();
  const whole = named.length <= wireLimits.text ? named : body;
  const entities: TextMention[] = [];
  // Longer names first, or @王 would take its place inside @王老板.
  for (const person of people.toSorted((a, b) => label(b).length - label(a).length)) {
    const offset = freePlace(whole, label(person), entities);
    if (offset === null || !/^\d{1,15}$/.test(person.wireId)) continue;
    const user = { id: Number(person.wireId), is_bot: false as const, first_name: person.name };
    entities.push({ type: 'text_mention', offset, length: label(person).length, user });
  }
  return { text: whole, entities: entities.toSorted((a, b) => a.offset - b.offset) };
}

/** A person known only by his username is mentioned by writing it; the wire links it itself. */
function label(person: PersonRef): string {
  if (person.wireId.startsWith('@')) return person.wireId;
  return `@${mend(person.name).replace(/\s+/g, ' ').trim() || '您'}`;
}

function freePlace(text: string, words: string, taken: readonly TextMention[]): number | null {
  for (let from = text.indexOf(words); from >= 0; from = text.indexOf(words, from + 1)) {
    if (!taken.some((one) => from < one.offset + one.length && one.offset < from + words.length)) return from;
  }
  return null;
}
