import type { SheetCell, SheetColumn } from '../../../core/report/figures.ts';

const ROWS_ASKED = 200;
export const WIDEST = 48;

/** Wide enough for most of what is in a column. Only the first rows are asked: a million would be asked for nothing. */
export function columnWidth({ title, kind, width }: SheetColumn, rows: readonly (readonly SheetCell[])[], x: number): number {
  if (width !== undefined) return width;
  if (kind === 'moment') return 18;
  const longest = Math.max(...rows.slice(0, ROWS_ASKED).map((row) => halfWidths(String(row[x] ?? ''))), halfWidths(title), 6);
  return Math.min(longest + 2, WIDEST);
}

/** In half-width characters; a Chinese one takes two. */
export function halfWidths(text: string): number {
  let width = 0;
  for (const one of text) width += (one.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1;
  return width;
}
