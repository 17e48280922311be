import { dateOfDay, dayNumber } from '../../core/report/shanghai.ts';

/** What of a text is another in every copy of a life. */
export type Hole =
  | { readonly of: 'ticket' }
  /** The n-th message heard, the n-th said, the n-th row of a table that is numbered as it is written. */
  | { readonly of: 'inbox' | 'outbox' | 'row'; readonly n: number }
  /** A date, as the number of its day. */
  | { readonly of: 'day'; readonly day: number };

/** A text with holes: before, between and after them stands what never changes. */
export interface Stencil {
  readonly texts: readonly string[];
  readonly holes: readonly Hole[];
}

/** Where a copy's own numbers begin, and by how many days it is later than its model. */
export interface Copy {
  readonly ticket: number;
  readonly inbox: number;
  readonly outbox: number;
  readonly row: number;
  readonly days: number;
}

/**
 * Numbers that are found again in whatever text they were written into. Six digits for tickets: people name no longer ones.
 * Messages have wire ids of their own, which lead to their row. From `due` on stand tickets that only sweeps are to find.
 */
export const MARKS = { ticket: 880_001, inbox: 7_100_000_001, outbox: 7_200_000_001, wire: 7_300_000_001, due: 2_000_001 } as const;
const HOLE = /(?<!\d)(?:88\d{4}|7[123]\d{8})(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?=[T ]\d{2}:\d{2})/g;

/** @param marks what each marked number of this life stands for */
export function cut(text: string, marks: ReadonlyMap<string, Hole>): Stencil {
  const texts: string[] = [];
  const holes: Hole[] = [];
  let from = 0;
  for (const found of text.matchAll(HOLE)) {
    const [mark] = found;
    const hole: Hole | undefined = mark.includes('-') ? { of: 'day', day: dayNumber(mark) } : marks.get(mark);
    if (hole === undefined)
      throw new Error(`a life speaks of ${mark}, which is another's: …${text.slice(found.index - 40, found.index + 20)}`);
    texts.push(text.slice(from, found.index));
    holes.push(hole);
    from = found.index + mark.length;
  }
  texts.push(text.slice(from));
  return { texts, holes };
}

export function joined(stencils: readonly Stencil[]): Stencil {
  const texts: string[] = [''];
  const holes: Hole[] = [];
  for (const stencil of stencils) {
    const [first = '', ...rest] = stencil.texts;
    texts.push((texts.pop() ?? '') + first, ...rest);
    holes.push(...stencil.holes);
  }
  return { texts, holes };
}

export function filled({ texts, holes }: Stencil, copy: Copy): string {
  let text = texts[0] ?? '';
  for (let i = 0; i < holes.length; i += 1) text += valueOf(holes[i], copy) + (texts[i + 1] ?? '');
  return text;
}

const DATES = new Map<number, string>();

function valueOf(hole: Hole | undefined, copy: Copy): string {
  switch (hole?.of) {
    case 'ticket':
      return String(copy.ticket);
    case 'inbox':
      return String(copy.inbox + hole.n);
    case 'outbox':
      return String(copy.outbox + hole.n);
    case 'row':
      return String(copy.row + hole.n);
    case 'day':
      return dateAt(hole.day + copy.days);
    default:
      return '';
  }
}

function dateAt(day: number): string {
  const known = DATES.get(day);
  if (known !== undefined) return known;
  const date = dateOfDay(day);
  DATES.set(day, date);
  return date;
}
