import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../prisma/store/index.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
/** Looks into the inbox, and effects that another worker had written first. */
const seen = { looks: 0, taken: 0 };

beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());

function counted(store: Store): Store {
  return {
    ...store,
    inbox: {
      ...store.inbox,
      next(...asked) {
        seen.looks += 1;
        return store.inbox.next(...asked);
      },
    },
    async commit(effects, at) {
      const written = await store.commit(effects, at);
      if (written.kind === 'taken') seen.taken += 1;
      return written;
    },
  };
}

describe('hints of one chat', () => {
  test('ten at once are one drain: nothing is thought about twice, and no slot is held', async () => {
    const people = Array.from({ length: 10 }, (_, i) => `writer-${i}`);
    await shop.write(people);
    const { hinted } = shop.understander(counted(shop.store));
    const first = hinted(shop.work);
    // The other nine let go of their slots while the first still works.
    await Promise.all(people.slice(1).map(() => hinted(shop.work)));
    expect(await shop.waiting()).toBeGreaterThan(0);
    await first;
    expect(await shop.waiting()).toBe(0);
    expect(seen.taken).toBe(0);
    expect(seen.looks).toBeLessThanOrEqual(4);
  });

  test('what is written while a drain is on its last look is found by it', async () => {
    const { hinted } = shop.understander(shop.store);
    await shop.write(['late-0']);
    const first = hinted(shop.work);
    for (let i = 1; i < 20; i += 1) {
      await shop.write([`late-${i}`]);
      await hinted(shop.work);
    }
    await first;
    await expect.poll(() => shop.waiting()).toBe(0);
  });
});
