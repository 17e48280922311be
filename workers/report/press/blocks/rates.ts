import type { CountFigure, RateFigure } from '../../../../core/report/figures.ts';
import { rateText } from '../../../../core/report/rate.ts';
import { clipped, drawable, fittingSize, widthOf } from '../lettering.ts';
import { box, COLOUR, INNER, moved, type Piece, paragraph, SIZE, stacked, words } from '../style.ts';

const ACROSS = 3;
const GAP = 40;

/** The three rates: the share large, what it is made of below it, and what was left out. Further ones are lines under them. */
export function ratesBlock(rates: readonly RateFigure[]): Piece {
  const width = (INNER - (ACROSS - 1) * GAP) / ACROSS;
  const cells = rates.slice(0, ACROSS).map((rate) => rateCell(rate, width));
  return stacked([inRows(cells, ACROSS, width + GAP, 0), ...rates.slice(ACROSS).map(rateLine)], 32);
}

/** Where bar, share and what it is made of stand on a line. */
const LINE = { bar: 260, barEnd: 600, share: 730 } as const;

function rateLine({ name, part, whole, left }: RateFigure): Piece {
  const { share, made } = rateWords(part, whole);
  const about = { y: 22, size: SIZE.text };
  const line =
    words(clipped(drawable(name), LINE.bar - 20, SIZE.text), { x: 0, ...about }) +
    bar(LINE.bar, 16, LINE.barEnd - LINE.bar, part, whole) +
    words(share, { x: LINE.share, anchor: 'end', weight: 'bold', fill: whole > 0 ? COLOUR.blue : COLOUR.soft, ...about }) +
    words(made, { x: INNER, anchor: 'end', ...about });
  return stacked([{ height: 44, svg: line }, paragraph(left, { x: 0, size: SIZE.small, fill: COLOUR.soft, width: INNER, most: 2 })], 0);
}

function rateCell({ name, part, whole, left }: RateFigure, width: number): Piece {
  const { share, made } = rateWords(part, whole);
  const number = share.replace('%', '');
  const isRate = share !== number;
  const size = isRate ? 96 : 60;
  const fill = isRate ? COLOUR.blue : COLOUR.soft;
  const top =
    words(clipped(drawable(name), width, SIZE.text), { x: 0, y: 22, size: SIZE.text, fill: COLOUR.soft }) +
    words(number, { x: -2, y: 104, size, weight: 'bold', fill }) +
    (isRate ? words('%', { x: widthOf(number, size, 'bold') + 6, y: 118, size: 48, weight: 'bold', fill }) : '') +
    bar(0, 164, width, part, whole) +
    words(made, { x: 0, y: 208, size: 34, weight: 'bold' });
  return stacked([{ height: 232, svg: top }, paragraph(left, { x: 0, size: SIZE.small, fill: COLOUR.soft, width, most: 4 })], 4);
}

function bar(x: number, y: number, width: number, part: number, whole: number): string {
  const share = whole > 0 ? Math.max(0, Math.min(1, part / whole)) : 0;
  return box(x, y, width, 12, COLOUR.line, 6) + (share > 0 ? box(x, y, Math.max(12, width * share), 12, COLOUR.blue, 6) : '');
}

/** The share and what it is made of, as every report says them. */
export function rateWords(part: number, whole: number): { readonly share: string; readonly made: string } {
  const [, share = '', made = ''] = /^(.*)（(.*)）$/.exec(rateText(part, whole)) ?? [];
  return { share, made };
}

const COUNTS_ACROSS = 4;

/** Plain numbers, four in a row. */
export function countsBlock(counts: readonly CountFigure[]): Piece {
  const width = INNER / COUNTS_ACROSS;
  return inRows(
    counts.map((one) => countCell(one, width - 20)),
    COUNTS_ACROSS,
    width,
    28,
  );
}

function countCell({ name, count, unit }: CountFigure, width: number): Piece {
  const number = String(count);
  const size = fittingSize(number, width - 60, 52, 'bold');
  const about = { size: SIZE.small, fill: COLOUR.soft };
  return {
    height: 100,
    svg:
      words(number, { x: 0, y: 32, size, weight: 'bold' }) +
      words(clipped(drawable(unit), 60, SIZE.small), { x: widthOf(number, size, 'bold') + 8, y: 40, ...about }) +
      words(clipped(drawable(name), width, SIZE.small), { x: 0, y: 84, ...about }),
  };
}

function inRows(cells: readonly Piece[], across: number, step: number, gap: number): Piece {
  const rows: Piece[] = [];
  for (let from = 0; from < cells.length; from += across) {
    const row = cells.slice(from, from + across);
    rows.push({ height: Math.max(...row.map((cell) => cell.height)), svg: row.map((cell, i) => moved(cell.svg, i * step, 0)).join('') });
  }
  return stacked(rows, gap);
}
