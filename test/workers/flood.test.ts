import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InboundEnvelope } from '../../core/channel.ts';
import type { Store } from '../../prisma/store/index.ts';
import { openShop, type Shop, TROUBLE, WIRE } from './shop.ts';

const FLOOD = 10_000;
const AT = new Date('2026-03-10T09:00:00+08:00');

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.database.drop());

let count = 0;
function said(sender: string, text: string): InboundEnvelope {
  count += 1;
  const body: InboundEnvelope['body'] = {
    kind: 'message',
    messageId: `f${count}`,
    text,
    quote: null,
    mentions: [],
    mentionsBot: false,
    media: [],
  };
  const chat = { wireId: 'work', kind: 'group', title: null } as const;
  return { channel: WIRE, chat, sender: { wireId: sender, name: sender }, key: `m:f${count}`, at: AT, body };
}

function counted(store: Store): { store: Store; asked: { batches: number; sieved: number; read: number } } {
  const asked = { batches: 0, sieved: 0, read: 0 };
  return {
    asked,
    store: {
      ...store,
      inbox: { ...store.inbox, next: (...rest) => ((asked.batches += 1), store.inbox.next(...rest)) },
      flood: { ...store.flood, setAside: (...rest) => ((asked.sieved += 1), store.flood.setAside(...rest)) },
      situation: (...rest) => ((asked.read += 1), store.situation(...rest)),
    },
  };
}

test('a flood of 10,000 costs as many statements as one of 100, and others wait for none of it', async () => {
  const costs = [];
  for (const [sender, size] of [
    ['little', 100],
    ['much', FLOOD],
  ] as const) {
    const { store, asked } = counted(shop.store);
    await shop.store.inbox.receive(
      [...Array.from({ length: size }, (_, i) => said(sender, `哈哈 ${i}`)), said(`after ${sender}`, TROUBLE)],
      AT,
    );
    await shop.understander(store).drain(shop.work);
    expect(await shop.database.db.inbox.findFirst({ where: { senderWireId: `after ${sender}` } })).toMatchObject({ status: 'done' });
    costs.push(asked);
  }
  expect(costs[1]).toEqual(costs[0]);
  expect(costs[1]).toMatchObject({ read: 11 });
  expect(await shop.database.db.inbox.count({ where: { senderWireId: 'much', reason: 'flood' } })).toBe(FLOOD - 10);
});

test('a sieve that is broken stops nobody', async () => {
  const setAside: Store['flood']['setAside'] = () => Promise.reject(new Error('nobody knows why'));
  await shop.store.inbox.receive(
    Array.from({ length: 40 }, (_, i) => said('lucky', `哈哈 ${i}`)),
    AT,
  );
  await shop.understander({ ...shop.store, flood: { ...shop.store.flood, setAside } }).drain(shop.work);
  expect(await shop.database.db.inbox.count({ where: { senderWireId: 'lucky', status: 'done', NOT: { reason: 'flood' } } })).toBe(40);
});

test('what one says elsewhere, and what others say, is not counted with it', async () => {
  const { store, asked } = counted(shop.store);
  await shop.store.inbox.receive(
    Array.from({ length: 60 }, (_, i) => said(`one of many ${i % 12}`, `哈哈 ${i}`)),
    AT,
  );
  await shop.understander(store).drain(shop.work);
  expect(asked).toMatchObject({ sieved: 0, read: 60 });
});
