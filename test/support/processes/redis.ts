import { spawn } from 'node:child_process';
import { Redis } from 'ioredis';
import { onTestFinished } from 'vitest';
import { freePort } from '../global-setup.ts';
import { until } from '../until.ts';

const DATABASES = 15;

/** An empty database of the shared Redis for this test alone: queues of tests that run side by side must not mix. */
export async function claimRedis(url: string): Promise<string> {
  const counter = new Redis(url);
  const taken = await counter.incr('tests:databases');
  const own = new URL(url);
  own.pathname = `/${1 + (taken % DATABASES)}`;
  const client = new Redis(own.toString());
  await client.flushdb();
  counter.disconnect();
  client.disconnect();
  return own.toString();
}

export interface OwnRedis {
  readonly url: string;
  /** As when its machine dies. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** All that every queue holds is gone. */
  empty(): Promise<void>;
}

/** A Redis of the test's own, to be emptied and killed. Not started yet. */
export async function ownRedis(): Promise<OwnRedis> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let server: ReturnType<typeof spawn> | null = null;
  onTestFinished(() => void server?.kill('SIGKILL'));

  async function withClient<T>(use: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await use(client);
    } finally {
      client.disconnect();
    }
  }

  return {
    url,
    async start() {
      server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'], {
        stdio: 'ignore',
      });
      await until(() => withClient((client) => client.ping()).catch(() => null), 'Redis to answer', 10_000);
    },
    async kill() {
      const dying = server;
      dying?.kill('SIGKILL');
      await until(() => dying?.signalCode, 'Redis to be dead');
    },
    empty: () => withClient(async (client) => void (await client.flushall())),
  };
}
