import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createLease, type Lease } from '../../prisma/lease.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

/** As in life, only shorter: the holder believes less long than the server waits. */
const FAST = { idleMs: 900, sureMs: 500, askMs: 400 };

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

let count = 0;
function pair(): { one: Lease; two: Lease; name: string } {
  count += 1;
  const name = `telegram ${count}`;
  const [one, two] = [createLease(database.url, name, FAST), createLease(database.url, name, FAST)];
  onTestFinished(async () => void (await Promise.all([one.stop(), two.stop()])));
  return { one, two, name };
}

const endHolder = () =>
  database.asOwner(
    `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = ${0x4d534231} AND granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );

test('one holds it, the other has it as soon as it is given back; another name is another lease', async () => {
  const { one, two } = pair();
  expect([await one.turn(), await two.turn(), one.sure(), two.sure()]).toEqual(['held', 'taken', true, false]);
  const other = createLease(database.url, 'telegram other', FAST);
  onTestFinished(() => other.stop());
  expect(await other.turn()).toBe('held');
  expect([await one.turn(), await two.turn()]).toEqual(['held', 'taken']);
  await one.stop();
  expect(one.sure()).toBe(false);
  expect(await two.turn()).toBe('held');
});

test('of many that want it at once one has it', async () => {
  const leases = Array.from({ length: 8 }, () => createLease(database.url, 'crowd', FAST));
  onTestFinished(async () => void (await Promise.all(leases.map((lease) => lease.stop()))));
  const states = await Promise.all(leases.map((lease) => lease.turn()));
  expect(states.filter((state) => state === 'held')).toHaveLength(1);
});

test('a holder that is frozen no longer believes it, before the server gives it away; thawed, it finds somebody else', async () => {
  const { one, two } = pair();
  await one.turn();
  // Frozen: it asks nothing. The other asks on.
  let overlap = false;
  await until(
    async () => {
      const state = await two.turn();
      overlap ||= state === 'held' && one.sure();
      return state === 'held';
    },
    'the server to let go of who is silent',
    4000,
  );
  expect([overlap, one.sure()]).toEqual([false, false]);
  await until(async () => (await one.turn()) === 'taken', 'the first to see it');
  expect([await two.turn(), one.sure(), two.sure()]).toEqual(['held', false, true]);
});

test('a holder whose connection is cut has it again, unless somebody was quicker', async () => {
  const { one, two } = pair();
  await one.turn();
  await endHolder();
  await until(() => !one.sure(), 'the cut to be noticed');
  expect(await one.turn()).toBe('held');
  await endHolder();
  await until(async () => (await two.turn()) === 'held', 'the other to have it');
  expect(await until(async () => (await one.turn()) === 'taken', 'the first to see it')).toBe(true);
});

test('nobody answers: away, and in doubt', async () => {
  const lease = createLease('postgres://nobody:nothing@127.0.0.1:1/nowhere', 'x', FAST);
  expect([await lease.turn(), lease.sure()]).toEqual(['away', false]);
});
