import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openQueues } from '../../workers/queues.ts';
import { createTestDatabase } from '../support/database.ts';
import { openLink } from '../support/link.ts';
import { quietLog } from '../support/quiet-log.ts';
import { startSqlProxy } from '../support/sql-proxy.ts';
import { until } from '../support/until.ts';

/** Of forty hints asked for at once, on the Postgres queues: added, claimed, finished, and the look that finds no more. A ratchet. */
const MOST_TRIPS = 45;

test.skipIf(inject('redisUrl') === null)('a hint given before Redis answers is lost; those after it arrive', async () => {
  const queues = openQueues({ redisUrl: inject('redisUrl'), databaseUrl: '', log: quietLog, prefix: 'queues-test' });
  onTestFinished(() => queues.close());
  const heard: string[] = [];
  queues.hint('early', 'lost');
  await queues.work('early', 1, async (id) => {
    heard.push(id);
  });
  let n = 0;
  await until(() => {
    n += 1;
    queues.hint('early', `${n}`);
    return heard.length > 0;
  }, 'a hint to arrive');
  expect(heard).not.toContain('lost');
});

test.skipIf(inject('redisUrl') === null)('connections to Redis that died without a word: hints arrive again soon after', async () => {
  const url = new URL(inject('redisUrl') ?? '');
  const port = Number(url.port);
  const link = await openLink(() => port);
  url.port = String(link.port);
  const queues = openQueues({ redisUrl: url.toString(), databaseUrl: '', log: quietLog, prefix: 'silent-test', silentMs: 500 });
  onTestFinished(async () => {
    await queues.close();
    await link.close();
  });
  const heard = new Set<string>();
  await queues.work('silent', 1, async (id) => void heard.add(id));
  const arrives = (id: string) =>
    until(
      () => {
        queues.hint('silent', id);
        return heard.has(id);
      },
      `the hint ${id}`,
      20_000,
    );
  await arrives('before');
  link.strand();
  await arrives('after');
  expect([...heard]).toEqual(['before', 'after']);
});

test('a connection to Postgres that is cut while BullMQ looks for its tables does not end the process', async () => {
  const database = await createTestDatabase();
  const url = new URL(database.url);
  const port = Number(url.port);
  const link = await openLink(() => port);
  url.port = String(link.port);
  const holder = new pg.Client({ connectionString: database.ownerUrl });
  await holder.connect();
  const queues = openQueues({ redisUrl: null, databaseUrl: url.toString(), log: quietLog });
  onTestFinished(async () => {
    await queues.close();
    await link.close();
    await holder.end();
    await database.drop();
  });
  // Whoever looks next waits for this.
  const waiting = () =>
    database.db.$queryRaw<
      { n: number }[]
    >`SELECT count(*)::int AS n FROM pg_locks WHERE relation = 'bullmq.migration'::regclass AND NOT granted`;
  await holder.query('BEGIN; LOCK TABLE bullmq.migration IN ACCESS EXCLUSIVE MODE');
  queues.hint('cut', 'lost');
  await until(async () => (await waiting())[0]?.n === 1, 'BullMQ to wait for its turn');
  link.strand();
  link.reset();
  await holder.query('COMMIT');
  const heard: string[] = [];
  await queues.work('cut', 1, async (id) => void heard.push(id));
  await until(
    () => {
      queues.hint('cut', 'after');
      return heard.includes('after');
    },
    'a hint to arrive',
    20_000,
  );
  // And nothing went unheard: an error without a listener fails the run.
  expect(heard).toContain('after');
});

test('hints that may share a job: forty at once are five jobs, no more of them run at once than may, and one that fails is no loss to others', async () => {
  const database = await createTestDatabase();
  const proxy = await startSqlProxy(database.url);
  const queues = openQueues({ redisUrl: null, databaseUrl: proxy.url, log: quietLog });
  onTestFinished(async () => {
    await queues.close();
    await proxy.close();
    await database.drop();
  });
  const heard: string[] = [];
  let running = 0;
  let most = 0;
  let failures = 0;
  await queues.work('shared', 6, async (id) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => setImmediate(resolve));
    running -= 1;
    if (id === '13' && failures++ === 0) throw new Error('once');
    heard.push(id);
  });
  queues.hint('shared', 'warm', 'together');
  await until(() => heard.length === 1, 'the first hint to arrive');
  proxy.reset();
  const ids = Array.from({ length: 40 }, (_, n) => `${n}`);
  for (const id of [...ids, ...ids]) queues.hint('shared', id, 'together');
  await until(() => ids.every((id) => heard.includes(id)), 'all hints to arrive');
  expect(most).toBe(6);
  // Only those of the job in which one failed are run again.
  expect(heard.length).toBeLessThanOrEqual(1 + 40 + 7);
  // Each by itself they took ninety-five.
  expect(proxy.roundTrips()).toBeLessThanOrEqual(MOST_TRIPS);
});

test('what is asked for while hints are on their way goes with the next', async () => {
  const database = await createTestDatabase();
  const queues = openQueues({ redisUrl: null, databaseUrl: database.url, log: quietLog });
  onTestFinished(async () => {
    await queues.close();
    await database.drop();
  });
  const heard: string[] = [];
  await queues.work('meanwhile', 1, async (id) => {
    heard.push(id);
    // Asked for by the work itself, as the chat that has something new again.
    if (heard.length === 1) for (const more of ['a', 'b', 'a']) queues.hint('meanwhile', more, 'together');
  });
  queues.hint('meanwhile', 'a', 'together');
  await until(() => heard.length >= 3, 'the hints of the second turn');
  expect(heard).toEqual(['a', 'a', 'b']);
});
