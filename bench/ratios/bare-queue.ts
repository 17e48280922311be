import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';

/** Jobs a second through nothing but the library, both ends in this process as in the house: added one by one, done and gone. */
export async function bareJobs(
  backend: { readonly redisUrl: string | null; readonly databaseUrl: string },
  concurrency: number,
  jobs: number,
): Promise<number> {
  let left = jobs;
  let done = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const run = async () => {
    left -= 1;
    if (left === 0) done();
  };
  const { queue, close } =
    backend.redisUrl === null ? onPostgres(backend.databaseUrl, concurrency, run) : onRedis(backend.redisUrl, concurrency, run);
  const ready = await queue();
  const began = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async (_, i) => {
      // Each adder waits for its add, as a caller does that wants to know it is there.
      for (let n = i; n < jobs; n += concurrency) await ready.add('bare', { id: String(n) }, { removeOnComplete: true });
    }),
  );
  await all;
  const seconds = (performance.now() - began) / 1000;
  await close();
  return jobs / seconds;
}

interface Adder {
  add(name: string, data: { id: string }, options: object): Promise<unknown>;
}
interface Bare {
  queue(): Promise<Adder>;
  close(): Promise<void>;
}

function onRedis(url: string, concurrency: number, run: () => Promise<void>): Bare {
  const { Queue, Worker } = withBackend(createRedisBackend);
  const [adding, working] = [new Redis(url), new Redis(url, { maxRetriesPerRequest: null })];
  const queue = new Queue<{ id: string }>('bare', { connection: adding });
  const worker = new Worker<{ id: string }>('bare', run, { connection: working, concurrency });
  return {
    async queue() {
      await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
      return queue;
    },
    async close() {
      await worker.close();
      await queue.close();
      adding.disconnect();
      working.disconnect();
    },
  };
}

function onPostgres(url: string, concurrency: number, run: () => Promise<void>): Bare {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  // As many connections as the house gives its own pool.
  const connection = { connectionString: url, schema: 'bullmq', max: 10, migrate: true };
  const worker = new Worker<{ id: string }>('bare', run, { connection, concurrency });
  const queue = new Queue<{ id: string }>('bare', { connection });
  return {
    async queue() {
      await worker.waitUntilReady();
      await queue.waitUntilReady();
      return queue;
    },
    async close() {
      await worker.close();
      await queue.close();
    },
  };
}
