import type { GridFigure } from '../../../../core/report/figures.ts';
import { chart } from '../chart.ts';
import type { Weight } from '../font.ts';
import { clipped, drawable, fittingSize, wrapped } from '../lettering.ts';
import { COLOUR, heading, INNER, LINE, moved, nothing, type Piece, SIZE, stacked, words } from '../style.ts';
import { type Fitted, fitted } from './fit-grid.ts';

const ROW = 58;
const NAMES = 190;
const SUMS = 92;
const HEAD_LINES = 3;
const HEAD_SIZE = 24;
const CELL = 28;

/** From nothing to most, light to dark in one colour: it reads without colours as well. */
const HEAT = ['#eef3f9', '#c6dbef', '#7fb0dc', '#2b77bd', '#134a86'];
/** From this share of the most on a cell is too dark for dark figures. */
const DARK = 0.65;

/** A table of numbers whose cells are the darker the larger they are, with sums of rows and columns. */
export function gridBlock(grid: GridFigure): Piece {
  const fit = fitted(grid);
  // The sum is never cut away by a long name.
  const name = clipped(drawable(grid.title), INNER - 320, SIZE.heading, 'bold');
  const head = heading(`${name}：共 ${fit.total} ${grid.unit}`, fit.about);
  return fit.total === 0 ? stacked([head, nothing('这段时间没有记录。')], 8) : stacked([head, columnHeads(fit), rowsOf(fit)], 16);
}

function columnHeads({ columns }: Fitted): Piece {
  const width = cellWidth(columns.length);
  const heads = [...columns.map((one) => headLines(drawable(one), width)), ['合计']];
  const step = HEAD_SIZE * LINE;
  const height = Math.max(...heads.map((lines) => lines.length)) * step;
  const svg = heads.flatMap((lines, column) => {
    const place = column < columns.length ? centre(column, width) : AT_END;
    const top = height - lines.length * step;
    return lines.map((line, i) => {
      const size = fittingSize(line, width - 4, HEAD_SIZE, 'regular');
      return words(line, { ...place, y: top + (i + 0.5) * step, size, fill: COLOUR.soft });
    });
  });
  return { height, svg: svg.join('') };
}

/** A day (10/13) is made smaller rather than cut: its end is what tells it from the others. */
function headLines(name: string, width: number): readonly string[] {
  return /^[\d/]+$/.test(name) ? [name] : wrapped([name], width - 6, HEAD_SIZE, HEAD_LINES);
}

function rowsOf({ rows, columns, counts, others, folded }: Fitted): Piece {
  const width = cellWidth(columns.length);
  const heat = heatOf(
    counts.map((row) => row.filter((_, x) => x !== folded)),
    width,
  );
  const lines = rows.map((name, y) => {
    const row = counts[y] ?? [];
    const aside = folded === null ? '' : number(row[folded] ?? 0, { ...centre(folded, width), width, fill: COLOUR.soft });
    return moved(rowName(name) + aside + number(sum(row), { ...AT_END, width: SUMS, weight: 'bold' }), 0, y * ROW);
  });
  const sums = columns.map((_, x) => sum(counts.map((row) => row[x] ?? 0)) + (others?.counts[x] ?? 0));
  return stacked(
    [
      { height: heat.height, svg: moved(heat.svg, NAMES + (folded === 0 ? width : 0), 0) + lines.join('') },
      ...(others === null ? [] : [sumRow(others.name, others.counts, width, 'regular')]),
      sumRow('合计', sums, width, 'bold'),
    ],
    4,
  );
}

/** Cells without the column that adds others up: it would be the darkest of all and say nothing. */
function heatOf(counts: readonly (readonly number[])[], width: number): Piece {
  const across = counts[0]?.length ?? 0;
  const most = Math.max(...counts.flat(), 1);
  const cells = counts.flatMap((row, y) => row.map((count, x) => ({ x, y, count })));
  const heat = chart(
    {
      grid: { left: 0, right: 0, top: 0, bottom: 0 },
      xAxis: { type: 'category', show: false, data: counts[0]?.map((_, x) => x) ?? [] },
      yAxis: { type: 'category', show: false, inverse: true, data: counts.map((_, y) => y) },
      visualMap: { show: false, min: 0, max: most, inRange: { color: HEAT } },
      series: [
        {
          type: 'heatmap',
          silent: true,
          emphasis: { disabled: true },
          data: cells.map(({ x, y, count }) => [x, y, count]),
          itemStyle: { borderColor: COLOUR.card, borderWidth: 4 },
        },
      ],
    },
    width * across,
    counts.length * ROW,
  );
  // The library could set them as well, at ten times the time of everything else here.
  const numbers = cells
    .filter(({ count }) => count > 0)
    .map(({ x, y, count }) => {
      const fill = count > most * DARK ? COLOUR.card : COLOUR.ink;
      return moved(number(count, { x: (x + 0.5) * width, anchor: 'middle', width, fill }), 0, y * ROW);
    });
  return { height: heat.height, svg: heat.svg + numbers.join('') };
}

function sumRow(name: string, counts: readonly number[], width: number, weight: Weight): Piece {
  const line = `<path d="M0 0L${INNER} 0" stroke="${COLOUR.line}" stroke-width="2"/>`;
  const numbers = counts.map((count, column) =>
    number(count, { ...centre(column, width), width, weight, fill: count === 0 ? COLOUR.faint : COLOUR.ink }),
  );
  const all = number(sum(counts), { ...AT_END, width: SUMS, weight: 'bold' });
  return { height: ROW, svg: line + rowName(name, weight) + numbers.join('') + all };
}

function rowName(name: string, weight: Weight = 'regular'): string {
  return words(clipped(drawable(name), NAMES - 16, CELL, weight), { x: 0, y: ROW / 2, size: CELL, weight });
}

interface Cell {
  readonly x: number;
  readonly anchor: 'middle' | 'end';
  readonly width: number;
  readonly weight?: Weight;
  readonly fill?: string;
}

function number(count: number, { width, weight = 'regular', ...setting }: Cell): string {
  const text = String(count);
  return words(text, { ...setting, y: ROW / 2, size: fittingSize(text, width - 8, CELL, weight), weight });
}

const AT_END = { x: INNER, anchor: 'end' } as const;
const centre = (column: number, width: number) => ({ x: NAMES + (column + 0.5) * width, anchor: 'middle' }) as const;
const cellWidth = (columns: number): number => Math.min(170, (INNER - NAMES - SUMS) / columns);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
