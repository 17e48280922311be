import { describe, expect, inject, onTestFinished, test } from 'vitest';
import type { Clock } from '../../core/clock.ts';
import { CLOCK, fireDueTimers, startClock, wakeAhead } from '../../workers/clock.ts';
import { every } from '../../workers/every.ts';
import { openQueues } from '../../workers/queues.ts';
import { cloneTicket, prepareClones } from '../support/clones.ts';
import { ownRedis } from '../support/processes/redis.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';
import { openShop } from './shop.ts';

const TIMERS = 10_000;
const APART_MS = 10;
const SWEEP_MS = 200;

/** Issue 3 §4.3: the queue loses everything half-way; the rows lose nothing. */
describe.skipIf(inject('redisUrl') === null)('FLUSHALL with 10,000 clocks open', () => {
  test('half-way through: all fire, none twice', { timeout: 240_000 }, async () => {
    const redis = await ownRedis();
    await redis.start();
    const shop = await openShop();
    const { db, url } = shop.database;
    await shop.write(['yan-weidong']);
    await shop.understander(shop.store).sweep();
    await prepareClones(shop.database, APART_MS);
    await cloneTicket(db, 1, TIMERS - 1, APART_MS);

    let now = new Date('2026-03-10T09:00:01+08:00');
    const clock: Clock = { now: () => now };
    const workers = await Promise.all(
      [1, 2].map(async () => {
        const queues = openQueues({ redisUrl: redis.url, databaseUrl: url, log: quietLog });
        const workshop = { ...shop.workshop(shop.store), queues, clock };
        await startClock(workshop);
        return { workshop, queues, sweep: every('clock', SWEEP_MS, quietLog, () => fireDueTimers(workshop)) };
      }),
    );
    onTestFinished(async () => {
      for (const { sweep, queues } of workers) {
        await sweep.stop();
        await queues.close();
      }
      await shop.database.drop();
    });
    const climbed = async () => {
      const [row] = await db.$queryRaw<{ all: number; tickets: number }[]>`
        SELECT count(*)::int AS all, count(DISTINCT ticket)::int AS tickets FROM ticket_event WHERE type = 'escalated' AND body->>'key' = 'claim.1.remind'`;
      return row ?? { all: 0, tickets: 0 };
    };

    // Each clock's 黄牌 comes 10 ms after the one before: 9:24 and a hundred seconds on. The queue is told of the near horizon.
    now = new Date('2026-03-10T09:23:30+08:00');
    for (const { workshop } of workers) await wakeAhead(workshop);
    now = new Date(`2026-03-10T09:24:50+08:00`);
    for (const { queues } of workers) queues.wake(CLOCK, now, now);
    await until(async () => (await climbed()).tickets > 1_000, 'the first thousand', 60_000);
    await redis.empty();
    now = new Date('2026-03-10T09:26:00+08:00');
    await until(async () => (await climbed()).tickets === TIMERS, 'all of them', 180_000);

    expect(await climbed()).toEqual({ all: TIMERS, tickets: TIMERS });
    const [late] = await db.$queryRaw<{ n: number }[]>`SELECT count(*)::int AS n FROM ticket WHERE due_at <= ${now}`;
    expect(late?.n).toBe(0);
  });
});
