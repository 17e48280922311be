import pg from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openQueues } from '../../workers/queues.ts';
import { createTestDatabase } from '../support/database.ts';
import { openLink } from '../support/link.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';

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
