import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMetrics, type Metrics } from '../../../app/watch/metrics.ts';
import { createReadings } from '../../../app/watch/readings.ts';
import { createDeliverer } from '../../../bots/deliver.ts';
import type { Channel, SendOutcome } from '../../../core/channel.ts';
import { ledgerOf } from '../../../prisma/store/ledger.ts';
import { fireDueTimers } from '../../../workers/clock.ts';
import { generous } from '../../support/capabilities.ts';
import { officeNotices } from '../../support/notices.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { openShop, type Shop, WIRE } from '../../workers/shop.ts';

let shop: Shop;
let now = new Date('2026-03-10T09:00:00+08:00');
const clock = { now: () => now };
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1000);
};
let reads = 0;
let away = false;
let metrics: Metrics;
let page: () => Promise<string>;
let answer: SendOutcome = { kind: 'sent', messageId: '1' };

beforeAll(async () => {
  shop = await openShop();
  const { pulse, audit } = shop.store;
  metrics = createMetrics(clock, (tickets) => pulse.receivedAt(tickets));
  page = createReadings({
    metrics,
    store: {
      audit,
      pulse: {
        ...pulse,
        take(...how) {
          reads += 1;
          return away ? Promise.reject(new Error('away')) : pulse.take(...how);
        },
      },
    },
    ledger: (day) => ledgerOf(shop.database.db, day),
    clock,
    channels: [WIRE],
    readiness: async () => ({ ready: true, parts: { queues: { state: 'degraded' }, 'channel wire': { state: 'ok' } } }),
    pool: () => ({ busy: 1, idle: 2, waiting: 3 }),
    embedded: true,
    backend: 'redis',
    price: 2,
  });
});
afterAll(() => shop.database.drop());

