import { afterAll, beforeAll, expect, test } from 'vitest';
import { TicketNumber } from '../../core/ids.ts';
import { handOverLeaves } from '../../workers/leave.ts';
import { createRefiner } from '../../workers/refine.ts';
import { makeReports } from '../../workers/report.ts';
import { MAX_ATTEMPTS, WAITS_MS } from '../../workers/understand.ts';
import { openShop, type Shop } from './shop.ts';

/** A poisoned message is in poisoned.test.ts, a clock's poisoned row in clock.test.ts, an outbox's in deliver-refused.test.ts. */
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());

test('the waits between the attempts at a poisoned message leave its chat time within ten seconds', () => {
  expect(WAITS_MS).toHaveLength(MAX_ATTEMPTS - 1);
  expect(WAITS_MS.reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(9_000);
});

test('an order for a report that nobody reads is given up after three looks, whoever asked is told; the others are made', async () => {
  const { db } = shop.database;
  const at = new Date('2026-03-10T08:00:00+08:00');
  const chatId = (await db.chat.findUniqueOrThrow({ where: { channel_wireId: { channel: 'wire', wireId: 'duty' } } })).id;
  const board = { kind: 'board', department: null, scope: 'all' };
  await db.report.create({ data: { key: 'ask.1.poison', chatId, request: { kind: 'from another age' }, createdAt: at } });
  await db.report.create({ data: { key: 'ask.2.gone', chatId: 999_999, request: board, createdAt: at } });
  for (let look = 0; look < 3; look += 1) await makeReports(shop.workshop(shop.store));
  const states = await db.report.findMany({ orderBy: { id: 'asc' } });
  expect(states.map(({ key, state }) => [key, state])).toEqual([
    ['ask.1.poison', 'failed'],
    ['ask.2.gone', 'failed'],
  ]);
  expect(await db.outbox.count({ where: { dedupeKey: { endsWith: '.failed' } } })).toBe(1);
});

test('a leave whose work cannot be read keeps nobody else’s from being handed over', async () => {
  const { db } = shop.database;
  await shop.write(['ju-xiaoyan', 'xia-kai']);
  await shop.understander(shop.store).sweep();
  const id = async (key: string) => (await db.member.findUniqueOrThrow({ where: { key } })).id;
  const [first, second, deputy] = [await id('wang-guodong'), await id('teng-xiuyun'), await id('lyu-liang')];
  const [poisoned, whole] = await db.ticket.findMany({ orderBy: { number: 'asc' } });
  if (!poisoned || !whole) throw new Error('two tickets were wanted');
  await db.ticket.update({ where: { number: poisoned.number }, data: { handler: first, clocks: { from: 'another age' } } });
  await db.ticket.update({ where: { number: whole.number }, data: { handler: second } });
  const [from, until] = [new Date('2026-03-09T09:00:00+08:00'), new Date('2026-03-12T09:00:00+08:00')];
  for (const memberId of [first, second]) await db.leave.create({ data: { memberId, deputy, from, until, by: 'test' } });
  await db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  await expect(handOverLeaves(shop.workshop(shop.store))).rejects.toThrow(/clocks|expected array/i);
  expect(await db.ticket.findUnique({ where: { number: whole.number } })).toMatchObject({ handler: deputy });
  expect(await db.leave.count({ where: { handedOverAt: null } })).toBe(1);

  // Nor does it stop a finer reading of another: each is a job of its own.
  const model = { name: 'm', understand: () => Promise.resolve(null) };
  const refine = createRefiner({ ...shop.workshop(shop.store), model }, new AbortController().signal);
  await expect(refine(TicketNumber.parse(poisoned.number))).rejects.toThrow(/clocks|expected array/i);
  await expect(refine(TicketNumber.parse(whole.number))).resolves.toBeUndefined();
});
