import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { HouseError } from '../core/errors.ts';

/** The advisory lock Prisma's own engine takes: two processes starting at once migrate one after the other. */
const MIGRATION_LOCK = 72707369;
const TURN_MS = 100;
/** A connection that says nothing for so long is dead; whoever starts us starts us again. */
const SILENT_MS = 20_000;

/**
 * Applies `prisma/migrations` and keeps Prisma's own ledger, so that the ordinary CLI goes on working for people online.
 * Not the CLI itself, since it downloads an engine at run time, which a closed network refuses.
 *
 * @returns names of the migrations applied now
 */
export async function migrate(databaseUrl: string, directory: string, silentMs = SILENT_MS): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: silentMs });
  // Whoever waits for an answer meets it too.
  client.on('error', () => {});
  await client.connect();
  try {
    await takeTurn(client, silentMs);
    await answered(
      silentMs,
      client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
      migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
      started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`),
    );
    const applied = await answered(silentMs, readLedger(client));
    const done: string[] = [];
    for (const name of migrationNames(directory)) {
      const sql = readFileSync(join(directory, name, 'migration.sql'), 'utf8');
      const checksum = createHash('sha256').update(sql).digest('hex');
      const known = applied.get(name);
      if (known === checksum) continue;
      if (known) throw new HouseError('migration-edited', `数据库迁移 ${name} 在执行之后被改动过，请恢复原文件。`);
      await applyOne(client, name, sql, checksum);
      done.push(name);
    }
    return done;
  } finally {
    await client.end();
  }
}

/** Asked again and again: who waits inside one statement cannot tell a long turn of another's from a connection that died. */
async function takeTurn(client: pg.Client, silentMs: number): Promise<void> {
  for (;;) {
    const { rows } = await answered(silentMs, client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [MIGRATION_LOCK]));
    if (rows[0]?.mine === true) return;
    await new Promise((resolve) => setTimeout(resolve, TURN_MS));
  }
}

/** For what takes no time: no migration is asked for with it. */
async function answered<T>(withinMs: number, asking: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('the database does not answer'), { code: 'ETIMEDOUT' });
    timer = setTimeout(() => reject(error), withinMs);
  });
  return Promise.race([asking, silent]).finally(() => clearTimeout(timer));
}

function migrationNames(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readLedger(client: pg.Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const failed = rows.filter((row) => !row.finished_at).map((row) => row.migration_name);
  if (failed.length > 0) throw new HouseError('migration-failed', `数据库里有没做完的迁移：${failed.join('、')}，请先处理。`);
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

async function applyOne(client: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  const id = randomUUID();
  await client.query('INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ($1, $2, $3)', [id, checksum, name]);
  try {
    await client.query(sql);
  } catch (error) {
    await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, String(error)]);
    throw error;
  }
  await client.query('UPDATE _prisma_migrations SET finished_at = now(), applied_steps_count = 1 WHERE id = $1', [id]);
}
