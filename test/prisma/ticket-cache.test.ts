import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import { runnerOf } from '../../prisma/store/client.ts';
import { RowVersion, ticketCache, VERSION } from '../../prisma/store/ticket-cache.ts';
import { openTown, type Town } from '../support/town.ts';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

const LIFE: readonly (readonly [string, string, string])[] = [
  ['ju-xiaoyan', 'work', '排污许可证月底到期，环评验收的材料交了三次都被退，请环保的同志帮忙看看'],
  ['mu-qian', 'work', '急！厂区门口自来水管爆了，水都灌进车间了'],
  ['xia-kai', 'dm:xia-kai', '我们的贷款被银行抽走了，这个月工资发不出来，电话13800138000'],
  ['wang-guodong', 'dept:environment', '签收 1'],
  ['wang-guodong', 'dept:environment', '核实 1 现场看过，情况属实'],
  ['wang-guodong', 'dept:environment', '延期 1 3天 等专家意见'],
  ['wang-guodong', 'dept:environment', '待料 1 请补环评批复'],
  ['ju-xiaoyan', 'dm:ju-xiaoyan', '批复今天寄出去了'],
  ['ju-xiaoyan', 'work', '催办 1'],
  ['wang-guodong', 'dept:environment', '办结 1 许可证已经续好'],
  ['ju-xiaoyan', 'dm:ju-xiaoyan', '评价 1 不满意 还没拿到证'],
  ['yuan-jia', 'duty', '转办 2 住建局'],
];

test('what is kept of a ticket just written is what its row says, whatever was done to it', async () => {
  const { store } = town.stage;
  const kinds = new Set<string>();
  const kept: Ticket[] = [];
  const rows: Ticket[] = [];
  const commit = store.commit.bind(store);
  vi.spyOn(store, 'commit').mockImplementation(async (effects, at) => {
    const done = await commit(effects, at);
    if (done.kind !== 'written') return done;
    for (const { ticket, events } of effects.tickets) {
      kept.push(ticket);
      rows.push(...(await store.tickets([ticket.number])));
      for (const { body } of events) kinds.add(body.type);
    }
    return done;
  });
  for (const [who, chat, text] of LIFE) await town.says(who, chat, text);
  expect(kept).toEqual(rows);
  expect(kinds.size).toBeGreaterThanOrEqual(10);
});

test('a version is the row’s own: kept it is not read again, changed by anybody it is; half a character is read back', async () => {
  const { db } = town.database;
  const run = runnerOf(db);
  const versionOf = async (number: number): Promise<RowVersion> =>
    RowVersion.parse((await run(Prisma.sql`SELECT number, ${VERSION} AS version FROM ticket WHERE number = ${number}`))[0]);
  const kept = await town.ticket(1);
  const cache = ticketCache(db);
  const known: Ticket = { ...kept, summary: 'as this process has it' };
  const version = await versionOf(1);
  cache.wrote(known, version.version);
  expect((await cache.these([version])).get(kept.number)).toBe(known);

  await db.ticket.update({ where: { number: 1 }, data: { summary: 'as another wrote it' } });
  expect((await cache.these([await versionOf(1)])).get(kept.number)?.summary).toBe('as another wrote it');

  const second = await versionOf(2);
  cache.wrote({ ...(await town.ticket(2)), summary: 'cut in \ud83d' }, second.version);
  expect((await cache.these([second])).get(second.number)?.summary).not.toContain('cut in');
});
