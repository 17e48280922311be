import { afterAll, beforeAll, expect, test } from 'vitest';
import { InboxId } from '../../core/ids.ts';
import type { Store } from '../../prisma/store/index.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());

const rowOf = (sender: string) => shop.database.db.inbox.findFirstOrThrow({ where: { senderWireId: sender } });
const shown = async () =>
  (await shop.database.db.outbox.findMany({ where: { kind: 'parked' }, orderBy: { id: 'asc' } })).map(({ dedupeKey }) => dedupeKey);

test('a stored form nobody reads is parked with its reason and shown; what is behind it is handled', async () => {
  await shop.write(['unread', 'after']);
  const { id } = await rowOf('unread');
  await shop.database.db.inbox.update({ where: { id }, data: { body: { kind: 'from another age' } } });
  await shop.understander(shop.store).sweep();
  expect(await rowOf('unread')).toMatchObject({ status: 'done', outcome: 'parked', reason: expect.stringContaining('nobody reads') });
  expect(await rowOf('after')).toMatchObject({ outcome: 'ticketed' });
  expect(await shown()).toEqual([`parked.${id}`]);
});

test('parked by a process that ended before it could tell: the next look tells, once; a question to the desk is no such row', async () => {
  await shop.write(['untold', 'asked']);
  const { id } = await rowOf('untold');
  await shop.store.inbox.failed(InboxId.parse(Number(id)), 'why', 1, new Date('2026-03-10T08:59:00+08:00'));
  const asked = await rowOf('asked');
  await shop.database.db.inbox.update({
    where: { id: asked.id },
    data: { status: 'done', outcome: 'parked', handledAt: new Date('2026-03-10T08:59:00+08:00') },
  });
  const before = await shown();
  const understander = shop.understander(shop.store);
  await understander.look();
  await understander.look();
  await understander.sweep();
  expect(await shown()).toEqual([...before, `parked.${id}`]);
});

test('where telling fails, the message stays parked and is told later', async () => {
  await shop.write(['poison']);
  const situation: Store['situation'] = () => Promise.reject(new Error('nobody knows why'));
  const tell: Store['outbox']['tell'] = () => Promise.reject(Object.assign(new Error('away'), { code: 'P1001' }));
  const failed: Store['inbox']['failed'] = (id, error, _, at) => shop.store.inbox.failed(id, error, 1, at);
  const broken = { ...shop.store, situation, inbox: { ...shop.store.inbox, failed }, outbox: { ...shop.store.outbox, tell } };
  await expect(shop.understander(broken).sweep()).rejects.toThrow('away');
  const { id, outcome } = await rowOf('poison');
  expect(outcome).toBe('parked');
  expect(await shown()).not.toContain(`parked.${id}`);
  await shop.understander(shop.store).look();
  expect(await shown()).toContain(`parked.${id}`);
});
