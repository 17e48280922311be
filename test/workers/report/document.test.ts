import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReportDocument, Sheet } from '../../../core/report/figures.ts';
import { renderDocument } from '../../../workers/report/document.ts';
import { renderBlock } from '../../../workers/report/picture.ts';
import { oddText } from './odd-text.ts';
import { type Element, elements, unzipped, xmlOf } from './reading.ts';
import { full } from './samples.ts';

const units: Sheet = {
  name: '各单位',
  columns: [
    { title: '单位', kind: 'text' },
    { title: '接办', kind: 'number' },
    { title: '满意率', kind: 'percent' },
    { title: '最近一件', kind: 'moment' },
  ],
  rows: [
    ['环保局', 12, 5 / 6, new Date('2026-11-25T17:05:00Z')],
    ['规划局', 3, '暂无（0/0）', null],
  ],
  notes: ['未评价的不算。'],
};

const report: ReportDocument = {
  title: '“马上办”工作月报',
  subtitle: '2026年11月',
  paragraphs: ['本月收到 66 件，办结 52 件。', '响应率 92%（61/66）。\n解决率 79%（41/52）。'],
  pictures: [],
  sheets: [units],
};

async function bodyOf(one: ReportDocument): Promise<Element> {
  return xmlOf(
    unzipped(await renderDocument(one))
      .get('word/document.xml')
      ?.toString('utf8') ?? '',
  );
}
const linesOf = (root: Element) => Array.from(elements(root, 'w:p'), (one) => one.text);

describe('a document', () => {
  it('says title, subtitle, words, table and notes in this order', async () => {
    const body = await bodyOf(report);
    const lines = linesOf(body);
    expect(lines.join('|')).toBe(
      [
        '“马上办”工作月报|2026年11月|本月收到 66 件，办结 52 件。|响应率 92%（61/66）。解决率 79%（41/52）。|各单位',
        '单位|接办|满意率|最近一件',
        '环保局|12|83.3%|2026-11-26 01:05',
        '规划局|3|暂无（0/0）|',
        '未评价的不算。',
      ].join('|'),
    );
    expect([...elements(body, 'w:br')]).toHaveLength(1);
  });

  it('repeats the header of a table on every page and keeps a row together', async () => {
    const rows = [...elements(await bodyOf(report), 'w:tr')];
    expect(rows.map((row) => [...elements(row, 'w:tblHeader')].length)).toEqual([1, 0, 0]);
    for (const row of rows) expect([...elements(row, 'w:cantSplit')]).toHaveLength(1);
  });

  it('is set in the typefaces officials expect', async () => {
    const fonts = Array.from(elements(await bodyOf(report), 'w:rFonts'), (one) => one.attributes['w:eastAsia']);
    expect(new Set(fonts)).toEqual(new Set(['宋体', '仿宋', '黑体']));
  });

  it('stands on A4, wide tables across it', async () => {
    const columns = Array.from({ length: 9 }, (_, i) => ({ title: `列${i}`, kind: 'number' as const }));
    const wide: Sheet = { name: '宽表', columns, rows: [columns.map((_, i) => i)], notes: [] };
    const sizes = Array.from(elements(await bodyOf({ ...report, sheets: [units, wide, units] }), 'w:pgSz'), (one) => one.attributes);
    expect(sizes.map((one) => one['w:orient'])).toEqual(['portrait', 'landscape', 'portrait']);
    expect(sizes.map((one) => Number(one['w:w']) > Number(one['w:h']))).toEqual([false, true, false]);
  });

  it('holds its pictures whole, on a page', async () => {
    const png = await renderBlock({ kind: 'ageing', units: full.ageing });
    const file = unzipped(await renderDocument({ ...report, pictures: [png, await renderBlock({ kind: 'flow', days: full.flow })] }));
    const media = [...file].filter(([path]) => path.startsWith('word/media/'));
    expect(media).toHaveLength(2);
    expect(media.some(([, bytes]) => bytes.equals(png))).toBe(true);
    const body = xmlOf(file.get('word/document.xml')?.toString('utf8') ?? '');
    for (const { attributes } of elements(body, 'wp:extent')) {
      // 360,000 to the centimetre.
      expect(Number(attributes['cx']) / 360_000).toBeLessThanOrEqual(15.6);
      expect(Number(attributes['cy']) / 360_000).toBeLessThanOrEqual(22.5);
      expect(Number(attributes['cx'])).toBeGreaterThan(0);
    }
    await expect(renderDocument({ ...report, pictures: [new Uint8Array(100)] })).rejects.toMatchObject({ code: 'document-picture' });
  });

  it('says what of a long table it does not print, and where there is none', async () => {
    const rows = Array.from({ length: 620 }, (_, i) => [`单位${i}`, i, null, null]);
    const lines = linesOf(await bodyOf({ ...report, sheets: [{ ...units, rows }] }));
    expect(lines).toContain('单位499');
    expect(lines).not.toContain('单位500');
    expect(lines).toContain('表中只列前 500 行，共 620 行。');
    expect(linesOf(await bodyOf({ ...report, sheets: [{ ...units, rows: [] }] }))).toContain('没有记录。');
  });

  it('opens whatever is written into it', async () => {
    await fc.assert(
      fc.asyncProperty(oddText, oddText, async (one, two) => {
        const sheet: Sheet = {
          name: one,
          columns: [{ title: two, kind: 'text' }],
          rows: [[one], [Number.NaN], [new Date(Number.NaN)]],
          notes: [two],
        };
        const file = unzipped(
          await renderDocument({ title: one, subtitle: two, paragraphs: [one, two, '末'], pictures: [], sheets: [sheet] }),
        );
        for (const [path, bytes] of file) if (/\.(?:xml|rels)$/.test(path)) xmlOf(bytes.toString('utf8'));
        expect(linesOf(xmlOf(file.get('word/document.xml')?.toString('utf8') ?? ''))).toContain('末');
      }),
      { numRuns: 40, seed: 8 },
    );
  });
});
