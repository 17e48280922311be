import type { GridFigure } from '../../../../core/report/figures.ts';

const MOST_ROWS = 14;
const MOST_COLUMNS = 10;

export interface Fitted {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: readonly (readonly number[])[];
  /** Rows that are not listed, as one. */
  readonly others: { readonly name: string; readonly counts: readonly number[] } | null;
  /** The column that adds up what is not shown; null: all are. */
  readonly folded: number | null;
  readonly total: number;
  /** How to read it and what is not listed, in words. */
  readonly about: string;
}

/** What of a grid a phone can show: no empty lines, the largest first, the rest added up, and said so. */
export function fitted(grid: GridFigure): Fitted {
  const columns = chosenColumns(grid);
  const rows = grid.rows
    .map((name, y) => ({ name, counts: columns.map((one) => one.from.reduce((all, x) => all + (grid.counts[y]?.[x] ?? 0), 0)) }))
    .filter((row) => sum(row.counts) > 0)
    .toSorted((a, b) => sum(b.counts) - sum(a.counts));
  const shown = rows.length > MOST_ROWS ? rows.slice(0, MOST_ROWS - 1) : rows;
  const rest = rows.slice(shown.length);
  const found = columns.findIndex((one) => one.from.length > 1);
  const isShort = rows.length < grid.rows.length || columns.flatMap((one) => one.from).length < grid.columns.length;
  return {
    rows: shown.map((row) => row.name),
    columns: columns.map((one) => one.name),
    counts: shown.map((row) => row.counts),
    others:
      rest.length === 0
        ? null
        : { name: `其余 ${rest.length} 个`, counts: columns.map((_, x) => sum(rest.map((row) => row.counts[x] ?? 0))) },
    folded: found < 0 ? null : found,
    total: sum(rows.flatMap((row) => row.counts)),
    about: rows.length === 0 ? '' : `空格为零${isShort ? '，全为零的行和列不列出' : ''}。`,
  };
}

interface Column {
  readonly name: string;
  /** The columns of the figure that are added up in it. */
  readonly from: readonly number[];
}

function chosenColumns({ columns, counts, order }: GridFigure): readonly Column[] {
  const all = columns.map((name, x) => ({ name, from: [x], total: sum(counts.map((row) => row[x] ?? 0)) }));
  // A day without contacts is news; a category without tickets is not.
  const some = order === 'time' ? all : all.filter((one) => one.total > 0);
  if (some.length <= MOST_COLUMNS) return some;
  const kept = order === 'time' ? some.slice(1 - MOST_COLUMNS) : some.toSorted((a, b) => b.total - a.total).slice(0, MOST_COLUMNS - 1);
  const folded = some.filter((one) => !kept.includes(one)).flatMap((one) => one.from);
  const shown = some.filter((one) => kept.includes(one));
  return order === 'time' ? [{ name: '更早', from: folded }, ...shown] : [...shown, { name: `其余${folded.length}类`, from: folded }];
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
