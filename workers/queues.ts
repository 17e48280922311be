import { setTimeout as sleep } from 'node:timers/promises';
import { Queue as BullQueue, createPostgresBackend, createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type { Log } from '../core/log.ts';
import { PatientClient } from '../prisma/store/patient-client.ts';
import { type Hint, places, shared } from './hints.ts';

/**
 * A queue job is a hint that carries an id, or a few. Postgres is the truth: a hint that is lost costs a sweep's wait, nothing else,
 * so adding one never throws and never waits long.
 */
export interface Queues {
  readonly backend: 'redis' | 'postgres';
  /** @param how `together`: ids that are asked for at once share a job. For what a sweep finds too, and may be looked at twice. */
  hint(queue: string, id: string, how?: 'together'): void;
  /** A job at that moment; of several for one second one is kept. */
  wake(queue: string, at: Date, now: Date): void;
  /** A job at this time of each day, `08:40` in Shanghai; told again and again it stays one. */
  daily(queue: string, time: string): void;
  /** @returns ends this queue's work here; what is in hand is finished */
  work(queue: string, concurrency: number, run: (id: string) => Promise<void>): Promise<() => Promise<void>>;
  /** Finishes the jobs in hand and closes every connection. */
  close(): Promise<void>;
}

/** What somebody who watches the queues may ask beside. */
export interface WatchedQueues extends Queues {
  /** Rejects where the backend does not answer. */
  ping(): Promise<void>;
  /** The library's own object of a queue, to look into it. Made at the first look: on Postgres each holds connections. */
  look(queue: string): BullQueue;
}

interface Handle {
  close(): Promise<void>;
}
interface Adder extends Handle {
  add(name: string, data: Hint, options: object): Promise<unknown>;
  addBulk(jobs: { readonly name: string; readonly data: Hint; readonly opts: object }[]): Promise<unknown>;
  waitUntilReady(): Promise<unknown>;
  upsertJobScheduler(
    id: string,
    repeat: { readonly pattern: string; readonly tz: string },
    job: { readonly name: string; readonly data: Hint; readonly opts: object },
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
  worker(name: string, concurrency: number, run: (hint: Hint) => Promise<void>): Runner;
  ready(worker: Runner): Promise<unknown>;
  /** Once it has been spoken to at all. */
  reached(): Promise<unknown>;
  ping(): Promise<unknown>;
  end(): Promise<void>;
}

/** A hint is tried a few times by its queue; after that the sweep finds what it pointed at. */
const JOB = { attempts: 3, backoff: { type: 'exponential', delay: 200 }, removeOnComplete: true, removeOnFail: { count: 100 } };

const CLOSE_MS = 2000;
const PATIENCE_MS = 5000;

/** Where the queues live in Postgres. Its tables are made with the migrations (`app/database.ts`), not by whoever comes first. */
export const QUEUE_SCHEMA = 'bullmq';

const SILENT_MS = 30_000;

interface Options {
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  readonly log: Log;
  /** Of the keys in Redis, where several houses share one. */
  readonly prefix?: string;
  /** A connection that says nothing for so long is dead. */
  readonly silentMs?: number;
}

export function openQueues(options: Options): WatchedQueues {
  const silentMs = options.silentMs ?? SILENT_MS;
  const complain = quietly(options.log, options.redisUrl ? 'redis' : 'postgres');
  const backend = options.redisUrl
    ? redisBackend(options.redisUrl, complain, options.prefix ?? 'bull', silentMs)
    : postgresBackend(options.databaseUrl, silentMs);
  const queues = new Map<string, Adder>();
  const workers: Runner[] = [];
  const inHand = new Set<Promise<void>>();
  /** Of what is on its way: what was asked for meanwhile. */
  const onItsWay = new Map<string, Set<string>>();

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

  /** While one is on its way, all that come for the same are one more, added after the last of them was asked for. */
  function hint(name: string, id: string, how?: 'together'): void {
    const key = how === 'together' ? name : `${name} ${id}`;
    const asked = onItsWay.get(key);
    if (asked) {
      asked.add(id);
      return;
    }
    onItsWay.set(key, new Set([id]));
    // Whatever else this turn asks for goes along.
    queueMicrotask(() => void send(name, key));
  }

  async function send(name: string, key: string): Promise<void> {
    for (;;) {
      const ids = [...(onItsWay.get(key) ?? [])];
      if (ids.length === 0) break;
      onItsWay.set(key, new Set());
      // A backend that never answers must not silence its hints for ever.
      const patience = new AbortController();
      const tired = sleep(PATIENCE_MS, undefined, { signal: patience.signal, ref: false }).catch(() => undefined);
      await Promise.race([add(name, ids).catch(complain), tired]);
      patience.abort();
    }
    onItsWay.delete(key);
  }

  async function add(name: string, ids: readonly string[]): Promise<void> {
    const jobs = shared(ids).map((data) => ({ name, data, opts: JOB }));
    const [first] = jobs;
    if (first !== undefined && jobs.length === 1) await queueOf(name).add(name, first.data, JOB);
    else await queueOf(name).addBulk(jobs);
  }

  return {
    backend: backend.name,
    hint,
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
      const inPlace = places(concurrency);
      const worker = backend.worker(name, concurrency, ({ id, more = [] }) => {
        const each = [id, ...more].map((one) => inPlace(() => run(one)));
        // One that fails leaves the others to their end; the queue comes back to all of them.
        const job = Promise.allSettled(each)
          .then(() => Promise.all(each))
          .then(() => undefined)
          .finally(() => inHand.delete(job));
        inHand.add(job);
        return job;
      });
      worker.on('error', complain);
      workers.push(worker);
      try {
        await backend.ready(worker);
      } catch (error) {
        // Otherwise it would begin by itself, later, beside the one that is made at the next try.
        workers.splice(workers.indexOf(worker), 1);
        void worker.close().catch(() => {});
        throw error;
      }
      // A queue that is away answers nothing, and is not worth waiting for.
      return async () => void (await Promise.race([worker.close().catch(complain), sleep(CLOSE_MS)]));
    },
    async ping() {
      await backend.ping();
    },
    look(name) {
      const queue: unknown = queueOf(name);
      if (!(queue instanceof BullQueue)) throw new Error(`no queue of the library: ${name}`);
      return queue;
    },
    async close() {
      const closing = Promise.allSettled([...workers, ...queues.values()].map((handle) => handle.close()));
      while (inHand.size > 0) await Promise.allSettled(inHand);
      // What is ours is finished. A queue that is away answers nothing, and is not worth waiting for.
      await Promise.race([closing, sleep(CLOSE_MS)]);
      await backend.end();
    },
  };
}

function postgresBackend(databaseUrl: string, silentMs: number): Backend {
  const { Queue, Worker } = withBackend(createPostgresBackend);
  const url = new URL(databaseUrl);
  // Beside the queues' own word about their schema: inside the URL they would stand in its place.
  const options = url.searchParams.get('options');
  url.searchParams.delete('options');
  // A pool for each queue and worker: kept small, since one server serves the whole house.
  const connection = {
    connectionString: url.toString(),
    schema: QUEUE_SCHEMA,
    max: 2,
    Client: PatientClient,
    // Like the house's own, one that died without a word is given up: hints would pile up behind it for ever.
    keepAlive: true,
    query_timeout: silentMs,
    ...(options === null ? {} : { options }),
  };
  return {
    name: 'postgres',
    queue: (name) => new Queue<Hint>(name, { connection }),
    worker: (name, concurrency, run) =>
      new Worker<Hint>(name, async (job) => run(job.data), { connection, concurrency, maxStalledCount: 100 }),
    ready: (worker) => worker.waitUntilReady(),
    reached: async () => {},
    // In the database, which is asked by others.
    ping: async () => {},
    async end() {},
  };
}

function redisBackend(url: string, complain: (error: Error) => void, prefix: string, silentMs: number): Backend {
  const { Queue, Worker } = withBackend(createRedisBackend);
  // Hints fail at once while Redis is away (they would otherwise pile up and run late); workers wait for it.
  // One that died without a word is given up, and another made: workers ask every few seconds, and so hear something in time.
  const adding = new Redis(url, { maxRetriesPerRequest: 1, enableOfflineQueue: false, socketTimeout: silentMs });
  const working = new Redis(url, { maxRetriesPerRequest: null, socketTimeout: silentMs });
  for (const client of [adding, working]) client.on('error', complain);
  const reached = new Promise((resolve) => {
    adding.once('ready', resolve);
  });
  return {
    name: 'redis',
    queue: (name) => new Queue<Hint>(name, { connection: adding, prefix, skipWaitingForReady: true }),
    worker: (name, concurrency, run) =>
      new Worker<Hint>(name, async (job) => run(job.data), { connection: working, prefix, concurrency, maxStalledCount: 100 }),
    // Redis may be away for hours: the house starts without it.
    ready: async () => {},
    reached: () => reached,
    ping: () => adding.ping(),
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
