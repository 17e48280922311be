import type { Button } from '../channel.ts';
import type { TicketNumber } from '../ids.ts';

/** What of an outgoing message folding looks at. */
export interface Foldable {
  readonly text: string;
  readonly buttons: number;
  readonly media: number;
  readonly urgent: boolean;
  /** Was held back so that it goes out with its like, on every wire. */
  readonly fold: boolean;
  /** The moment it was last handed to the wire; null: never. */
  readonly triedAt: number | null;
  /** What was said before, where it answers a message of this chat. */
  readonly quoted: string | null;
}

type Said = Pick<Foldable, 'text' | 'fold'> & { readonly quoted?: string | null };

/** So many waiting at once are read as one message or, the wire's budget being what it is, minutes later. */
const CROWD = 4;
/** Enough for whoever said it to know his own words again. */
const QUOTED = 14;

/** So many rows of buttons do not yet push the text out of sight. */
const ROWS = 8;

const BETWEEN = '\n————\n';
const HEAD = /^【提醒汇总】共 \d+ 条\n/;
/** Of `BETWEEN`, perhaps cut short. */
const BREAK = /\n—{1,4}(?:\n|$)/;

/**
 * How many of a chat's waiting messages (in order) go out as one; at least one. Held notices fold with their neighbours of
 * that kind, others where the wire asks for it. Whatever carries files stands alone.
 */
export function foldable(waiting: readonly Foldable[], wire: { readonly textLimit: number; readonly fold: boolean }): number {
  const [first] = waiting;
  if (!first) return 0;
  const group: Foldable[] = [];
  const crowded = waiting.length >= CROWD;
  for (const next of waiting) {
    if (group.length > 0 && !(first.fold ? joinsHeld(first, next) : wire.fold && joins(first, next, crowded))) break;
    if (group.length > 0 && foldTexts([...group, next]).length > wire.textLimit) break;
    group.push(next);
  }
  return group.length;
}

/**
 * With buttons it stands alone, so that they are right under what they belong to; so does an urgent one at the head. In a crowd both join
 * (`foldButtons`): one by one, many urgent ones would come minutes late.
 */
function joins(first: Foldable, next: Foldable, crowded: boolean): boolean {
  const may = (message: Foldable): boolean => message.media === 0 && !message.fold && (message.buttons === 0 || crowded);
  return may(first) && (!first.urgent || crowded) && may(next);
}

/**
 * What was handed to the wire together stays together: of a message it may have taken already, a wire with keys drops the
 * second sending, and with it whatever had joined since.
 */
function joinsHeld(first: Foldable, next: Foldable): boolean {
  return first.media === 0 && next.fold && next.media === 0 && next.triedAt === first.triedAt;
}

/** Of held notices the same words are said once, and how many there are is said first. */
export function foldTexts(group: readonly Said[]): string {
  const texts = group.map(({ text }) => text);
  // Several have no one message to quote: each names what it answers.
  if (group[0]?.fold !== true) return group.length < 2 ? texts.join('') : group.map(answering).join(BETWEEN);
  const once = [...new Set(texts)];
  return once.length < 2 ? once.join('') : `【提醒汇总】共 ${once.length} 条\n${once.join(BETWEEN)}`;
}

interface Offered {
  readonly text: string;
  readonly ticket: TicketNumber | null;
  readonly buttons: readonly (readonly Button[])[];
}

/**
 * Under several texts each button names its ticket. Where one could not, or there are more than somebody looks through, there are
 * none: every text says the words to type.
 */
export function foldButtons(group: readonly Offered[]): Offered['buttons'] {
  const once = [...new Map(group.map((one) => [one.text, one])).values()];
  if (once.length < 2) return group[0]?.buttons ?? [];
  const offering = once.filter(({ buttons }) => buttons.length > 0);
  const named = offering.flatMap(({ ticket, buttons }) =>
    buttons.map((row) => row.map(({ label, data }) => ({ label: `#${ticket} ${label}`, data }))),
  );
  // Two notices of one ticket offer the same.
  const rows = [...new Map(named.map((row) => [row.map(({ data }) => data).join(), row])).values()];
  return offering.some(({ ticket }) => ticket === null) || rows.length > ROWS ? [] : rows;
}

function answering({ text, quoted }: Said): string {
  const words = quoted?.replaceAll(/[\s「」]+/g, ' ').trim() ?? '';
  if (words === '') return text;
  const short = Array.from(words);
  return `「${short.slice(0, QUOTED).join('')}${short.length > QUOTED ? '…' : ''}」${text}`;
}

/** The first text of a message that may be a fold: what a quote of it can be found by, on wires that quote by words alone. */
export function firstText(said: string): string {
  const [first = '', more] = said.replace(HEAD, '').split(BREAK);
  return more === undefined ? first : first.replace(/^「[^」]{1,20}」/, '');
}
