import { expect, test } from 'vitest';
import { createReadiness, type ReadinessParts } from '../../../app/watch/readiness.ts';

let now = 0;
const healthy: ReadinessParts = {
  clock: { now: () => new Date(now) },
  missingMigrations: async () => [],
  queues: { backend: 'redis', ping: async () => {} },
  channels: () => [
    { name: 'webchat', open: true },
    { name: 'wechat', open: true },
  ],
  state: () => 'running',
};
const asked = (changed: Partial<ReadinessParts>) => createReadiness({ ...healthy, ...changed })();
const secret = new Error('connect ECONNREFUSED postgres://house:geheim@db');

test('all is well: every part says so, and none a reason', async () => {
  const { ready, parts } = await asked({});
  expect(ready).toBe(true);
  expect(Object.keys(parts)).toEqual(['process', 'database', 'migrations', 'queues', 'channel webchat', 'channel wechat']);
  for (const part of Object.values(parts)) expect(part).toEqual({ state: 'ok' });
});

test.each<[string, Partial<ReadinessParts>, string, string]>([
  ['a database that refuses', { missingMigrations: () => Promise.reject(secret) }, 'database', 'unreachable'],
  ['a migration that is missing', { missingMigrations: async () => ['20261202000000_watch'] }, 'migrations', '20261202000000_watch'],
  ['no session at all', { channels: () => [{ name: 'telegram', open: false }] }, 'channel telegram', 'no session'],
  ['a process that starts', { state: () => 'starting' }, 'process', 'starting'],
  ['a process that stops', { state: () => 'stopping' }, 'process', 'stopping'],
])('%s is not ready, and the reason says why without a secret', async (_what, changed, part, reason) => {
  const found = await asked(changed);
  expect(found.ready).toBe(false);
  expect(found.parts[part]?.state).toBe('failed');
  expect(found.parts[part]?.reason).toContain(reason);
  expect(JSON.stringify(found)).not.toContain('geheim');
});

test('Redis away is slower, not unready; and one wire without a session does not close the page that logs it in', async () => {
  const found = await asked({
    queues: { backend: 'redis', ping: () => Promise.reject(secret) },
    channels: () => [
      { name: 'webchat', open: true },
      { name: 'wechat', open: false },
    ],
  });
  expect(found.ready).toBe(true);
  expect(found.parts).toMatchObject({ queues: { state: 'degraded' }, 'channel wechat': { state: 'degraded' } });
});

test('a silent database and a silent Redis are given up after their time', async () => {
  const never = () => new Promise<never>(() => {});
  const began = performance.now();
  const found = await asked({ missingMigrations: never, queues: { backend: 'redis', ping: never } });
  expect(performance.now() - began).toBeLessThan(4000);
  expect(found.parts).toMatchObject({ database: { state: 'failed', reason: 'no answer within 2000 ms' }, queues: { state: 'degraded' } });
});

test('within a second everybody gets the same answer, and the database is asked once; a stop is told at once', async () => {
  let looks = 0;
  let state: 'running' | 'stopping' = 'running';
  const ready = createReadiness({ ...healthy, missingMigrations: async () => (looks++, []), state: () => state });
  await Promise.all(Array.from({ length: 50 }, () => ready()));
  now += 999;
  await ready();
  expect(looks).toBe(1);
  state = 'stopping';
  expect((await ready()).ready).toBe(false);
  now += 1;
  await ready();
  expect(looks).toBe(2);
});
