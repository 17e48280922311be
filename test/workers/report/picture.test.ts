import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardPicture, type FigureBlock, type PictureFigures } from '../../../core/report/figures.ts';
import { renderBlock, renderBoard, renderOverdue, renderPicture, renderRanking, renderTotals } from '../../../workers/report/picture.ts';
import { outlined } from '../../../workers/report/press/outlines.ts';
import { pageOf } from '../../../workers/report/press/page.ts';
import { oddText } from './odd-text.ts';
import { pixelsOf } from './reading.ts';
import { empty, full, manyUnits, oneUnit, overdue, ranking, totals } from './samples.ts';

/** The head of a page ends above this line. */
const HEAD = 360;

/** What a page says, line by line, before its letters become shapes. */
const wordsOf = (figures: PictureFigures): readonly string[] =>
  Array.from(pageOf(figures).matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text = '']) =>
    text.replaceAll('&amp;', '&').replaceAll('&lt;', '<'),
  );

const said = (figures: PictureFigures): string => wordsOf(figures).join('\n');

const only = (block: FigureBlock): PictureFigures => ({ title: '图', period: '', asOf: '', note: '', blocks: [block] });

describe('the file', () => {
  it.each([
    ['看板', () => renderBoard(full)],
    ['看板 of 21 units', () => renderBoard(manyUnits)],
    ['看板 of the work group', () => renderBoard(oneUnit)],
    ['看板 without tickets', () => renderBoard(empty)],
    ['统计', () => renderTotals(totals)],
    ['排名', () => renderRanking(ranking)],
    ['超时', () => renderOverdue(overdue)],
  ])('%s is a PNG as wide as a phone wants it, with something on it', async (_, render) => {
    const png = await render();
    expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
    const pixels = pixelsOf(png);
    expect(pixels.width).toBe(1080);
    expect(pixels.height).toBeGreaterThan(900);
    expect(pixels.colours()).toBeGreaterThan(100);
    expect(png.length).toBeLessThan(1_000_000);
  });

  it('one figure more is another picture, the same figures the same', async () => {
    const more = { ...full, ageing: full.ageing.map((one, i) => (i === 0 ? { ...one, red: one.red + 1 } : one)) };
    const [first, again, other] = await Promise.all([renderBoard(full), renderBoard(full), renderBoard(more)]);
    expect(Buffer.from(first).equals(again)).toBe(true);
    expect(Buffer.from(first).equals(other)).toBe(false);
  });

  it('a block stands alone for a document', async () => {
    const pixels = pixelsOf(await renderBlock({ kind: 'rates', rates: full.rates }));
    expect(pixels.width).toBe(1080);
    expect(pixels.height).toBeLessThan(600);
    expect(pixels.isPlain({ left: 0, top: 0, right: 1080, bottom: 30 })).toBe(true);
  });

  it('names of any length stay inside', async () => {
    const long = '威海市环翠区人民政府'.repeat(12);
    const rename = <T extends { readonly name: string }>(rows: readonly T[]) => rows.map((one) => ({ ...one, name: long }));
    const grid =
      full.grid === null
        ? null
        : { ...full.grid, title: long, rows: full.grid.rows.map(() => long), columns: full.grid.columns.map(() => long) };
    const pictures = await Promise.all([
      renderBoard({ ...full, title: long, rates: rename(full.rates), ageing: rename(full.ageing), grid }),
      renderRanking({ ...ranking, ranked: rename(ranking.ranked), rule: long, unranked: long }),
      renderOverdue({ ...overdue, rows: overdue.rows.map((one) => ({ ...one, ticket: long, unit: long, taken: long })) }),
    ]);
    for (const png of pictures) {
      const pixels = pixelsOf(png);
      expect(pixels.isPlain({ left: 1046, top: HEAD, right: 1080, bottom: pixels.height })).toBe(true);
    }
  });

  it('a figure nobody can draw is told, and the next is drawn', async () => {
    const broken = only(JSON.parse('{"kind":"ageing","units":null}'));
    await expect(renderPicture(broken)).rejects.toMatchObject({ code: 'report-file', sentence: expect.stringContaining('没有做出来') });
    expect(pixelsOf(await renderBoard(oneUnit)).width).toBe(1080);
  });
});

describe('the letters', () => {
  it('every letter of a page has a shape, and none is left to a font', () => {
    const svg = outlined(pageOf(boardPicture(manyUnits)));
    expect(svg).not.toContain('<text');
    const shapes = Array.from(svg.matchAll(/<path id="(l\d+)" d="([^"]*)"/g), ([, id, d]) => ({ id, d }));
    expect(shapes.length).toBeGreaterThan(100);
    // Only a blank has no shape, once a weight; nothing looks like another letter, as boxes for unknown ones would.
    expect(shapes.filter(({ d }) => d === '').length).toBeLessThanOrEqual(2);
    const drawn = shapes.filter(({ d }) => d !== '').map(({ d }) => d);
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('what the font lacks is one box for a run, what nobody sees is gone', () => {
    const names = ['蓝旗🐟🐟渔具', '环\u200b保\u0000局\ud800', 'a<b>&"\'c', '换\n行'];
    const units = names.map((name) => ({ name, red: 1, yellow: 0, green: 0, paused: 0 }));
    const lines = wordsOf(only({ kind: 'ageing', units }));
    expect(lines).toEqual(expect.arrayContaining(['蓝旗□渔具', '换 行']));
    expect(lines.filter((one) => one.startsWith('环'))).toEqual([expect.stringMatching(/^环保局/)]);
    expect(said(only({ kind: 'ageing', units }))).toContain('a<b');
  });

  it('a day with a name the language knows spoils no later picture', () => {
    // The library numbers its drawings.
    const drawn = () => outlined(pageOf(boardPicture(oneUnit))).replaceAll(/zr\d+/g, 'zr');
    const before = drawn();
    pageOf(only({ kind: 'flow', days: ['__proto__', 'constructor'].map((day) => ({ day, received: 1, closed: 1 })) }));
    expect(drawn()).toBe(before);
  });

  it('no text, however odd, breaks a picture', () => {
    fc.assert(
      fc.property(oddText, oddText, oddText, (one, two, three) => {
        const svg = outlined(
          pageOf({
            title: one,
            period: two,
            asOf: three,
            note: one + two,
            blocks: [
              { kind: 'rates', rates: [{ name: one, part: 1, whole: 3, left: two }] },
              { kind: 'counts', counts: [{ name: two, count: 7, unit: three }] },
              { kind: 'ageing', units: [{ name: three, red: 1, yellow: 2, green: 3, paused: 4 }] },
              { kind: 'flow', days: [one, two].map((day) => ({ day, received: 2, closed: 1 })) },
              {
                kind: 'grid',
                grid: {
                  title: one,
                  unit: two,
                  order: 'size',
                  rows: [one, two],
                  columns: [three, one],
                  counts: [
                    [1, 2],
                    [3, 0],
                  ],
                },
              },
              {
                kind: 'ranking',
                rule: one,
                unranked: two,
                ranked: [{ place: 1, name: three, rates: [{ name: one, part: 1, whole: 1, left: '' }], detail: two }],
              },
              { kind: 'overdue', total: 1, rows: [{ ticket: one, urgency: two, unit: three, step: one, limit: two, taken: three }] },
            ],
          }),
        );
        const drawn = new Resvg(svg, { font: { loadSystemFonts: false } });
        return drawn.width === 1080 && drawn.height > 0;
      }),
      { numRuns: 25, seed: 4 },
    );
  });
});
