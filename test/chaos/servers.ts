import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startEmbeddedPostgres } from '../../app/embedded-postgres.ts';
import { until } from '../support/until.ts';

export interface Postgres {
  readonly port: number;
  readonly url: string;
  /** Immediate: no checkpoint, no goodbye; what was committed is found in its log. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const PASSWORD = 'chaos';

export async function openPostgres(folder: string): Promise<Postgres> {
  // Below the range that outgoing connections are given: nobody may take the port while the server is down.
  const port = await freePort(15_000);
  const dir = join(folder, 'postgres');
  let server = await startEmbeddedPostgres({ dir, password: PASSWORD, port });
  const pid = () => Number(readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')[0]);
  return {
    port,
    url: server.url,
    async kill() {
      const dying = pid();
      process.kill(dying, 'SIGQUIT');
      await until(() => !alive(dying), 'Postgres to be dead', 20_000);
    },
    async start() {
      server = await startEmbeddedPostgres({ dir, password: PASSWORD, port });
    },
    stop: () => server.stop(),
  };
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

export interface RedisServer {
  readonly port: number;
  kill(): Promise<void>;
  start(): Promise<void>;
  flush(): Promise<void>;
  stop(): void;
}

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Keeps nothing on disk: each death empties every queue. */
export async function openRedis(): Promise<RedisServer> {
  const port = await freePort(17_000);
  let server: ChildProcess | null = null;
  const client = new Redis(port, '127.0.0.1', { lazyConnect: true, maxRetriesPerRequest: 1, enableOfflineQueue: true });
  client.on('error', () => undefined);

  async function start(): Promise<void> {
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'], {
      stdio: 'ignore',
    });
    await until(() => client.ping().catch(() => null), 'Redis to answer', 10_000);
  }

  process.once('exit', () => server?.kill('SIGKILL'));
  await start();
  return {
    port,
    start,
    async kill() {
      const dying = server;
      dying?.kill('SIGKILL');
      await until(() => dying?.signalCode, 'Redis to be dead');
    },
    async flush() {
      await client.flushall();
    },
    stop() {
      client.disconnect();
      server?.kill('SIGKILL');
    },
  };
}

async function freePort(from: number): Promise<number> {
  for (let port = from + (process.pid % 1_500); ; port += 1) if (await isFree(port)) return port;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