async function figures(): Promise<Map<string, number>> {
  later(5);
  const lines = (await page()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice('mashangban_'.length, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );
}

const channel: Channel = { name: WIRE, capabilities: generous, async start() {}, async stop() {}, send: async () => answer };
function deliverer() {
  const { store } = shop;
  const parts = { channel, store, notices: officeNotices, clock, log: quietLog, crash: () => {}, instance: 'one' };
  return createDeliverer({ ...parts, signals: metrics.signals });
}

test('a message from its arrival to its receipt, as the figures tell it', async () => {
  await shop.write(['yan-weidong']);
  later(35);
  const waiting = await figures();
  expect(waiting.get('inbox_waiting')).toBe(1);
  expect(waiting.get('inbox_oldest_seconds')).toBe(40);
  expect(waiting.get('outbox_due{channel="wire"}')).toBe(0);
  expect(waiting.get('ledger_messages{day="today",outcome="waiting"}')).toBe(1);
  expect(waiting.get('receipt_seconds_count')).toBe(0);

  const workshop = { ...shop.workshop(shop.store), clock };
  await shop.understander(shop.store).sweep();
  // The shop's own clock stands at nine.
  const understood = await figures();
  expect(understood.get('inbox_waiting')).toBe(0);
  expect(understood.get('inbox_oldest_seconds')).toBe(0);
  expect(understood.get('outbox_due{channel="wire"}')).toBeGreaterThan(1);
  expect(understood.get('outbox_oldest_seconds{channel="wire"}')).toBe(45);
  expect(understood.get('clock_timers')).toBe(1);

  await deliverer().pump();
  const sent = await figures();
  expect(sent.get('outbox_due{channel="wire"}')).toBe(0);
  expect(sent.get('receipt_seconds_count')).toBe(1);
  expect(sent.get('receipt_seconds_sum')).toBe(45);
  expect(sent.get('sends_total{channel="wire",outcome="sent"}')).toBe(understood.get('outbox_due{channel="wire"}'));

  later(25 * 60);
  expect((await figures()).get('clock_late_seconds')).toBeGreaterThan(0);
  await fireDueTimers({ ...workshop, signals: metrics.signals });
  const fired = await figures();
  expect(fired.get('clock_fired_late_seconds_count')).toBe(1);
  expect(fired.get('clock_fired_late_seconds_sum')).toBeGreaterThan(0);
  expect(fired.get('outbox_held{channel="wire"}')).toBeGreaterThan(0);
});

test.each(['retry', 'refused', 'unknown'] as const)(
  'a send that ends as %s is counted so, and a doubt until the desk has been shown it',
  async (kind) => {
    const { db } = shop.database;
    await db.outbox.deleteMany();
    answer =
      kind === 'retry'
        ? { kind, afterMs: 60_000, scope: 'chat', reason: 'x' }
        : kind === 'refused'
          ? { kind, code: 'x', reason: 'x' }
          : { kind, reason: 'x' };
    await shop.store.outbox.tell({ dedupeKey: `doubtful ${kind}`, chat: shop.work, kind: 'notice', text: '在' }, now);
    await deliverer().pump();
    const ended = await figures();
    expect(ended.get(`sends_total{channel="wire",outcome="${kind}"}`)).toBeGreaterThan(0);
    expect(ended.get('outbox_retrying{channel="wire"}')).toBe(kind === 'retry' ? 1 : 0);
    // The sentence to the desk, where the deliverer wrote one.
    expect(ended.get('doubts_day')).toBeGreaterThanOrEqual(kind === 'retry' ? 0 : 1);
    expect(ended.get('doubts_unshown')).toBe(0);
    if (kind === 'retry') return;
    await db.outbox.deleteMany({ where: { kind: 'doubt' } });
    expect((await figures()).get('doubts_unshown')).toBe(1);
    expect((await figures()).get('outbox_sending{channel="wire"}')).toBe(0);
  },
);

test('a message whose end is on no account is a gap, today and yesterday', async () => {
  const { db } = shop.database;
  expect((await figures()).get('ledger_gap{day="today"}')).toBe(0);
  await db.inbox.updateMany({ data: { outcome: null } });
  later(60);
  expect((await figures()).get('ledger_gap{day="today"}')).toBe(1);
  await db.inbox.updateMany({ data: { receivedAt: new Date(now.getTime() - 24 * 3_600_000) } });
  later(60);
  const moved = await figures();
  expect([moved.get('ledger_gap{day="today"}'), moved.get('ledger_gap{day="yesterday"}')]).toEqual([0, 1]);
});

test('what a model was asked and what it cost', async () => {
  await shop.store.modelBudget.take('2026-03-10', 500_000, { calls: 10, tokens: 1_000_000 });
  metrics.signals.modelAsked(true, 1500);
  metrics.signals.modelAsked(false, 8000);
  metrics.signals.attemptFailed();
  const told = await figures();
  expect(told.get('model_calls_today')).toBe(1);
  expect(told.get('model_tokens_today')).toBe(500_000);
  expect(told.get('model_cost_yuan_today')).toBe(1);
  expect(told.get('model_asked_total{result="nothing"}')).toBe(1);
  expect(told.get('model_seconds_sum')).toBe(9.5);
  expect(told.get('attempts_failed_total')).toBe(1);
});

test('what stands beside the database', async () => {
  metrics.signals.turned('sweep');
  await shop.store.pulse.beat('workers', 'one', now);
  later(20);
  const told = await figures();
  expect(told.get('loop_age_seconds{loop="sweep"}')).toBe(25);
  expect(told.get('heart_age_seconds{part="workers"}')).toBe(25);
  expect(told.get('queues_up{backend="redis"}')).toBe(0);
  expect(told.get('channel_open{channel="wire"}')).toBe(1);
  expect(told.get('database_connections{state="waiting"}')).toBe(3);
  expect([told.get('database_up'), told.get('database_embedded')]).toEqual([1, 1]);
});

test('however often it is asked, the database is read once in five seconds', async () => {
  await figures();
  const before = reads;
  for (let n = 0; n < 20; n += 1) {
    later(0.2);
    await page();
  }
  expect(reads).toBe(before);
  later(1);
  await page();
  expect(reads).toBe(before + 1);
});

test('while the database is away no old figure is told, and the page comes all the same; then they are back, the ledger too', async () => {
  away = true;
  const without = await figures();
  expect(without.get('database_up')).toBe(0);
  expect(
    [...without.keys()].filter((name) => /^(inbox|outbox|ledger|clock_late|clock_timers|doubts|model_.*today|heart)/.test(name)),
  ).toEqual([]);
  expect(without.get('attempts_failed_total')).toBe(1);
  away = false;
  const back = await figures();
  expect(back.get('inbox_waiting')).toBe(0);
  expect(back.has('ledger_gap{day="today"}')).toBe(true);
});

test('of a thousand receipts nobody asks about, few are kept: they are looked up on the way', async () => {
  const looked: number[] = [];
  const { signals } = createMetrics(clock, async (tickets) => {
    looked.push(tickets.length);
    return new Map();
  });
  for (let ticket = 1; ticket <= 1200; ticket += 1) signals.sent('wire', 'sent', [{ name: 'receipt', ticket }], now);
  expect(looked).toEqual([500, 500]);
});
