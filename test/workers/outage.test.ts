import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../prisma/store/index.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());

test('a disk that is full for a while parks nothing, however often the sweep looks; then the message is handled', async () => {
  const { db } = shop.database;
  let full = true;
  const commit: Store['commit'] = async (effects, at) => {
    if (full) await db.$executeRaw`DO $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$`;
    return shop.store.commit(effects, at);
  };
  await shop.write(['patient']);
  const understander = shop.understander({ ...shop.store, commit });
  for (let look = 0; look < 7; look += 1) await expect(understander.sweep()).rejects.toThrow(/53100/);
  expect(await db.inbox.findFirst()).toMatchObject({ status: 'new', attempts: 0, error: null });
  full = false;
  await understander.sweep();
  expect(await db.inbox.findFirst()).toMatchObject({ status: 'done', outcome: 'ticketed' });
});
