import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';

export interface BareBackend {
  /** null: the queue is in Postgres. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
}

/** Nothing but the library, both ends in this process as in the house; a job is gone once it is done. */
export interface BareQueue {
  add(id: string): Promise<unknown>;
  close(): Promise<void>;
}

/** As many as the house gives its own pool. */
const CONNECTIONS = 10;
const NAME = 'bare';
const GONE = { removeOnComplete: true };

/** Jobs a second that do nothing, added one by one. */
export async function bareJobs(backend: BareBackend, concurrency: number, jobs: number): Promise<number> {
  let left = jobs;
  let done = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const queue = await openBareQueue(backend, concurrency, async () => {
    left -= 1;
    if (left === 0) done();
  });
  const began = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async (_, i) => {
      // Each adder waits for its add, as a caller does that wants to know it is there.
      for (let n = i; n < jobs; n += concurrency) await queue.add(String(n));
    }),
  );
  await all;
  const seconds = (performance.now() - began) / 1000;
  await queue.close();
  return jobs / seconds;
}

export async function openBareQueue(backend: BareBackend, concurrency: number, run: (id: string) => Promise<void>): Promise<BareQueue> {
  return backend.redisUrl === null ? onPostgres(backend.databaseUrl, concurrency, run) : onRedis(backend.redisUrl, concurrency, run);
}

async function onRedis(url: string, concurrency: number, run: (id: string) => Promise<void>): Promise<BareQueue> {
  const { Queue, Worker } = withBackend(createRedisBackend);
  const [adding, working] = [new Redis(url), new Redis(url, { maxRetriesPerRequest: null })];
  const queue = new Queue<{ id: string }>(NAME, { connection: adding });
  const worker = new Worker<{ id: string }>(NAME, (job) => run(job.data.id), { connection: working, concurrency });
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  return {
    add: (id) => queue.add(NAME, { id }, GONE),
    async close() {
      await worker.close();
      await queue.close();
      adding.disconnect();
      working.disconnect();
    },
  };
}

async function onPostgres(url: string, concurrency: number, run: (id: string) => Promise<void>): Promise<BareQueue> {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const connection = { connectionString: url, schema: 'bullmq', max: CONNECTIONS, migrate: true };
  const worker = new Worker<{ id: string }>(NAME, (job) => run(job.data.id), { connection, concurrency });
  const queue = new Queue<{ id: string }>(NAME, { connection });
  await worker.waitUntilReady();
  await queue.waitUntilReady();
  return {
    add: (id) => queue.add(NAME, { id }, GONE),
    async close() {
      await worker.close();
      await queue.close();
    },
  };
}
