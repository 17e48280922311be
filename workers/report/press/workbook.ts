import writeWorkbook, { type Cell, type CellObject, type Sheet as WrittenSheet } from 'write-excel-file/node';
import { SHANGHAI_OFFSET_MS } from '../../../core/deadlines/shanghai.ts';
import { HouseError } from '../../../core/errors.ts';
import type { Sheet, SheetCell, SheetColumn } from '../../../core/report/figures.ts';
import { columnWidth, halfWidths, WIDEST } from './column-width.ts';
import { sheetNames } from './sheet-names.ts';
import { cut, xmlText } from './xml-text.ts';

/** What the format can hold. */
const MOST_ROWS = 1_048_576;
const MOST_CHARACTERS = 32_767;
const FORMATS = { text: null, number: null, percent: '0.0%', moment: 'yyyy-mm-dd hh:mm' } as const;

const HEADER = {
  fontWeight: 'bold',
  backgroundColor: '#dce6f1',
  align: 'center',
  alignVertical: 'center',
  wrap: true,
  borderStyle: 'thin',
  borderColor: '#b8c4d2',
} as const satisfies CellObject;
const LINE_HEIGHT = 16;

/** Sheets as .xlsx: a header that stays in sight, typed cells, notes under the rows. */
export async function workbookOf(sheets: readonly Sheet[]): Promise<Uint8Array> {
  if (sheets.length === 0) throw new HouseError('workbook-empty', '没有可以导出的表。');
  const tooLong = sheets.find((one) => one.rows.length + one.notes.length + 2 > MOST_ROWS);
  if (tooLong) throw new HouseError('workbook-rows', `“${tooLong.name}”有 ${tooLong.rows.length} 行，一张表放不下，请缩小范围再导出。`);
  const names = sheetNames(sheets.map((one) => one.name));
  return writeWorkbook(
    sheets.map((sheet, i) => written(sheet, names[i] ?? `表${i + 1}`)),
    { fontFamily: '宋体', fontSize: 11 },
  ).toBuffer();
}

function written(sheet: Sheet, name: string): WrittenSheet<never> {
  const widths = sheet.columns.map((column, x) => columnWidth(column, sheet.rows, x));
  const across = Math.max(1, sheet.columns.length);
  const all = widths.reduce((sum, one) => sum + one, 0);
  return {
    sheet: name,
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
    // Wider than a page stands upright.
    ...(all > 90 ? { orientation: 'landscape' as const } : {}),
    data: [
      sheet.columns.map((column) => ({ ...textCell(column.title), ...HEADER })),
      ...sheet.rows.map((row) => sheet.columns.map((column, x) => cellOf(row[x] ?? null, column))),
      ...(sheet.notes.length === 0 ? [] : [[]]),
      ...sheet.notes.map((note) => [noteCell(note, across, all)]),
    ],
  };
}

function cellOf(value: SheetCell, { kind }: SheetColumn): Cell {
  if (typeof value === 'string') return value === '' ? null : { ...textCell(value), wrap: isLong(value), alignVertical: 'top' };
  const format = FORMATS[kind];
  if (typeof value === 'number') {
    // What is no number has no place in a column somebody adds up.
    return Number.isFinite(value) ? { value, type: Number, ...(format === null ? {} : { format }), alignVertical: 'top' } : null;
  }
  return value === null ? null : momentCell(value);
}

/** A spreadsheet knows no zones: it is given the time as clocks in Shanghai showed it. */
function momentCell(at: Date): Cell {
  const there = at.getTime() + SHANGHAI_OFFSET_MS;
  // Before 1900 its calendar does not reach.
  if (Number.isNaN(there) || there < Date.UTC(1900, 2, 1)) return null;
  return { value: new Date(there), type: Date, format: FORMATS.moment, align: 'left', alignVertical: 'top' };
}

/**
 * A text stays a text: the cell says so by its type, and where it looks like a formula by its format as well, for who edits it
 * later. A letter spelled like one of the format's escapes is escaped.
 */
function textCell(text: string): CellObject {
  const clean = cut(xmlText(text).replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_'), MOST_CHARACTERS);
  // The library looks texts up in an object that knows these names itself; a blank after them tells them apart.
  const value = clean in {} ? `${clean} ` : clean;
  return { value, type: String, ...(/^[=+\-@\t]/.test(value) ? { format: '@' } : {}) };
}

function noteCell(note: string, across: number, width: number): Cell {
  const cell = textCell(note);
  const lines = Math.ceil((halfWidths(note) + 1) / Math.max(10, width));
  return { ...cell, columnSpan: across, wrap: true, alignVertical: 'top', textColor: '#5a6470', height: lines * LINE_HEIGHT };
}

/** Does not go on one line of the widest column. */
const isLong = (text: string): boolean => text.includes('\n') || halfWidths(text) > WIDEST - 2;
