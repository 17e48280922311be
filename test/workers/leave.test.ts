import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../prisma/store/index.ts';
import { handOverLeaves } from '../../workers/leave.ts';
import { openShop, type Shop } from './shop.ts';

const NOW = new Date('2026-03-10T09:00:00+08:00');
const days = (n: number) => new Date(NOW.getTime() + n * 24 * 3_600_000);

let shop: Shop;
let people: { readonly official: number; readonly deputy: number; readonly head: number };
beforeAll(async () => {
  shop = await openShop();
  const id = async (key: string) => (await shop.database.db.member.findUniqueOrThrow({ where: { key } })).id;
  people = { official: await id('wang-guodong'), deputy: await id('lyu-liang'), head: await id('teng-xiuyun') };
  await shop.write(['ju-xiaoyan', 'xia-kai', 'liu-xinyi']);
  await shop.understander(shop.store).sweep();
});
afterAll(() => shop.database.drop());
/** The log is never shortened: each test counts from where it began. */
let movedBefore = 0;
beforeEach(async () => {
  const { db } = shop.database;
  await shop.database.asOwner('DELETE FROM leave');
  await db.ticket.updateMany({ data: { handler: people.official } });
  movedBefore = await db.ticketEvent.count({ where: { type: 'handed-over' } });
});

async function away(member: number, deputy: number, from = days(-1), until = days(1)): Promise<void> {
  const { db } = shop.database;
  await db.leave.create({ data: { memberId: member, deputy, from, until, by: 'test' } });
  await db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
}

const handlers = async () => (await shop.database.db.ticket.findMany({ orderBy: { number: 'asc' } })).map((row) => row.handler);
const moves = async () => (await shop.database.db.ticketEvent.count({ where: { type: 'handed-over' } })) - movedBefore;
const waiting = () => shop.database.db.leave.count({ where: { handedOverAt: null } });

test('moves all his open work once, with a notice each, and is done with', async () => {
  await away(people.official, people.deputy);
  expect(await handOverLeaves(shop.workshop(shop.store))).toBe(3);
  expect(await handlers()).toEqual([people.deputy, people.deputy, people.deputy]);
  expect(await shop.database.db.outbox.count({ where: { kind: 'handed-over' } })).toBe(3);
  expect(await waiting()).toBe(0);
  expect(await handOverLeaves(shop.workshop(shop.store))).toBe(0);
  expect(await moves()).toBe(3);
});

test('not before it begins; one that is over moves nothing', async () => {
  await away(people.official, people.deputy, days(1), days(2));
  expect(await handOverLeaves(shop.workshop(shop.store))).toBe(0);
  expect(await waiting()).toBe(1);
  await away(people.official, people.deputy, days(-3), days(-2));
  expect(await handOverLeaves(shop.workshop(shop.store))).toBe(0);
  expect(await waiting()).toBe(1);
  expect(await moves()).toBe(0);
});

test('to whoever stands in for the deputy, where he is away himself', async () => {
  await away(people.official, people.deputy);
  await away(people.deputy, people.head);
  await handOverLeaves(shop.workshop(shop.store));
  expect(await handlers()).toEqual([people.head, people.head, people.head]);
});

test('dies half-way, and goes on where it was', async () => {
  await away(people.official, people.deputy);
  let writes = 0;
  const commit: Store['commit'] = (effects, at) => {
    writes += 1;
    return writes === 2 ? Promise.reject(new Error('killed')) : shop.store.commit(effects, at);
  };
  await expect(handOverLeaves(shop.workshop({ ...shop.store, commit }))).rejects.toThrow('killed');
  expect(await moves()).toBe(1);
  expect(await waiting()).toBe(1);
  expect(await handOverLeaves(shop.workshop(shop.store))).toBe(2);
  expect(await moves()).toBe(3);
  expect(await waiting()).toBe(0);
});

test('a ticket that somebody is writing to waits for the next look, and the leave with it', async () => {
  await away(people.official, people.deputy);
  let writes = 0;
  const commit: Store['commit'] = async (effects, at) => {
    writes += 1;
    return writes === 1 ? { kind: 'conflict' } : shop.store.commit(effects, at);
  };
  expect(await handOverLeaves(shop.workshop({ ...shop.store, commit }))).toBe(2);
  expect(await waiting()).toBe(1);
  expect(await handOverLeaves(shop.workshop(shop.store))).toBe(1);
  expect(await waiting()).toBe(0);
  expect(await moves()).toBe(3);
});

test('two workers at once move each ticket once', async () => {
  await away(people.official, people.deputy);
  const both = await Promise.all([handOverLeaves(shop.workshop(shop.store)), handOverLeaves(shop.workshop(shop.store))]);
  await handOverLeaves(shop.workshop(shop.store));
  expect(both.reduce((a, b) => a + b, 0)).toBeLessThanOrEqual(3);
  expect(await moves()).toBe(3);
  expect(await waiting()).toBe(0);
});
