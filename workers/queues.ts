import { createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../core/log.ts';
import { PatientClient } from '../prisma/store/patient-client.ts';

/**
 * A queue job is a hint that carries an id. Postgres is the truth: a hint that is lost costs a sweep's wait, nothing else,
 * so adding one never throws and never waits long.
 */
export interface Queues {
  readonly backend: 'redis' | 'postgres';
  hint(queue: string, id: string): void;
  /** A job at that moment; of several for one second one is kept. */
  wake(queue: string, at: Date, now: Date): void;
  /** A job at this time of each day, `08:40` in Shanghai; told again and again it stays one. */
  daily(queue: string, time: string): void;
  work(queue: string, concurrency: number, run: (id: string) => Promise<void>): Promise<void>;
  /** Finishes the jobs in hand and closes every connection. */
  close(): Promise<void>;
}

interface Handle {
  close(): Promise<void>;
}
interface Adder extends Handle {
  add(name: string, data: { id: string }, options: object): Promise<unknown>;
  waitUntilReady(): Promise<unknown>;
  upsertJobScheduler(
    id: string,
    repeat: { readonly pattern: string; readonly tz: string },
    job: { readonly name: string; readonly data: { id: string }; readonly opts: object },
  ): Promise<unknown>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}
interface Runner extends Handle {
  on(event: 'error', listener: (error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
}
interface Backend {
  readonly name: 'redis' | 'postgres';
  queue(name: string): Adder;
  worker(name: string, concurrency: number, run: (id: string) => Promise<void>): Runner;
  ready(worker: Runner): Promise<unknown>;
  /** Once it has been spoken to at all. */
  reached(): Promise<unknown>;
  end(): Promise<void>;
}

/** A hint is tried a few times by its queue; after that the sweep finds what it pointed at. */
const JOB = { attempts: 3, backoff: { type: 'exponential', delay: 200 }, removeOnComplete: true, removeOnFail: { count: 100 } };

const CLOSE_MS = 2000;

/** @param options `prefix`: of the keys in Redis, where several houses share one */
export function openQueues(options: { redisUrl: string | null; databaseUrl: string; log: Log; prefix?: string }): Queues {
  const complain = quietly(options.log, options.redisUrl ? 'redis' : 'postgres');
  const backend = options.redisUrl
    ? redisBackend(options.redisUrl, complain, options.prefix ?? 'bull')
    : postgresBackend(options.databaseUrl);
  const queues = new Map<string, Adder>();
  const workers: Runner[] = [];
  const inHand = new Set<Promise<void>>();

  function queueOf(name: string): Adder {
    const known = queues.get(name);
    if (known) return known;
    const queue = backend.queue(name);
    queue.on('error', complain);
    queues.set(name, queue);
    // Made while the backend was away it would fail for ever: the next to ask gets another.
    queue.waitUntilReady().catch(() => queues.get(name) === queue && queues.delete(name));
    return queue;
  }

  return {
    backend: backend.name,
    hint(name, id) {
      queueOf(name).add(name, { id }, JOB).catch(complain);
    },
    wake(name, at, now) {
      const second = Math.ceil(at.getTime() / 1000);
      const delay = Math.max(0, second * 1000 - now.getTime());
      // An id of digits alone is refused; gone once done, so that another worker's look may set it again.
      const options = { jobId: `at-${second}`, delay, removeOnComplete: true, removeOnFail: true };
      queueOf(name)
        .add(name, { id: String(second) }, options)
        .catch(complain);
    },
    daily(name, time) {
      const [hour, minute] = time.split(':').map(Number);
      const job = { name, data: { id: time }, opts: JOB };
      const repeat = { pattern: `${minute ?? 0} ${hour ?? 0} * * *`, tz: 'Asia/Shanghai' };
      // Told at the start, when the connection may still be on its way.
      backend
        .reached()
        .then(() => queueOf(name).upsertJobScheduler(`daily-${time.replace(':', '')}`, repeat, job))
        .catch(complain);
    },
    async work(name, concurrency, run) {
      const worker = backend.worker(name, concurrency, (id) => {
        const job = run(id).finally(() => inHand.delete(job));
        inHand.add(job);
        return job;
      });
      worker.on('error', complain);
      workers.push(worker);
      await backend.ready(worker);
    },
    async close() {
      const closing = Promise.allSettled([...workers, ...queues.values()].map((handle) => handle.close()));
      while (inHand.size > 0) await Promise.allSettled(inHand);
      // What is ours is finished. A queue that is away answers nothing, and is not worth waiting for.
      await Promise.race([closing, pause(CLOSE_MS)]);
      await backend.end();
    },
  };
}

function postgresBackend(databaseUrl: string): Backend {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  // A pool for each queue and worker: kept small, since one server serves the whole house.
  const connection = { connectionString: databaseUrl, schema: 'bullmq', max: 2, migrate: true, Client: PatientClient };
  return {
    name: 'postgres',
    queue: (name) => new Queue<{ id: string }>(name, { connection }),
    worker: (name, concurrency, run) =>
      new Worker<{ id: string }>(name, async (job) => run(job.data.id), { connection, concurrency, maxStalledCount: 100 }),
    // Its tables are made by the first to come; a process that is told to stop meanwhile would trip over its own half-made ones.
    ready: (worker) => worker.waitUntilReady(),
    reached: async () => {},
    async end() {},
  };
}

function redisBackend(url: string, complain: (error: Error) => void, prefix: string): Backend {
  const { Queue, Worker } = withBackend(createRedisBackend);
  // Hints fail at once while Redis is away (they would otherwise pile up and run late); workers wait for it.
  const adding = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false });
  const working = new Redis(url, { maxRetriesPerRequest: null });
  for (const client of [adding, working]) client.on('error', complain);
  const reached = new Promise((resolve) => {
    adding.once('ready', resolve);
  });
  return {
    name: 'redis',
    queue: (name) => new Queue<{ id: string }>(name, { connection: adding, prefix, skipWaitingForReady: true }),
    worker: (name, concurrency, run) =>
      new Worker<{ id: string }>(name, async (job) => run(job.data.id), { connection: working, prefix, concurrency, maxStalledCount: 100 }),
    // Redis may be away for hours: the house starts without it.
    ready: async () => {},
    reached: () => reached,
    async end() {
      adding.disconnect();
      working.disconnect();
    },
  };
}

/** An outage repeats the same complaint thousands of times: once in ten seconds is enough. */
function quietly(log: Log, backend: string): (error: Error) => void {
  let last = 0;
  return (error) => {
    const now = Date.now();
    if (now - last < 10_000) return;
    last = now;
    log.warn({ backend, error: error.message }, 'queue trouble: hints may be late, the sweep goes on');
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
