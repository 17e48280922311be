import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { describe, expect, inject, onTestFinished, test } from 'vitest';
import { openQueues } from '../../workers/queues.ts';
import { SCHEDULE, startSchedule } from '../../workers/schedule.ts';
import { quietLog } from '../support/quiet-log.ts';
import { workshopOf } from '../support/reporting.ts';
import { openTown } from '../support/town.ts';
import { until } from '../support/until.ts';

const PREFIX = 'schedule-test';

/** The same queue, looked at from outside. */
function peek(backend: 'postgres' | 'redis', databaseUrl: string) {
  if (backend === 'postgres') {
    const { Queue } = withBackend(createPostgresBackend);
    const queue = new Queue(SCHEDULE, { connection: { connectionString: databaseUrl, schema: 'bullmq', max: 2 } });
    onTestFinished(() => queue.close());
    return queue;
  }
  const { Queue } = withBackend(createRedisBackend);
  const connection = new Redis(inject('redisUrl') ?? '', { maxRetriesPerRequest: null });
  const queue = new Queue(SCHEDULE, { connection, prefix: PREFIX });
  onTestFinished(async () => {
    await queue.obliterate({ force: true });
    await queue.close();
    connection.disconnect();
  });
  return queue;
}

describe.each(['postgres', 'redis'] as const)('the queue on %s', (backend) => {
  test.skipIf(backend === 'redis' && inject('redisUrl') === null)(
    'wakes whoever orders reports at their times, one scheduler a time',
    async () => {
      const town = await openTown();
      await town.says('ju-xiaoyan', 'work', '大家早上好');
      await town.sleeps(24 * 60);
      const redisUrl = backend === 'redis' ? inject('redisUrl') : null;
      const queues = openQueues({ redisUrl, databaseUrl: town.database.url, log: quietLog, prefix: PREFIX });
      onTestFinished(async () => {
        await queues.close();
        await town.close();
      });
      const shop = workshopOf(town, { queues });
      await startSchedule(shop);
      const queue = peek(backend, town.database.url);
      const patterns = async () => (await queue.getJobSchedulers()).map(({ pattern, tz }) => `${pattern} ${tz}`).toSorted();
      const expected = ['40 8 * * * Asia/Shanghai', '45 8 * * * Asia/Shanghai', '50 8 * * * Asia/Shanghai'];
      await until(async () => (await patterns()).length === expected.length, 'the schedulers to be there');
      for (const time of ['08:40', '08:45']) queues.daily(SCHEDULE, time);
      expect(await patterns()).toEqual(expected);

      // The nearest time comes: the reports that are due are ordered, and wait to be made.
      const [job] = await until(async () => {
        const delayed = await queue.getDelayed();
        return delayed.length > 0 && delayed;
      }, 'the next turn to be planned');
      await job?.promote();
      const { db } = town.database;
      await until(async () => (await db.report.count()) > 0, 'the reports to be ordered', 15_000);
      const orders = await db.report.findMany();
      expect(orders.every((one) => one.key.startsWith('daily.2026-03-11.') && one.state === 'waiting')).toBe(true);
    },
  );
});
