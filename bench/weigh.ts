import { readdirSync } from 'node:fs';
import { setImmediate as breath } from 'node:timers/promises';
import { Redis } from 'ioredis';
import type { Db } from '../prisma/store/client.ts';
import type { Weight } from './wire.ts';

/** Weighs this process, and what it holds of others. Needs `--expose-gc`: otherwise garbage would be weighed too. */
export async function weigh(db: Db, redisUrl: string | null): Promise<Weight> {
  if (!globalThis.gc) throw new Error('the house was not started with --expose-gc');
  // Twice, with a breath between: what finalizers let go of goes in the second.
  globalThis.gc();
  await breath();
  globalThis.gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  const resources = process.getActiveResourcesInfo();
  const timers = resources.filter((kind) => kind === 'Timeout' || kind === 'Immediate').length;
  const [row] = await db.$queryRaw<{ connections: number; waiting: number; flooded: number }[]>`
    SELECT (SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database()) AS connections,
      (SELECT count(*)::int FROM inbox WHERE status = 'new') + (SELECT count(*)::int FROM outbox WHERE status IN ('pending', 'sending')) AS waiting,
      (SELECT coalesce(sum(aside), 0)::int FROM flood) AS flooded`;
  return {
    rss,
    heapUsed,
    external,
    descriptors: readdirSync('/proc/self/fd').length,
    handles: resources.length - timers,
    timers,
    connections: row?.connections ?? 0,
    redisMemory: redisUrl === null ? null : await memoryOf(redisUrl),
    waiting: row?.waiting ?? 0,
    flooded: row?.flooded ?? 0,
  };
}

async function memoryOf(url: string): Promise<number> {
  const client = new Redis(url);
  const info = await client.info('memory');
  client.disconnect();
  return Number(/used_memory:(\d+)/.exec(info)?.[1]);
}
