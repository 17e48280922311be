import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from 'bullmq';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../app/embedded-postgres.ts';
import { migrate } from '../../prisma/migrate.ts';
import { connected, ensureRole, grantRights } from '../../prisma/rights.ts';
import { QUEUE_SCHEMA } from '../../workers/queues.ts';
import { MIGRATIONS, onServer, TEST_ROLE, withDatabase } from './database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** null: no Redis on this machine; under CI=true that is a failure. */
    redisUrl: string | null;
    /** null: no Chromium; likewise. */
    chromiumPath: string | null;
  }
}

const TEMPLATE = 'mashangban_template';

/** One Postgres (DATABASE_URL, or the embedded one) and one Redis (REDIS_URL, or Debian's) for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-test-'));
  // As root, Postgres runs as a user of its own and must be able to reach its folder.
  chmodSync(dir, 0o755);
  const given = process.env.DATABASE_URL;
  const embedded = given ? null : await startEmbeddedPostgres({ dir: join(dir, 'postgres'), password: 'test' });
  const adminUrl = given ?? embedded?.url ?? '';
  // Under a test processes die, never the machine: what a commit waits for here would be the disk's time and prove nothing.
  if (embedded) for (const sql of ['ALTER SYSTEM SET fsync = off', 'SELECT pg_reload_conf()']) await onServer(adminUrl, sql);
  await onServer(adminUrl, `DROP DATABASE IF EXISTS ${TEMPLATE} WITH (FORCE)`);
  await onServer(adminUrl, `CREATE DATABASE ${TEMPLATE} TEMPLATE template0 ENCODING 'UTF8'`);
  const template = withDatabase(adminUrl, TEMPLATE);
  await migrate(template, MIGRATIONS);
  await connected(template, async (client) => {
    await runMigrations(client, QUEUE_SCHEMA);
    await ensureRole(client, TEST_ROLE.name, TEST_ROLE.password);
    await grantRights(client, TEST_ROLE.name, QUEUE_SCHEMA);
  });

  const redis = await findRedis(dir);
  const chromiumPath = firstWorking(['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']);
  insistUnderCi('Redis', redis?.url ?? null);
  insistUnderCi('Chromium', chromiumPath);

  project.provide('adminDatabaseUrl', adminUrl);
  project.provide('templateDatabase', TEMPLATE);
  project.provide('redisUrl', redis?.url ?? null);
  project.provide('chromiumPath', chromiumPath);

  return async () => {
    redis?.stop();
    await embedded?.stop();
    rmSync(dir, { recursive: true, force: true });
  };
}

/** A machine without the program skips those tests and says so; CI may not. */
function insistUnderCi(what: string, found: string | null): void {
  if (found) return;
  if (process.env.CI === 'true') throw new Error(`${what} is not on this machine; CI may not skip its tests`);
  process.stderr.write(`${what} is not on this machine: its tests are skipped\n`);
}

function firstWorking(paths: readonly string[]): string | null {
  return paths.find((path) => spawnSync(path, ['--version'], { stdio: 'ignore' }).status === 0) ?? null;
}

async function findRedis(dir: string): Promise<{ url: string; stop(): void } | null> {
  if (process.env.REDIS_URL) return { url: process.env.REDIS_URL, stop: () => {} };
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) return null;
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dir, '--maxmemory-policy', 'noeviction'];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  await reachable(port);
  return { url: `redis://127.0.0.1:${port}`, stop: () => server.kill('SIGKILL') };
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function reachable(port: number, deadline = Date.now() + 10_000): Promise<void> {
  const open = await new Promise<boolean>((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy(void resolve(true)));
    socket.once('error', () => resolve(false));
  });
  if (open) return;
  if (Date.now() > deadline) throw new Error(`nothing listens on ${port}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  return reachable(port, deadline);
}
