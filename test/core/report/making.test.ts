import { describe, expect, it } from 'vitest';
import type { About } from '../../../core/report/about.ts';
import type { Made } from '../../../core/report/made.ts';
import { madeOf, readsFor } from '../../../core/report/making.ts';
import { resolvePeriod } from '../../../core/report/period.ts';
import type { ReportRequest } from '../../../core/report/request.ts';
import { CLOCKWORK } from '../../support/clockwork.ts';
import { chats, directory, NOW, type Person, people, unit } from '../commands/world.ts';
import { everything } from './figures.ts';

const about = (who: Person | null, where: keyof typeof chats): About => ({
  now: NOW,
  directory,
  chat: chats[where],
  clockwork: CLOCKWORK,
  member: who === null ? null : people[who],
  sender: { channel: 'webchat', wireId: who ?? 'somebody' },
  categories: [
    { key: 'environment', name: '环评' },
    { key: 'land', name: '土地' },
  ],
  prefix: 'HC',
});

const LAST_MONTH = resolvePeriod('last_month', NOW) ?? never();
const YESTERDAY = { from: '2017-04-25', to: '2017-04-25', label: '4月25日' };
const sender = { channel: 'webchat', wireId: 'boss' };
const exported = (over: Partial<Extract<ReportRequest, { kind: 'export' }>>): ReportRequest => ({
  kind: 'export',
  what: 'ledger',
  department: null,
  days: LAST_MONTH,
  sender,
  ...over,
});
const scheduled = (report: 'daily' | 'weekly' | 'monthly'): ReportRequest => ({
  kind: 'scheduled',
  report,
  title: '专报',
  days: report === 'daily' ? YESTERDAY : LAST_MONTH,
  formats: ['png', 'xlsx', 'docx'],
});

/** Only what was asked for is there, as in the house. */
function made(request: ReportRequest, at: About): Made {
  const asked = new Set(readsFor(request, at).map((read) => read.read));
  return madeOf(request, Object.fromEntries(Object.entries(everything).filter(([name]) => asked.has(name as never))), at);
}

const NAMES = [...directory.departments, ...directory.members, ...directory.enterprises].map((one) => one.name);
const namesIn = (value: unknown) => NAMES.filter((name) => JSON.stringify(value).includes(name));
const sheetNames = (one: Made) => one.sheets.map((sheet) => sheet.name);

describe('a report into the work group', () => {
  it.each<ReportRequest>([
    { kind: 'board' },
    { kind: 'stats', days: LAST_MONTH, department: null },
    { kind: 'ranking', days: LAST_MONTH },
    { kind: 'overdue', department: null },
  ])('$kind holds totals and names nobody, whoever asked', (request) => {
    for (const who of ['manager', 'leader', 'admin'] as const) {
      const one = made(request, about(who, 'work'));
      expect(namesIn(one)).toEqual([]);
      expect([one.sheets, one.document]).toEqual([[], null]);
      expect(readsFor(request, about(who, 'work')).map((read) => read.read)).not.toContain('grid');
    }
  });
});

describe('a report to who sees all, alone', () => {
  it('看板: rates, units, categories, commissioners', () => {
    const { picture, text } = made({ kind: 'board' }, about('manager', 'private'));
    expect(text).toBe('看板，截至 4月26日 10:30');
    expect(picture?.blocks.map((block) => block.kind)).toEqual(['rates', 'ageing', 'flow', 'grid', 'grid']);
    expect(picture?.blocks[1]).toEqual({
      kind: 'ageing',
      units: [
        { name: '环保局', red: 2, yellow: 0, green: 0, paused: 0 },
        { name: '规划局', red: 0, yellow: 1, green: 4, paused: 1 },
      ],
    });
    expect(picture?.blocks[3]).toMatchObject({
      grid: {
        rows: ['环保局', '规划局'],
        columns: ['环评', '土地', '其他'],
        counts: [
          [6, 0, 0],
          [0, 0, 2],
        ],
      },
    });
    expect(picture?.blocks[4]).toMatchObject({
      grid: { rows: ['张岩'], columns: ['4/23', '4/24', '4/25', '4/26'], counts: [[0, 0, 0, 2]] },
    });
  });

  it('统计: a picture and sheets with every measure', () => {
    const one = made({ kind: 'stats', days: LAST_MONTH, department: null }, about('manager', 'private'));
    expect(sheetNames(one)).toEqual(['数量', '比率', '用时', '按单位', '每日', '单位与类别']);
    const rates = one.sheets[1]?.rows.map((row) => row.slice(0, 4));
    expect(rates).toContainEqual(['响应率', 9, 10, 0.9]);
    expect(rates).toContainEqual(['回访率', 4, 6, 4 / 6]);
    expect(one.sheets[4]?.rows.at(-1)).toEqual(['合计', 10, 6]);
  });

  it('排名: places in the picture as in the text, and a sheet', () => {
    const one = made({ kind: 'ranking', days: LAST_MONTH }, about('leader', 'private'));
    expect(one.picture?.blocks[0]).toMatchObject({
      kind: 'ranking',
      ranked: [
        { place: 1, name: '环保局' },
        { place: 2, name: '规划局' },
      ],
    });
    expect(sheetNames(one)).toEqual(['排名', '按单位']);
  });
});

