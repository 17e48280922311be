import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../prisma/store/index.ts';
import { openShop, type Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());

/** Whatever `stuck` says takes until it is let go. */
function slowFor(sender: string, store: Store): { store: Store; begun: () => number; letGo: () => void } {
  let letGo = () => {};
  let begun = 0;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const situation: Store['situation'] = async (heard, directory, now) => {
    if (heard.sender?.wireId === sender) {
      begun += 1;
      await gate;
    }
    return store.situation(heard, directory, now);
  };
  return { store: { ...store, situation }, begun: () => begun, letGo: () => letGo() };
}

test('a chat that takes long holds up no other chat and no later look; a stop finishes what is in hand and no more', async () => {
  const { store, begun, letGo } = slowFor('stuck', shop.store);
  const understander = shop.understander(store);
  await shop.write(['stuck', 'behind']);
  await understander.look();
  await expect.poll(begun).toBe(1);

  await shop.write(['quick'], 'elsewhere');
  await understander.look();
  await expect.poll(() => outcomeOf('quick')).not.toBeNull();
  expect(begun()).toBe(1);

  let stopped = false;
  const stopping = understander.stop().then(() => {
    stopped = true;
  });
  await understander.look();
  expect(stopped).toBe(false);
  letGo();
  await stopping;
  expect([await outcomeOf('stuck'), await outcomeOf('behind')]).toEqual(['ticketed', null]);
});

async function outcomeOf(sender: string): Promise<string | null> {
  const row = await shop.database.db.inbox.findFirstOrThrow({ where: { senderWireId: sender } });
  return row.outcome;
}
