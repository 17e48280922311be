import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { HouseError } from '../core/errors.ts';

/** The advisory lock Prisma's own engine takes: two processes starting at once migrate one after the other. */
export const MIGRATION_LOCK = 72707369;
/**
 * A change that waits for a table makes everybody who comes after it wait too. It gives up after so long, lets them pass, and tries
 * again: people at work feel half a second, never a migration that stands behind somebody's long look at the board.
 */
const LOCK_TIMEOUT_MS = 500;
const AGAIN_MS = 1000;
const TRIES = 60;
/** 55P03: the lock was not to be had; 40P01: each waited for the other. Nothing has been changed. */
const IN_THE_WAY = new Set(['55P03', '40P01']);
/** What breaks processes of the version before has this at the end of its name; everything else only adds. */
const CONTRACT = /_contract$/;

export interface Migrated {
  /** Applied now. */
  readonly applied: readonly string[];
  /** In the database and not in this version's folder: a newer version has been here. */
  readonly newer: readonly string[];
}

/** Between two looks whether it is our turn. */
const TURN_MS = 100;
/** A connection that says nothing for so long is dead; whoever starts us starts us again. */
const SILENT_MS = 20_000;

/**
 * Applies `prisma/migrations` and keeps Prisma's own ledger, so that the ordinary CLI goes on working for people online.
 * Not the CLI itself, since it downloads an engine at run time, which a closed network refuses.
 */
export async function migrate(databaseUrl: string, directory: string, silentMs = SILENT_MS): Promise<Migrated> {
  const client = new pg.Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: silentMs });
  // A server that goes away fails what is being asked; it must not end the process besides.
  client.on('error', () => {});
  await client.connect();
  try {
    await takeTurn(client, silentMs);
    const ledger = await answered(silentMs, readLedger(client));
    const names = migrationNames(directory);
    const newer = [...ledger.keys()].filter((name) => !names.includes(name));
    const broken = newer.filter((name) => CONTRACT.test(name));
    if (broken.length > 0)
      throw new HouseError('database-newer', `数据库已由更新的版本升级（${broken.join('、')}），这个版本不能再用它：请改用新版本。`);
    const pending = names.map((name) => readMigration(directory, name)).filter((one) => isPending(one, ledger));
    if (pending.length > 0) await prepareLedger(client, pending.length);
    for (const one of pending) await applyOne(client, one);
    return { applied: pending.map(({ name }) => name), newer };
  } finally {
    await client.end();
  }
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

function readMigration(directory: string, name: string): Migration {
  const sql = readFileSync(join(directory, name, 'migration.sql'), 'utf8');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

function isPending({ name, checksum }: Migration, ledger: ReadonlyMap<string, string>): boolean {
  const known = ledger.get(name);
  if (known !== undefined && known !== checksum)
    throw new HouseError('migration-edited', `数据库迁移 ${name} 在执行之后被改动过，请恢复原文件。`);
  return known === undefined;
}

/** Asked again and again: who waits inside one statement cannot tell a long turn of another's from a connection that died. */
async function takeTurn(client: pg.Client, silentMs: number): Promise<void> {
  for (;;) {
    const { rows } = await answered(silentMs, client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [MIGRATION_LOCK]));
    if (rows[0]?.mine === true) return;
    await pause(TURN_MS);
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
  const { rows: there } = await client.query<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
  if (there[0]?.there !== true) return new Map();
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  );
  const failed = rows.filter((row) => !row.finished_at).map((row) => row.migration_name);
  if (failed.length > 0) throw new HouseError('migration-failed', `数据库里有没做完的迁移：${failed.join('、')}，请先处理。`);
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

/** A process that works as the limited role finds everything applied, or says who has to do it. */
async function prepareLedger(client: pg.Client, pending: number): Promise<void> {
  const { rows } = await client.query<{ may: boolean }>(
    `SELECT has_schema_privilege(current_schema(), 'CREATE') AND coalesce(
      (SELECT pg_has_role(current_user, relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('_prisma_migrations')), true) AS may`,
  );
  if (rows[0]?.may !== true)
    throw new HouseError(
      'migration-pending',
      `数据库还差 ${pending} 个迁移，而 DATABASE_URL 的账号没有建表的权限：请先用属主账号执行 npm run migrate（环境变量 MIGRATE_DATABASE_URL）。`,
    );
  await client.query(`CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`);
}

/** CREATE INDEX CONCURRENTLY holds nobody up, but stands in no transaction: such a migration is that one statement. */
function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  const statements = migration.sql.replaceAll(/--.*$/gm, '');
  return /\bCONCURRENTLY\b/i.test(statements) ? applyAlone(client, migration) : applyWhole(client, migration);
}

/** With its line in the ledger or not at all, whenever the process or the server dies. */
async function applyWhole(client: pg.Client, { name, sql, checksum }: Migration, tries = TRIES): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query(sql);
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    const code = error instanceof pg.DatabaseError ? error.code : undefined;
    if (code === undefined || !IN_THE_WAY.has(code)) throw error;
    if (tries <= 1)
      throw new HouseError('migration-blocked', `数据库迁移 ${name} 一直等不到空闲的表（有别的会话长时间占用），没有改动，请稍后再启动。`, {
        cause: error,
      });
    await pause(AGAIN_MS);
    await applyWhole(client, { name, sql, checksum }, tries - 1);
  }
}

async function applyAlone(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
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