describe('a report to a unit', () => {
  it('is of that unit, with no sheet of others and no ranking', () => {
    const one = made({ kind: 'stats', days: LAST_MONTH, department: unit('environment') }, about('head', 'private'));
    expect(one.picture?.title).toBe('环保局统计');
    expect(one.sheets).toEqual([]);
    const read = readsFor({ kind: 'stats', days: LAST_MONTH, department: unit('environment') }, about('head', 'private'));
    expect(read.map(({ read: name }) => name)).toEqual(['totals', 'flow']);
    expect(made({ kind: 'ranking', days: LAST_MONTH }, about('head', 'private'))).toMatchObject({ picture: null, sheets: [] });
  });

  it('by the schedule asks only for its own, and names no other', () => {
    for (const request of [scheduled('daily'), scheduled('monthly')]) {
      const at = about('head', 'private');
      for (const read of readsFor(request, at)) expect(read).toMatchObject({ department: 'environment' });
      expect(made(request, at).text).toContain('环保局');
    }
  });
});

describe('导出', () => {
  it('is asked of the database within its bounds', () => {
    expect(readsFor(exported({}), about('manager', 'private'))).toMatchObject([
      { read: 'ledger', from: '2017-03-01', to: '2017-03-31', department: null, limit: 20_000 },
    ]);
    expect(readsFor(exported({ what: 'overdue', department: unit('environment') }), about('head', 'private'))).toMatchObject([
      { read: 'overdue', department: 'environment' },
    ]);
  });

  it('gives whoever lost the right meanwhile nothing, and reads nothing for him', () => {
    for (const request of [exported({}), exported({ what: 'open', department: unit('planning') }), exported({ what: 'ranking' })]) {
      expect(readsFor(request, about('head', 'private'))).toEqual([]);
      expect(made(request, about('head', 'private'))).toMatchObject({ sheets: [], picture: null, text: expect.stringContaining('看不了') });
    }
  });

  it('leaves out the words of a ticket its reader may not read', () => {
    const all = made(exported({}), about('manager', 'private')).sheets[0];
    expect(all?.rows.map((row) => row[0])).toEqual([120, 128, 131]);
    expect(JSON.stringify(all?.rows[2])).toContain('碳谷复材');
    const his = madeOf(exported({ department: unit('environment') }), everything, about('head', 'private')).sheets[0];
    expect(JSON.stringify(his?.rows[1])).toContain('蓝旗渔具');
    expect(JSON.stringify(his?.rows[2])).not.toMatch(/碳谷复材|排污|老于/);
    expect(his?.rows[2]).toContain('（不便显示）');
  });

  it('says how many there are and how many it lists', () => {
    const cut = madeOf(
      exported({ what: 'open', days: null }),
      { openOf: { total: 25_000, tickets: everything.openOf?.tickets ?? [] } },
      about('manager', 'private'),
    );
    expect(cut.text).toBe('全区在办：共 25000 件（截至 4月26日 10:30）。只列前 1 件，请缩小范围再导出其余的。');
    const none = madeOf(exported({ what: 'open', days: null }), { openOf: { total: 0, tickets: [] } }, about('manager', 'private'));
    expect(none).toMatchObject({ text: '全区在办：没有单子，不用导出。', sheets: [] });
  });

  it('of one’s own holds what he reported and what he has in hand, each once', () => {
    const boss = made(exported({ what: 'mine', days: null }), about('boss', 'private'));
    expect(boss.sheets[0]?.rows.map((row) => row[0])).toEqual([128, 120]);
    expect(boss.text).toContain('我的工单：共 2 件');
  });
});

describe('by the schedule', () => {
  it('the daily digest tells what came and went, what is late, what is due today, 督办', () => {
    const { text, sheets, document, picture } = made(scheduled('daily'), about('manager', 'private'));
    expect(text).toContain('【专报】全区 截至 4月26日 10:30');
    expect(text).toContain('4月25日收到 3 件，办结 2 件。');
    expect(text).toContain('在办 8 件：超时 2，临期 1，期内 4，暂停 1；督办中 1 件。');
    expect(text).toContain('今天到期 1 件：\n#128 蓝旗渔具');
    expect(text).toContain('已超时 3 件：\n【紧急】#128');
    expect(text).toContain('督办 1 件：');
    expect(text).toContain('按单位：环保局超时 2、临期 0；规划局超时 0、临期 1。');
    expect(sheets.map((sheet) => sheet.name)).toEqual(['在办', '今天到期', '超时', '督办', '每日']);
    expect(picture?.title).toBe('看板');
    expect(document?.title).toBe('全区企业诉求办理专报');
    expect(document?.sheets.map((sheet) => sheet.name)).toEqual(['今天到期 1 件', '超时 3 件']);
  });

  it('the monthly report prints every rate with n/N in words, sheet and document', () => {
    const { text, sheets, document } = made(scheduled('monthly'), about('leader', 'private'));
    expect(text).toContain('响应率 90%（9/10');
    expect(text).toContain('按单位（件）：');
    expect(sheets.map((sheet) => sheet.name)).toEqual(['数量', '比率', '用时', '按单位', '每日', '单位与类别', '排名', '超时']);
    expect(document?.paragraphs.join('')).toContain('满意率 75%（3/4');
    expect(document?.blocks.map((block) => block.kind)).toEqual(['ageing', 'flow', 'grid']);
    expect(document?.sheets[0]?.rows[0]).toEqual(['规划局', 8, 6, '50%（4/8）', '100%（4/4）', '暂无（0/0）', '83%（5/6）', '75%（3/4）']);
  });

  it('makes only what the office wants', () => {
    const words = { ...scheduled('weekly'), formats: [] };
    expect(madeOf(words, everything, about('manager', 'private'))).toMatchObject({ picture: null, sheets: [], document: null });
  });
});

function never(): never {
  throw new Error('there was a last month');
}
