import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { TicketNumber } from '../../core/ids.ts';
import { openDatabase } from '../../prisma/store/client.ts';
import { clockStore } from '../../prisma/store/clock.ts';
import { fireDueTimers } from '../../workers/clock.ts';
import { cloneTicket, prepareClones } from '../support/clones.ts';
import { startSqlProxy } from '../support/sql-proxy.ts';
import { openShop, type Shop } from './shop.ts';

const APART_MS = 1;
let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await prepareClones(shop.database, APART_MS);
});
afterAll(() => shop.database.drop());

/** One ticket of the pipeline at 09:00, dispatched and not taken, and others like it. */
beforeEach(async () => {
  // Past the trigger that keeps the record from being emptied.
  await shop.database.asOwner(
    'SET session_replication_role = replica; TRUNCATE ticket, ticket_event, ticket_message, outbox, inbox CASCADE',
  );
  await shop.database.asOwner('ALTER SEQUENCE ticket_number RESTART WITH 1');
  await shop.write(['yan-weidong']);
  await shop.understander(shop.store).sweep();
});

const climbed = () =>
  shop.database.db.$queryRaw<{ ticket: number; key: string; n: number }[]>`
    SELECT ticket, body->>'key' AS key, count(*)::int AS n FROM ticket_event WHERE type = 'escalated' GROUP BY ticket, key ORDER BY ticket, min(seq)`;

const at = (time: string) => ({ now: () => new Date(`2026-03-10T${time}:00+08:00`) });

test('many due at once are handled in one go, each once, earliest first', async () => {
  await cloneTicket(shop.database.db, 1, 149, APART_MS);
  const workshop = { ...shop.workshop(shop.store), clock: at('09:25') };
  expect(await fireDueTimers(workshop)).toBe(100);
  expect((await climbed()).map(({ ticket }) => ticket)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  expect(await fireDueTimers(workshop)).toBe(50);
  expect(await fireDueTimers(workshop)).toBe(0);
  expect(new Set((await climbed()).map(({ key, n }) => `${key} ${n}`))).toEqual(new Set(['claim.1.remind 1']));
});

test('several workers at once climb each rung once, and none waits for another', async () => {
  await cloneTicket(shop.database.db, 1, 399, APART_MS);
  const workshop = { ...shop.workshop(shop.store), clock: at('09:31') };
  const turns = await Promise.all(Array.from({ length: 4 }, () => fireDueTimers(workshop)));
  expect(turns).toEqual([100, 100, 100, 100]);
  const rungs = await climbed();
  expect(rungs).toHaveLength(800);
  expect(new Set(rungs.map(({ n }) => n))).toEqual(new Set([1]));
  const sent = await shop.database.db.outbox.groupBy({ by: ['dedupeKey'], _count: true });
  expect(sent.every(({ _count }) => _count === 1)).toBe(true);
});

test('a ticket that nobody can read stands aside; those claimed with it are handled, and its row stays due for the auditor', async () => {
  const { db } = shop.database;
  await cloneTicket(db, 1, 4, APART_MS);
  await db.$executeRaw`UPDATE ticket SET urgency = 'somehow' WHERE number = 3`;
  // A store of its own: what stands aside is remembered by it.
  const workshop = { ...shop.workshop({ ...shop.store }), clock: at('09:25') };
  await fireDueTimers(workshop);
  expect((await climbed()).map(({ ticket }) => ticket)).toEqual([1, 2, 4, 5]);
  const [row] = await db.$queryRaw<{ due_at: Date }[]>`SELECT due_at FROM ticket WHERE number = 3`;
  expect(row?.due_at.getTime()).toBeLessThan(new Date('2026-03-10T09:25:00+08:00').getTime());
  // It does not come first in every batch from now on.
  expect(await fireDueTimers(workshop)).toBe(0);
});

test('one that somebody wrote to meanwhile is handled by itself; the others do not suffer', async () => {
  const { db } = shop.database;
  await cloneTicket(db, 1, 2, APART_MS);
  // Its next event is there already: whoever decided on the row as it was must not win.
  await db.$executeRaw`
    INSERT INTO ticket_event (ticket, seq, type, at, actor, body)
    SELECT 2, version + 1, 'urged', now(), '{"kind":"house","part":"cli"}', '{"type":"urged","note":""}' FROM ticket WHERE number = 2`;
  await fireDueTimers({ ...shop.workshop(shop.store), clock: at('09:25') });
  expect((await climbed()).map(({ ticket }) => ticket)).toEqual([1, 3]);
});

test('a rung cannot be written twice, whoever tries', async () => {
  const { db } = shop.database;
  await fireDueTimers({ ...shop.workshop(shop.store), clock: at('09:25') });
  const again = db.$executeRaw`
    INSERT INTO ticket_event (ticket, seq, type, at, actor, body)
    SELECT ticket, seq + 100, type, at, actor, body FROM ticket_event WHERE type = 'escalated'`;
  await expect(again).rejects.toThrow(/ticket_event_rung|23505|Unique/);
});

test('a held reminder of what was done meanwhile is taken back', async () => {
  const { db } = shop.database;
  await fireDueTimers({ ...shop.workshop(shop.store), clock: at('09:25') });
  expect(await db.outbox.count({ where: { status: 'held', kind: { startsWith: 'claim.1.remind' } } })).toBeGreaterThan(0);
  await shop.write(['wang-guodong'], 'dept:environment', '签收 1');
  await shop.understander(shop.store).sweep();
  expect(await db.outbox.count({ where: { status: 'held' } })).toBe(0);
  expect(await db.outbox.count({ where: { status: 'withdrawn' } })).toBeGreaterThan(0);
});

test('a ticket from before there were clocks gets them when it is found, and no alarm is sounded for its past', async () => {
  const { db } = shop.database;
  await db.$executeRaw`UPDATE ticket SET clocks = '[]', policy = NULL, due_at = now() - interval '1 year', deadline_at = NULL`;
  await fireDueTimers({ ...shop.workshop(shop.store), clock: at('09:10') });
  const ticket = (await shop.store.tickets([TicketNumber.parse(1)]))[0];
  expect(ticket?.clocks.map((clock) => clock.step).sort()).toEqual(['answer', 'claim', 'close', 'contact', 'verify']);
  expect(await climbed()).toEqual([]);
});

test('where the database is away nothing is called handled, and the turn says so', async () => {
  const away = Object.assign(new Error('away'), { code: 'P1001' });
  const timers = { ...shop.store.timers, claim: () => Promise.reject(away) };
  await expect(fireDueTimers({ ...shop.workshop({ ...shop.store, timers }), clock: at('09:25') })).rejects.toBe(away);
  expect(await climbed()).toEqual([]);
});

test('while nothing is due a look is one round trip', async () => {
  const proxy = await startSqlProxy(shop.database.url);
  const db = openDatabase(proxy.url, 1);
  onTestFinished(async () => {
    await db.$disconnect();
    await proxy.close();
  });
  const idle = { ...shop.workshop({ ...shop.store, timers: clockStore(db) }), clock: at('09:01') };
  await fireDueTimers(idle); // connects
  proxy.reset();
  expect(await fireDueTimers(idle)).toBe(0);
  expect(proxy.roundTrips()).toBe(1);
  expect(await fireDueTimers({ ...idle, clock: at('09:25') })).toBe(1);
});
