import { AlignmentType, Paragraph, ShadingType, Table, TableCell, TableLayoutType, TableRow, VerticalAlignTable, WidthType } from 'docx';
import { SHANGHAI_OFFSET_MS } from '../../../core/deadlines/shanghai.ts';
import type { Sheet, SheetCell, SheetColumn } from '../../../core/report/figures.ts';
import { columnWidth } from './column-width.ts';
import { FACE, runs, SIZE, twips } from './paper.ts';
import { cut } from './xml-text.ts';

/** More is read in a spreadsheet, not on paper. */
const MOST_ROWS = 500;
const LONGEST_CELL = 500;

/** A sheet as a table of a width in millimetres; `left` says what is not in it. null: it has no columns. */
export function tableOf(sheet: Sheet, room: number): { readonly table: Table | null; readonly left: readonly string[] } {
  if (sheet.columns.length === 0) return { table: null, left: [] };
  const shown = sheet.rows.slice(0, MOST_ROWS);
  const wanted = sheet.columns.map((column, x) => columnWidth(column, sheet.rows, x));
  const all = wanted.reduce((sum, one) => sum + one, 0);
  const widths = wanted.map((one) => Math.floor((twips(room) * one) / all));
  const rows = shown.map((row) =>
    rowOf(
      sheet.columns.map((column, x) => said(row[x] ?? null, column)),
      sheet.columns,
      widths,
    ),
  );
  return {
    table: new Table({
      layout: TableLayoutType.FIXED,
      width: { size: widths.reduce((sum, one) => sum + one, 0), type: WidthType.DXA },
      columnWidths: widths,
      rows: [headerOf(sheet.columns, widths), ...rows],
    }),
    left: leftOut(sheet.rows.length),
  };
}

function leftOut(rows: number): readonly string[] {
  if (rows === 0) return ['没有记录。'];
  return rows > MOST_ROWS ? [`表中只列前 ${MOST_ROWS} 行，共 ${rows} 行。`] : [];
}

function headerOf(columns: readonly SheetColumn[], widths: readonly number[]): TableRow {
  const cells = columns.map((column, x) => cell(column.title, widths[x] ?? 0, AlignmentType.CENTER, true));
  return new TableRow({ tableHeader: true, cantSplit: true, children: cells });
}

function rowOf(texts: readonly string[], columns: readonly SheetColumn[], widths: readonly number[]): TableRow {
  const cells = texts.map((text, x) => {
    const isFigure = columns[x]?.kind === 'number' || columns[x]?.kind === 'percent';
    return cell(text, widths[x] ?? 0, isFigure ? AlignmentType.RIGHT : AlignmentType.LEFT, false);
  });
  return new TableRow({ cantSplit: true, children: cells });
}

type Alignment = (typeof AlignmentType)[keyof typeof AlignmentType];

function cell(text: string, width: number, alignment: Alignment, isHead: boolean): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { top: 40, bottom: 40, left: 80, right: 80 },
    ...(isHead ? { shading: { type: ShadingType.CLEAR, fill: 'DCE6F1', color: 'auto' } } : {}),
    children: [new Paragraph({ alignment, children: runs(cut(text, LONGEST_CELL), { size: SIZE.cell, font: FACE.table, bold: isHead }) })],
  });
}

/** A cell in words, as the spreadsheet shows it. */
function said(value: SheetCell, { kind }: SheetColumn): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return '';
    return kind === 'percent' ? `${(value * 100).toFixed(1)}%` : String(value);
  }
  const there = value.getTime() + SHANGHAI_OFFSET_MS;
  // Beyond what a calendar can say there is nothing to print.
  return Math.abs(there) < 8.64e15 ? new Date(there).toISOString().slice(0, 16).replace('T', ' ') : '';
}
