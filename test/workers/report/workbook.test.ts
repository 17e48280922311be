import fc from 'fast-check';
import readWorkbook, { readSheet } from 'read-excel-file/node';
import { describe, expect, it } from 'vitest';
import type { Sheet } from '../../../core/report/figures.ts';
import { renderWorkbook } from '../../../workers/report/workbook.ts';
import { oddText } from './odd-text.ts';
import { elements, unzipped, xmlOf } from './reading.ts';

const ledger: Sheet = {
  name: '台账',
  columns: [
    { title: '编号', kind: 'number' },
    { title: '企业', kind: 'text', width: 30 },
    { title: '解决率', kind: 'percent' },
    { title: '收到', kind: 'moment' },
  ],
  rows: [
    [128, '蓝旗渔具', 5 / 6, new Date('2026-11-26T01:05:00Z')],
    [129, null, '暂无（0/0）', null],
  ],
  notes: ['口径：按每一步发生的日期计。', '撤回 2 件不计。'],
};

const read = async (sheets: readonly Sheet[]) => readWorkbook(Buffer.from(await renderWorkbook(sheets)), { trim: false });
/** The reader drops what is less than a millisecond, and a day has no exact thirds. */
const toTheSecond = (one: unknown) => (one instanceof Date ? new Date(Math.round(one.getTime() / 1000) * 1000) : one);
const texts = (one: string): Sheet => ({ name: '表', columns: [{ title: '内容', kind: 'text' }], rows: [[one]], notes: [] });
const cellOf = async (text: string) => (await readSheet(Buffer.from(await renderWorkbook([texts(text)])), { trim: false }))[1]?.[0];
const xmlIn = async (sheets: readonly Sheet[], path: string) =>
  xmlOf(
    unzipped(await renderWorkbook(sheets))
      .get(path)
      ?.toString('utf8') ?? '',
  );

describe('a workbook', () => {
  it('reads back as it was given: header, typed rows, notes below', async () => {
    const [sheet] = await read([ledger]);
    expect(sheet?.sheet).toBe('台账');
    expect(sheet?.data.map((row) => row.map(toTheSecond))).toEqual([
      ['编号', '企业', '解决率', '收到'],
      // A spreadsheet has no zones: what it holds is what clocks in Shanghai showed.
      [128, '蓝旗渔具', 5 / 6, new Date('2026-11-26T09:05:00Z')],
      [129, null, '暂无（0/0）', null],
      [null, null, null, null],
      ['口径：按每一步发生的日期计。', null, null, null],
      ['撤回 2 件不计。', null, null, null],
    ]);
  });

  it('keeps the header in sight, in bold, and the columns at their widths', async () => {
    const sheet = await xmlIn([ledger], 'xl/worksheets/sheet1.xml');
    expect([...elements(sheet, 'pane')][0]?.attributes).toMatchObject({ ySplit: '1', state: 'frozen' });
    expect([...elements(sheet, 'col')][1]?.attributes).toMatchObject({ width: '30' });
    const styles = await xmlIn([ledger], 'xl/styles.xml');
    const header = [...elements(sheet, 'c')][0];
    const style = [...elements(styles, 'cellXfs')][0]?.children[Number(header?.attributes['s'])];
    const font = [...elements(styles, 'fonts')][0]?.children[Number(style?.attributes['fontId'])];
    expect(font?.children.map((one) => one.name)).toContain('b');
    expect([...elements(styles, 'numFmt')].map((one) => one.attributes['formatCode'])).toEqual(
      expect.arrayContaining(['0.0%', 'yyyy-mm-dd hh:mm']),
    );
  });

  it('gives every sheet a name a spreadsheet accepts', async () => {
    const names = ['', '统计[1]/2:3*?\\', '统计', '统计', 'History', "'引号'", '很'.repeat(40), `${'很'.repeat(31)}长`];
    const found = (await read(names.map((name) => ({ ...ledger, name })))).map((one) => one.sheet);
    expect(found).toEqual(['表1', '统计 1 2 3', '统计', '统计（2）', '表5', '引号', '很'.repeat(31), `${'很'.repeat(28)}（2）`]);
  });

  it('refuses what it cannot hold, and says so', async () => {
    await expect(renderWorkbook([])).rejects.toMatchObject({ code: 'workbook-empty' });
    const rows = Array.from({ length: 1_048_575 }, () => []);
    await expect(renderWorkbook([{ ...ledger, rows }])).rejects.toMatchObject({
      code: 'workbook-rows',
      sentence: expect.stringContaining('1048575 行'),
    });
  });

  it('leaves a cell empty where a number is none or a moment is out of its calendar', async () => {
    const rows = [
      [Number.NaN, '', Number.POSITIVE_INFINITY, new Date(Number.NaN)],
      [1, 'x', 0, new Date('1899-01-01T00:00:00Z')],
    ];
    const [sheet] = await read([{ ...ledger, rows, notes: [] }]);
    expect(sheet?.data.slice(1)).toEqual([
      [null, null, null, null],
      [1, 'x', 0, null],
    ]);
  });
});

