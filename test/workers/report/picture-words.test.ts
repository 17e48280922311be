import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boardPicture,
  type FigureBlock,
  type GridFigure,
  overduePicture,
  rankingPicture,
  totalsPicture,
} from '../../../core/report/figures.ts';
import { pageOf } from '../../../workers/report/press/page.ts';
import { empty, full, manyUnits, oneUnit, overdue, ranking, totals } from './samples.ts';

const linesOf = (svg: string): readonly string[] => Array.from(svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g), ([, text = '']) => text);
const said = (figures: Parameters<typeof pageOf>[0]): string => linesOf(pageOf(figures)).join('\n');
const blockLines = (block: FigureBlock) => linesOf(pageOf({ title: '', period: '', asOf: '', note: '', blocks: [block] }));
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

describe('看板', () => {
  it('says head, rates with what they are of, and the note', () => {
    const text = said(boardPicture(full));
    for (const words of ['环翠区“马上办”看板', '截至 11月26日 09:00', '响应率\n92\n%\n61/66', '41/52', '30/31', '口径：'])
      expect(text).toContain(words);
  });

  it('of nothing says so instead of a share', () => {
    const text = said(boardPicture(empty));
    expect(text.match(/暂无\n0\/0/g)).toHaveLength(3);
    for (const words of ['没有在办的单子。', '没有收到，也没有办结', '没有记录']) expect(text).toContain(words);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    expect(said(boardPicture(oneUnit))).toContain('0/0');
  });

  it('lists the worst units first and adds up who is not listed', () => {
    const lines = blockLines({ kind: 'ageing', units: manyUnits.ageing });
    const active = manyUnits.ageing.filter((one) => one.red + one.yellow + one.green + one.paused > 0);
    const names = lines.filter((one) => active.some((unit) => unit.name === one));
    expect(names).toHaveLength(12);
    const reds = names.map((name) => active.find((one) => one.name === name)?.red ?? 0);
    expect(reds).toEqual(reds.toSorted((a, b) => b - a));
    const rest = /其余 (\d+) 个单位：超时 (\d+)，临期 (\d+)，期内 (\d+)，暂停 (\d+)/.exec(lines.join(''))?.slice(1).map(Number);
    const left = active.filter((one) => !names.includes(one.name));
    expect(rest).toEqual([left.length, ...(['red', 'yellow', 'green', 'paused'] as const).map((key) => sum(left.map((one) => one[key])))]);
    expect(lines).toContain(`在办 ${sum(active.map((one) => one.red + one.yellow + one.green + one.paused))} 件`);
  });

  it('leaves units without open tickets out, and a colour nobody has', () => {
    const units = [
      { name: '有事局', red: 0, yellow: 1, green: 2, paused: 0 },
      { name: '无事局', red: 0, yellow: 0, green: 0, paused: 0 },
    ];
    const lines = blockLines({ kind: 'ageing', units });
    expect(lines).toContain('有事局');
    for (const word of ['无事局', '暂停', '合计']) expect(lines).not.toContain(word);
  });

  it('names the days of the flow by their ends, and its sums', () => {
    const lines = blockLines({ kind: 'flow', days: full.flow });
    expect(lines).toContain('10月28日至11月26日，共 30 天');
    expect(lines).toContain(`收到 ${sum(full.flow.map((one) => one.received))} 件`);
    expect(lines).toContain(`办结 ${sum(full.flow.map((one) => one.closed))} 件`);
    expect(lines.filter((one) => one === '11月26日')).toHaveLength(1);
  });
});

describe('a grid', () => {
  const grid = fc
    .record({
      rows: fc.integer({ min: 0, max: 24 }),
      columns: fc.integer({ min: 0, max: 40 }),
      order: fc.constantFrom('time' as const, 'size' as const),
    })
    .chain(({ rows, columns, order }) =>
      fc.record<GridFigure>({
        title: fc.constant('表'),
        unit: fc.constant('件'),
        order: fc.constant(order),
        rows: fc.constant(Array.from({ length: rows }, (_, i) => `行${i}`)),
        columns: fc.constant(Array.from({ length: columns }, (_, i) => `列${i}`)),
        counts: fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      }),
    );

  it('folds what does not fit and loses none of it', () => {
    fc.assert(
      fc.property(grid, (figure) => {
        const lines = blockLines({ kind: 'grid', grid: figure });
        const total = sum(figure.counts.flat());
        expect(lines[0]).toBe(`表：共 ${total} 件`);
        if (total === 0) {
          expect(lines).toContain('这段时间没有记录。');
          return;
        }
        // The last line holds the sums of the columns and, at its end, of all.
        const foot = lines.slice(lines.lastIndexOf('合计') + 1).map(Number);
        expect(foot.at(-1)).toBe(total);
        expect(sum(foot.slice(0, -1))).toBe(total);
        expect(foot.length - 1).toBeLessThanOrEqual(10);
        // Names of rows with something in them are there, or their number is.
        const active = figure.rows.filter((_, y) => sum(figure.counts[y] ?? []) > 0);
        const listed = active.filter((name) => lines.includes(name)).length;
        const others = Number(/^其余 (\d+) 个$/m.exec(lines.join('\n'))?.[1] ?? 0);
        expect(listed + others).toBe(active.length);
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it('keeps the last days and folds the first', () => {
    const columns = Array.from({ length: 26 }, (_, i) => `${i + 1}日`);
    const counts = [columns.map(() => 1)];
    const lines = blockLines({ kind: 'grid', grid: { title: '联系', unit: '次', order: 'time', rows: ['王建国'], columns, counts } });
    expect(lines).toEqual(expect.arrayContaining(['更早', '18日', '26日', '17']));
    expect(lines).not.toContain('17日');
  });
});

describe('the others', () => {
  it('统计 says its numbers with their units', () => {
    const text = said(totalsPicture(totals));
    expect(text).toContain('按时签收率\n91%\n110/121\n还没签收的不算');
    expect(text).toContain('回访率\n暂无\n0/0');
    expect(text).toContain('128\n件\n收到');
    expect(text).toContain('14\n次\n转办');
  });

  it('排名 says place, share and what it is of, and who is not ranked', () => {
    const text = said(rankingPicture(ranking));
    expect(text).toContain('2\n发改局\n92%\n签收率 22/24，平均19分钟（22件）\n解决率 79%（11/14），满意率 88%（7/8）');
    expect(text).toContain('满意率 暂无（0/0）');
    expect(text).toContain('不足 5 件、不参加排名：科技局（4件）');
    expect(said(rankingPicture({ ...ranking, ranked: [] }))).toContain('没有参加排名的单位。');
  });

  it('超时 says what it does not list', () => {
    const text = said(overduePicture(overdue));
    expect(text).toContain('超时 23 件');
    expect(text).toContain('还有 8 件没有列出。');
    expect(text).toContain('【特急】\n#128 蓝旗渔具\n已1小时30分\n经信局　签收　限10分钟');
    expect(said(overduePicture({ ...overdue, total: 0, rows: [], ageing: [] }))).toContain('没有超时的单子。');
  });
});
