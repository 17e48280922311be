import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../prisma/store/index.ts';
import { ledgerOf } from '../../prisma/store/ledger.ts';
import { MAX_ATTEMPTS } from '../../workers/understand.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());

/** What this sender writes can never be written down. */
function poisonedBy(sender: string, store: Store): { store: Store; tries: () => number } {
  let tries = 0;
  const situation: Store['situation'] = (heard, directory, now) => {
    if (heard.sender?.wireId !== sender) return store.situation(heard, directory, now);
    tries += 1;
    return Promise.reject(new Error('nobody knows why'));
  };
  return { store: { ...store, situation }, tries: () => tries };
}

test('a message that always fails is parked and shown once; its chat goes on, and the ledger adds up', async () => {
  const { db } = shop.database;
  await shop.write(['before', 'poison', 'behind']);
  const { store, tries } = poisonedBy('poison', shop.store);
  await shop.understander(store).drain(shop.work);
  expect(tries()).toBe(MAX_ATTEMPTS);

  const rows = await db.inbox.findMany({ orderBy: { id: 'asc' } });
  expect(rows.map(({ senderWireId, outcome }) => [senderWireId, outcome])).toEqual([
    ['before', 'ticketed'],
    ['poison', 'parked'],
    ['behind', 'ticketed'],
  ]);
  const shown = await db.outbox.findMany({ where: { kind: 'parked' } });
  expect(shown.map(({ dedupeKey }) => dedupeKey)).toEqual([`parked.${rows[1]?.id}`]);
  expect(JSON.stringify(shown[0]?.body)).not.toContain('排污');

  const { received, waiting, ...ends } = await ledgerOf(db, '2026-03-10');
  expect({ received, waiting, ends }).toEqual({
    received: 3,
    waiting: 0,
    ends: { ticketed: 2, attached: 0, answered: 0, ignored: 0, parked: 1 },
  });
  await shop.understander(shop.store).sweep();
  expect(await db.ticket.count()).toBe(2);
});

test('what failed in a process that ended counts in the next: what takes its process along each time is parked too', async () => {
  const { db } = shop.database;
  await shop.write(['poison-of-many']);
  const { store } = poisonedBy('poison-of-many', shop.store);
  for (let life = 0; life < MAX_ATTEMPTS; life += 1) {
    const failed: Store['inbox']['failed'] = async (...args) => {
      const counted = await store.inbox.failed(...args);
      void worker.stop();
      return counted;
    };
    const worker = shop.understander({ ...store, inbox: { ...store.inbox, failed } });
    await worker.drain(shop.work);
  }
  const row = await db.inbox.findFirstOrThrow({ where: { senderWireId: 'poison-of-many' } });
  expect(row).toMatchObject({ outcome: 'parked', attempts: MAX_ATTEMPTS });
});

test('two workers at the same poisoned message count each round once, and both are done with it', async () => {
  const { db } = shop.database;
  await shop.write(['poison-of-two', 'behind-of-two']);
  const failed: Store['inbox']['failed'] = (id, error, _, at, attempt) => shop.store.inbox.failed(id, error, 2, at, attempt);
  const workers = [1, 2].map(() => poisonedBy('poison-of-two', { ...shop.store, inbox: { ...shop.store.inbox, failed } }));
  // Once the row was parked by the one, the other tried it for ever.
  await Promise.all(workers.map(({ store }) => shop.understander(store).drain(shop.work)));
  // One more may come of a batch that was read just before the row was parked.
  for (const { tries } of workers) expect(tries()).toBeLessThanOrEqual(3);

  const rows = await db.inbox.findMany({ where: { senderWireId: { endsWith: '-of-two' } }, orderBy: { id: 'asc' } });
  expect(rows.map(({ outcome, attempts }) => [outcome, attempts])).toEqual([
    ['parked', 2],
    [expect.stringMatching(/^(ticketed|attached)$/), 0],
  ]);
});
