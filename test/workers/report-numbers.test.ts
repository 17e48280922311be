import { afterAll, beforeAll, expect, test } from 'vitest';
import { TicketEvent } from '../../core/ticket/events.ts';
import { recount } from '../core/ticket/counting/recount.ts';
import { reportsArrive, rowsOf } from '../support/reporting.ts';
import { openTown, type Town } from '../support/town.ts';

const MANAGER = 'yue-hao';
const ALONE = `dm:${MANAGER}`;
/** Told apart by who says it, or announced as another: the same person's next words on the same unit are more of the same. */
const TROUBLES = [
  ['ju-xiaoyan', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产'],
  ['gu-mingzhe', '环评批复拖了半个月，环保局没人管，设备进不了场'],
  ['xia-kai', '排污许可证月底到期，环评验收的材料交了三次都被退，请环保的同志帮忙看看'],
  ['ju-xiaoyan', '另外还有个事，环保局的验收一直不来，污水处理设备装好两个月了'],
  ['ju-xiaoyan', '再反映一个事，环评公示期过了，批复还没有下来，请环保局催一催'],
  ['mu-qian', '废气监测报告环保局不认，要我们重做，费用谁出'],
] as const;

let town: Town;
/** A week in the 环保局: quick, slow, passed on, handed back, 挂账, 重办, taken back; over a weekend. */
beforeAll(async () => {
  town = await openTown();
  for (const [who, trouble] of TROUBLES) {
    await town.says(who, 'work', trouble);
    await town.later(60);
  }
  const env = (text: string) => town.says('wang-guodong', 'dept:environment', text);
  await env('签收 1');
  await env('联系 1 已联系企业，下午上门');
  await town.later(60 * 5);
  await env('签收 2');
  await env('转办 2 住建局 属于施工许可');
  await town.later(60 * 24);
  await town.says('liu-xiaoyan', 'dept:construction', '签收 2');
  await env('退单 3 不属于本单位职责');
  await env('签收 4');
  await env('联系 4 已联系');
  await env('挂账 4 等待设备到货');
  await env('答复 1 材料已收齐，明天出批复');
  await env('办结 1 批复已送达');
  await town.later(60 * 24 * 4);
  await env('恢复 4');
  await env('办结 4 验收已完成');
  await town.says('ju-xiaoyan', 'dm:ju-xiaoyan', '评价 1 满意');
  await town.says('ju-xiaoyan', 'dm:ju-xiaoyan', '评价 4 不满意');
  await town.says('ju-xiaoyan', 'dm:ju-xiaoyan', '撤回 5');
  await town.later(60 * 24);
});
afterAll(() => town.close());

type Sums = Record<string, number>;

/** The log of every ticket, told again and added up. */
async function ledger() {
  const rows = await town.database.db.ticketEvent.findMany({ orderBy: [{ ticket: 'asc' }, { seq: 'asc' }] });
  const logs = new Map<number, TicketEvent[]>();
  for (const row of rows) {
    const event = TicketEvent.parse({ ...row, at: row.at.toISOString(), cause: row.cause === null ? null : Number(row.cause) });
    logs.set(row.ticket, [...(logs.get(row.ticket) ?? []), event]);
  }
  const told = [...logs.values()].map(recount);
  const add = (all: Sums, one: Sums): Sums => {
    for (const [metric, n] of Object.entries(one)) all[metric] = (all[metric] ?? 0) + n;
    return all;
  };
  const unit = (code: string) => told.reduce<Sums>((all, one) => add(all, one.units.get(code) ?? {}), {});
  const codes = [...new Set(told.flatMap((one) => [...one.units.keys()]))];
  const house = codes.map(unit).reduce(add, {});
  return { unit, house: { ...house, ...told.reduce<Sums>((all, one) => add(all, one.house), {}) } };
}

const record = (rows: readonly (readonly unknown[])[]): Record<string, unknown> =>
  Object.fromEntries(rows.map(([name, value]): [string, unknown] => [String(name), value]));

test('the sheet that 统计 brings, read back, agrees with the log to the unit', async () => {
  await town.says(MANAGER, ALONE, '统计 本月');
  const [arrived] = await reportsArrive(town);
  const sheet = arrived?.files.find((file) => file.name.endsWith('.xlsx'))?.content ?? new Uint8Array();
  const { house, unit } = await ledger();
  const of = (metric: string) => house[metric] ?? 0;

  const counts = record(await rowsOf(sheet, '数量'));
  expect(counts).toMatchObject({
    收到: of('received'),
    签收: of('claimed'),
    联系企业: of('contacted'),
    答复: of('answered'),
    办结: of('closed'),
    其中解决: of('solved'),
    已评价: of('rated'),
    其中满意: of('satisfied'),
    '转办（次）': of('transferred'),
    '退单（次）': of('returned'),
    '重办（次）': of('reworked'),
    撤单: of('withdrawn'),
    '黄牌（张）': of('yellowCards'),
    '红牌（张）': of('redCards'),
    '督办单（份）': of('orders'),
  });
  // It was a week with everything in it.
  expect(of('received')).toBe(await town.database.db.ticket.count());
  expect([of('closed'), of('transferred'), of('returned'), of('reworked'), of('withdrawn')]).toEqual([2, 1, 1, 1, 1]);
  expect(of('redCards')).toBeGreaterThan(0);

  const rates = new Map((await rowsOf(sheet, '比率')).map(([name, part, whole]) => [name, [part, whole]]));
  expect(rates.get('响应率')).toEqual([of('responded'), of('received') - of('gone')]);
  expect(rates.get('解决率')).toEqual([of('solved'), of('closed')]);
  expect(rates.get('满意率')).toEqual([of('satisfied'), of('rated')]);
  expect(rates.get('按时联系率')).toEqual([of('contactOnTime'), of('contactOnTime') + of('contactLate')]);
  expect(rates.get('按时办结率')).toEqual([of('closeOnTime'), of('closeOnTime') + of('closeLate')]);
  expect(rates.get('一次办结率')).toEqual([of('closed') - of('redone') - of('reopenedOnce'), of('closed')]);
  expect(rates.get('退单率')).toEqual([of('sentBack'), of('dispatched')]);

  const [head, ...units] = await rowsOf(sheet, '按单位');
  const column = (name: string) => head?.indexOf(name) ?? -1;
  for (const [name, code] of [
    ['环保局', 'environment'],
    ['住建局', 'construction'],
  ] as const) {
    const row = units.find((one) => one[0] === name);
    const own = unit(code);
    const value = (title: string) => row?.[column(title)];
    expect([name, value('接办'), value('签收'), value('办结')]).toEqual([
      name,
      own['received'] ?? 0,
      own['claimed'] ?? 0,
      own['closed'] ?? 0,
    ]);
    expect(value('签收率 分子/分母')).toBe(`${own['taken'] ?? 0}/${(own['dispatched'] ?? 0) - (own['passed'] ?? 0)}`);
    expect(value('按时签收率 分子/分母')).toBe(`${own['claimOnTime'] ?? 0}/${(own['claimOnTime'] ?? 0) + (own['claimLate'] ?? 0)}`);
  }
});

test('text, picture and sheet say the same; 台账 has as many lines as were received', async () => {
  const [words] = await town.says(MANAGER, ALONE, '统计 本月');
  const [arrived] = await reportsArrive(town);
  const sheet = arrived?.files.find((file) => file.name.endsWith('.xlsx'))?.content ?? new Uint8Array();
  for (const [name, part, whole] of (await rowsOf(sheet, '比率')).slice(1)) {
    if (typeof part !== 'number' || typeof whole !== 'number' || name === '按时核实率') continue;
    expect(words?.text).toMatch(new RegExp(`^${String(name)} .*（${part}/${whole}`, 'm'));
  }
  await town.says(MANAGER, ALONE, '导出 台账 本月');
  const [list] = await reportsArrive(town);
  const received = await town.database.db.ticket.count();
  expect(list?.text).toContain(`共 ${received} 件`);
  const rows = await rowsOf(list?.files[0]?.content ?? new Uint8Array(), '台账');
  expect(rows.filter((row) => typeof row[0] === 'number')).toHaveLength(received);
});

test('看板, 超时 and their lists count the same open tickets', async () => {
  const [board] = await town.says(MANAGER, ALONE, '看板');
  const [overdue] = await town.says(MANAGER, ALONE, '超时');
  const { db } = town.database;
  const open = await db.ticket.findMany({
    where: { state: { in: ['accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended'] } },
  });
  const red = open.filter((one) => one.deadlineAt !== null && one.deadlineAt < town.now()).length;
  expect(red).toBeGreaterThan(0);
  expect(board?.text).toContain(`在办 ${open.length} 件：超时 ${red}`);
  expect(overdue?.text).toContain(`全区超时 ${red} 件`);
  await town.says(MANAGER, ALONE, '导出 在办');
  await town.says(MANAGER, ALONE, '导出 超时');
  const texts = (await reportsArrive(town)).map(({ text }) => text);
  expect(texts).toContainEqual(expect.stringContaining(`全区在办：共 ${open.length} 件`));
  expect(texts).toContainEqual(expect.stringContaining(`全区超时：共 ${red} 件`));
});
