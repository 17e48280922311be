import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { ledgerAddsUp, ownDatabase, settled } from '../support/processes/books.ts';
import { startHouse } from '../support/processes/house.ts';
import { ownRedis } from '../support/processes/redis.ts';
import { visit } from '../support/processes/visitor.ts';

vi.setConfig({ testTimeout: 90_000 });

const TROUBLE = 'queue trouble';
const problems = [
  '我们厂门口的路灯坏了一个月了，晚上工人下班不安全，麻烦给修一修',
  '我们公司招不到缝纫工，订单都接不了，请帮忙想想办法',
  '出口退税三个月没到账，资金压力很大，请帮忙催一催',
] as const;

/** A job is a hint; the tables are the truth. Each test takes the hints away and looks whether the house still hears. */
describe('hints that are lost', () => {
  test('queues paused in Postgres: the sweeps find what waits', async () => {
    const { db, url } = await ownDatabase();
    const house = await startHouse('start', { DATABASE_URL: url });
    const { Queue } = withBackend(createPostgresBackend);
    for (const name of ['understand', 'deliver-webchat']) {
      const queue = new Queue(name, { connection: { connectionString: url, schema: 'bullmq', max: 2 } });
      onTestFinished(() => queue.close());
      await queue.pause();
    }
    const boss = await visit(house.url, 'yan-weidong');
    await boss.say('work', problems[0]);
    await boss.hears('work', /已受理 #1/, 8_000);
    await settled(db);
    await ledgerAddsUp(db);
    expect(await house.stop('SIGTERM', 8_000)).toMatchObject({ code: 0 });
  });

  describe.skipIf(inject('redisUrl') === null)('in Redis', () => {
    test('queues paused, then everything in Redis deleted', async () => {
      const { db, url } = await ownDatabase();
      const redis = await ownRedis();
      await redis.start();
      const house = await startHouse('start', { DATABASE_URL: url, REDIS_URL: redis.url });
      const boss = await visit(house.url, 'yan-weidong');
      await pause(redis.url);
      await boss.say('work', problems[0]);
      await boss.hears('work', /已受理 #1/, 8_000);
      await redis.empty();
      const next = await visit(house.url, 'zhou-jianbo');
      await next.say('work', problems[1]);
      await next.hears('work', /已受理 #2/, 8_000);
      await settled(db);
      await ledgerAddsUp(db);
      expect(await house.stop('SIGTERM', 8_000)).toMatchObject({ code: 0 });
    });

    test('Redis away at the start, then there, then dead: tickets are opened all the same', async () => {
      const { db, url } = await ownDatabase();
      const redis = await ownRedis();
      const house = await startHouse('start', { DATABASE_URL: url, REDIS_URL: redis.url });
      const boss = await visit(house.url, 'yan-weidong');
      await boss.say('work', problems[0]);
      await boss.hears('work', /已受理 #1/, 8_000);
      // It says so, and does not drown the log in it.
      const warnedAt = Date.now();
      expect(house.logged(TROUBLE)).toBeGreaterThan(0);

      await redis.start();
      const next = await visit(house.url, 'zhou-jianbo');
      await next.say('work', problems[1]);
      await next.hears('work', /已受理 #2/, 8_000);

      await redis.kill();
      const last = await visit(house.url, 'ju-xiaoyan');
      await last.say('work', problems[2]);
      await last.hears('work', /已受理 #3/, 8_000);
      await settled(db);
      await ledgerAddsUp(db);
      const turns = Math.ceil((Date.now() - warnedAt) / 10_000) + 2;
      expect(house.logged(TROUBLE)).toBeLessThanOrEqual(turns);
      expect(house.ended()).toBeNull();
      expect(await house.stop('SIGTERM', 8_000)).toMatchObject({ code: 0 });
    });

    test('bots and workers stop promptly while Redis is away', async () => {
      const { url } = await ownDatabase();
      const redis = await ownRedis();
      const env = { DATABASE_URL: url, REDIS_URL: redis.url };
      const [bots, workers] = await Promise.all([startHouse('bots', env), startHouse('workers', env)]);
      const exits = await Promise.all([bots.stop('SIGTERM', 8_000), workers.stop('SIGTERM', 8_000)]);
      for (const exit of exits) expect(exit).toMatchObject({ code: 0 });
    });
  });
});

async function pause(url: string): Promise<void> {
  const { Queue } = withBackend(createRedisBackend);
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  for (const name of ['understand', 'deliver-webchat']) {
    const queue = new Queue(name, { connection });
    await queue.pause();
    await queue.close();
  }
  connection.disconnect();
}
