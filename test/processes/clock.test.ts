import { describe, expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import { TicketClock } from '../../core/deadlines/ticket-clock.ts';
import type { Db } from '../../prisma/store/client.ts';
import { ownDatabase } from '../support/processes/books.ts';
import { startHouse } from '../support/processes/house.ts';
import { ownRedis } from '../support/processes/redis.ts';
import { visit } from '../support/processes/visitor.ts';
import { until } from '../support/until.ts';

vi.setConfig({ testTimeout: 90_000 });

/** `CLOCK_MS` of workers/main.ts, and a second. */
const AT_MOST_LATE_MS = 3_000;

/** The 签收 of ticket 1 falls due in a moment, whatever the hour of the day is where this runs. */
async function dueIn(db: Db, warnMs: number, dueMs: number): Promise<void> {
  const row = await db.ticket.findUniqueOrThrow({ where: { number: 1 } });
  const now = Date.now();
  const moment = (ms: number) => new Date(now + ms).toISOString();
  const clocks = z
    .array(TicketClock)
    .parse(row.clocks)
    .map((clock) => (clock.step === 'claim' ? { ...clock, warnAt: moment(warnMs), dueAt: moment(dueMs), setAt: moment(-1_000) } : clock));
  await db.ticket.update({ where: { number: 1 }, data: { clocks, dueAt: new Date(now + warnMs) } });
}

const Rung = z.object({ key: z.string(), moment: z.string() });

async function climbed(db: Db) {
  const rows = await db.ticketEvent.findMany({ where: { ticket: 1, type: 'escalated' }, orderBy: { seq: 'asc' } });
  return rows.map((row) => ({ ...Rung.parse(row.body), late: row.at.getTime() - new Date(Rung.parse(row.body).moment).getTime() }));
}

async function reported(url: string): Promise<void> {
  const boss = await visit(url, 'yan-weidong');
  await boss.say('work', '我们厂门口的路灯坏了一个月了，晚上工人下班不安全，麻烦给修一修');
  await boss.hears('work', /已受理 #1/, 10_000);
}

describe('clocks of real processes, in real time', () => {
  test('with the queues in Postgres: in order, late by no more than a sweep and a second; the metrics say so', async () => {
    const { db, url } = await ownDatabase();
    const house = await startHouse('start', { DATABASE_URL: url });
    await reported(house.url);
    await dueIn(db, 1_500, 3_000);
    await until(async () => (await climbed(db)).length >= 2, 'two rungs', 15_000);
    const [first, second] = await climbed(db);
    expect([first?.key, second?.key]).toEqual(['claim.1.remind', 'claim.1.red']);
    for (const late of [first?.late ?? -1, second?.late ?? -1]) {
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThan(AT_MOST_LATE_MS);
    }
    const metrics = await (await fetch(`${house.url}/metrics`)).text();
    expect(metrics).toContain('mashangban_audit_open_findings 0');
    expect(metrics).toContain('mashangban_clock_timers 1');
    expect(await house.stop('SIGTERM', 8_000)).toMatchObject({ code: 0 });
  });

  test.skipIf(inject('redisUrl') === null)(
    'with Redis emptied and the workers killed meanwhile: each once, as soon as there is a worker again',
    async () => {
      const { db, url } = await ownDatabase();
      const redis = await ownRedis();
      await redis.start();
      const env = { DATABASE_URL: url, REDIS_URL: redis.url };
      const bots = await startHouse('bots', env);
      const workers = await startHouse('workers', env);
      await reported(bots.url);
      await dueIn(db, 2_000, 4_000);
      workers.signal('SIGKILL');
      await workers.exit();
      await redis.empty();
      await startHouse('workers', env);
      await startHouse('workers', { ...env, INSTANCE: 'second' });
      await until(async () => (await climbed(db)).length >= 2, 'two rungs', 20_000);
      expect((await climbed(db)).map(({ key }) => key)).toEqual(['claim.1.remind', 'claim.1.red']);
      expect((await climbed(db)).every(({ late }) => late >= 0)).toBe(true);
    },
  );
});