describe('a text', () => {
  it.each(['=1+1', '=HYPERLINK("http://example.com","点这里")', '+86 631', '-3', '@SUM(A1)', '\t=1'])('%j is no formula', async (text) => {
    expect(await cellOf(text)).toBe(text);
    const sheet = await xmlIn([texts(text)], 'xl/worksheets/sheet1.xml');
    expect([...elements(sheet, 'f')]).toEqual([]);
    const cell = [...elements(sheet, 'c')][1];
    expect(cell?.attributes['t']).toBe('s');
    // Format 49 is text: also who edits the cell makes no formula of it.
    const styles = await xmlIn([texts(text)], 'xl/styles.xml');
    const style = [...elements(styles, 'cellXfs')][0]?.children[Number(cell?.attributes['s'])];
    const format = [...elements(styles, 'numFmt')].find((one) => one.attributes['numFmtId'] === style?.attributes['numFmtId']);
    expect(format?.attributes['formatCode'] ?? style?.attributes['numFmtId']).toMatch(/^(?:@|49)$/);
  });

  it('loses what XML cannot hold and nothing beside it', async () => {
    expect(await cellOf('环\u0000保\ud800局\u001f\ufffe🐟\udc00。')).toBe('环保局🐟。');
    expect(await cellOf('一行\r\n二行')).toBe('一行\n二行');
    expect(await cellOf(' 前后 ')).toBe(' 前后 ');
  });

  it('is cut at what a cell holds, not inside a character, and says so', async () => {
    const text = String(await cellOf(`${'字'.repeat(32_757)}${'🐟'.repeat(100)}`));
    expect(text.length).toBeLessThanOrEqual(32_767);
    expect(text).toMatch(/^字+(?:🐟)*…（过长，以下略）$/u);
    expect(await cellOf('字'.repeat(32_767))).toHaveLength(32_767);
  });

  it('is not read as an escape of the format', async () => {
    const strings = await xmlIn([texts('_x0041_ 和 _xyz')], 'xl/sharedStrings.xml');
    expect(Array.from(elements(strings, 't'), (one) => one.text)).toContain('_x005F_x0041_ 和 _xyz');
  });

  it('may be called as parts of the language are', async () => {
    for (const name of ['constructor', '__proto__', 'toString']) expect(String(await cellOf(name)).trim()).toBe(name);
  });

  it('however odd, opens again, and differs only by what cannot be written', async () => {
    await fc.assert(
      fc.asyncProperty(oddText, oddText, oddText, async (title, text, note) => {
        const sheet: Sheet = { name: title, columns: [{ title, kind: 'text' }], rows: [[text], ['末']], notes: [note] };
        const file = await renderWorkbook([sheet, sheet]);
        for (const [path, bytes] of unzipped(file)) if (path.endsWith('.xml')) xmlOf(bytes.toString('utf8'));
        const [first, second] = await readWorkbook(Buffer.from(file));
        expect(first?.sheet.toLowerCase()).not.toBe(second?.sheet.toLowerCase());
        expect(first?.data[2]?.[0]).toBe('末');
      }),
      { numRuns: 40, seed: 6 },
    );
  });
});
