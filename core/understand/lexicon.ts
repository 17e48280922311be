import { fold } from './normalize.ts';
import { EXACT, PHRASES } from './phrases.ts';
import { slipsOf } from './slips.ts';

/** What the parser must know of a command; every `Command` of the registry fits. */
export interface CommandWords {
  readonly name: string;
  readonly words: readonly string[];
  readonly latin: readonly string[];
  /** May be called without addressing the bot, in its exact form. */
  readonly bare: boolean;
  /** Loose phrases; left out, those of `phrases.ts` under this name. */
  readonly phrases?: readonly string[];
}
export type CommandLexicon = readonly CommandWords[];

export interface Hit {
  readonly name: string;
  readonly bare: boolean;
  /** `word`: the command's own; `phrase`: a loose way of saying it. */
  readonly kind: 'word' | 'phrase';
  readonly from: number;
  readonly to: number;
}

interface Form {
  readonly name: string;
  readonly bare: boolean;
  readonly kind: 'word' | 'phrase';
  readonly length: number;
  readonly here: RegExp;
  readonly anywhere: RegExp;
  readonly rank: number;
  /** A misspelling; any right spelling goes before it. */
  readonly slip: boolean;
}

const GAP = '.{0,8}?';
const compiled = new WeakMap<CommandLexicon, readonly Form[]>();

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

function form(entry: CommandWords, kind: 'word' | 'phrase', spelling: string, rank: number, slip = false): Form {
  const parts = fold(spelling).split('…');
  // People put a space into a word, or lose one: 我的 工单. Not into a short one: 转 交通局 is no 转交.
  const space = parts.join('').length > 2 ? ' ?' : '';
  const source = parts.map((part) => [...part.replaceAll(' ', '')].map(escape).join(space)).join(GAP);
  return {
    name: entry.name,
    bare: entry.bare,
    kind,
    length: parts.join('').length,
    here: new RegExp(source, 'y'),
    anywhere: new RegExp(source),
    rank,
    slip,
  };
}

/** All forms of all commands, longest first; compiled once per lexicon. */
function forms(lexicon: CommandLexicon): readonly Form[] {
  const known = compiled.get(lexicon);
  if (known !== undefined) return known;
  const right = new Set(lexicon.flatMap((entry) => entry.words));
  const made = lexicon
    .flatMap((entry, rank) => [
      ...entry.words.map((word) => form(entry, 'word', word, rank)),
      ...entry.words
        .flatMap(slipsOf)
        .filter((word) => !right.has(word))
        .map((word) => form(entry, 'word', word, rank, true)),
      ...(entry.phrases ?? PHRASES[entry.name] ?? []).map((phrase) => form(entry, 'phrase', phrase, rank)),
    ])
    .sort((a, b) => Number(a.slip) - Number(b.slip) || b.length - a.length || a.kind.localeCompare(b.kind) * -1 || a.rank - b.rank);
  compiled.set(lexicon, made);
  return made;
}

function hit(one: Form, from: number, length: number): Hit {
  return { name: one.name, bare: one.bare, kind: one.kind, from, to: from + length };
}

/** The longest word (or phrase) that stands exactly here. */
export function wordAt(folded: string, from: number, lexicon: CommandLexicon, kind: 'word' | 'any'): Hit | null {
  for (const one of forms(lexicon)) {
    if (kind === 'word' && one.kind !== 'word') continue;
    one.here.lastIndex = from;
    const found = one.here.exec(folded);
    if (found !== null) return hit(one, from, found[0].length);
  }
  return null;
}

/** Said in the middle of an order too: 29号专给市监. */
const IN_MID_ORDER = ['转给', '转到', '办结', '销号', '签收', '退回', '延期', '协办'];
const SHORT_ORDER = 24;

/** The text with a slip in its first word put right, in a short line with a number also further on. A slip is as long as its word. */
export function spelled(folded: string, lexicon: CommandLexicon): string {
  for (const word of lexicon.flatMap((entry) => entry.words)) {
    const slip = slipsOf(word).find((one) => folded.startsWith(one));
    if (slip !== undefined) return word + folded.slice(slip.length);
  }
  if (folded.length > SHORT_ORDER || !/[#\d]|号/.test(folded) || IN_MID_ORDER.some((word) => folded.includes(word))) return folded;
  for (const word of IN_MID_ORDER) {
    const slip = slipsOf(word).find((one) => folded.includes(one));
    if (slip !== undefined) return folded.replace(slip, word);
  }
  return folded;
}

/** Every form found anywhere in a sentence, longest first. One-character words are too common to count here. */
export function wordsAnywhere(folded: string, lexicon: CommandLexicon): readonly Hit[] {
  const hits: Hit[] = [];
  for (const one of forms(lexicon)) {
    if (one.slip || one.length < 2 || EXACT.has(one.name)) continue;
    const found = one.anywhere.exec(folded);
    if (found !== null) hits.push(hit(one, found.index, found[0].length));
  }
  return hits;
}

export function latinCommand(token: string, lexicon: CommandLexicon): CommandWords | null {
  return lexicon.find((entry) => entry.latin.includes(token)) ?? lexicon.find((entry) => entry.name === token) ?? null;
}
