import { type RunningRedis, startRedis } from '../redis.ts';
import { createFeeder, type Feeder } from './feed.ts';
import { type House, openHouse } from './house.ts';
import type { Backend, Context } from './ratio.ts';

export interface Side {
  readonly url: string;
  /** null on the Postgres queues. */
  readonly redisUrl: string | null;
  readonly house: House;
  readonly feeder: Feeder;
}

export interface Way {
  /** false: what is heard waits until the house is told to work. */
  readonly working?: boolean;
  readonly by?: (url: string) => Promise<{ readonly store: string; readonly queues: string }>;
}

/** A house at work on a database and, on Redis, a Redis of its own. null: there is no Redis on this machine. */
export async function withHouse<T>(
  context: Context,
  backend: Backend,
  run: (side: Side) => Promise<T>,
  { working = true, by }: Way = {},
): Promise<T | null> {
  const redis = backend === 'redis' ? await startRedis() : null;
  if (backend === 'redis' && redis === null) return null;
  const redisUrl = redis?.url ?? null;
  const name = `house_${backend}`;
  await context.server.drop(name);
  await context.server.create(name);
  const url = context.server.url(name);
  try {
    const house = await openHouse({ root: context.root, url, redisUrl, ...(by === undefined ? {} : { by: await by(url) }) });
    try {
      if (working) await house.work();
      return await run({ url, redisUrl, house, feeder: createFeeder(house, context.size.chats, context.size.ahead) });
    } finally {
      await house.close();
    }
  } finally {
    await stopped(redis);
    await context.server.drop(name);
  }
}

async function stopped(redis: RunningRedis | null): Promise<void> {
  await redis?.stop();
}
