import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../prisma/store/index.ts';
import { fireDueTimers } from '../../workers/clock.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());

const due = () => shop.database.db.timer.findMany({ where: { firedAt: null }, orderBy: { ticket: 'asc' } });

test('a timer whose ticket cannot be read stays due; those after it are fired', async () => {
  const { db } = shop.database;
  const dueAt = new Date('2026-03-10T08:00:00+08:00');
  await db.timer.createMany({ data: [1, 2, 3].map((ticket) => ({ ticket, step: 'archive', dueAt })) });
  const tickets: Store['tickets'] = (numbers) =>
    numbers.some((number) => number === 2) ? Promise.reject(new Error('a row of another age')) : shop.store.tickets(numbers);
  expect(await fireDueTimers(shop.workshop({ ...shop.store, tickets }))).toBe(2);
  expect((await due()).map(({ ticket }) => ticket)).toEqual([2]);
});

test('where the database is away nothing is called fired, and the turn says so', async () => {
  const away = Object.assign(new Error('away'), { code: 'P1001' });
  const tickets: Store['tickets'] = () => Promise.reject(away);
  await expect(fireDueTimers(shop.workshop({ ...shop.store, tickets }))).rejects.toBe(away);
  expect(await due()).toHaveLength(1);
});
