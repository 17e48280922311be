import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { migrate } from '../../prisma/migrate.ts';
import { connected } from '../../prisma/rights.ts';
import { onServer, withDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

const adminUrl = inject('adminDatabaseUrl');
let dir: string;
let url: string;
const name = `migrate_${randomUUID().replaceAll('-', '')}`;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'mashangban-migrate-'));
  url = withDatabase(adminUrl, name);
  await onServer(adminUrl, `CREATE DATABASE "${name}"`);
  write('1_first', 'CREATE TABLE kept (id int); INSERT INTO kept VALUES (1);');
  expect(await migrate(url, dir)).toEqual({ applied: ['1_first'], newer: [] });
});
afterAll(async () => {
  rmSync(dir, { recursive: true, force: true });
  await onServer(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
});

function write(folder: string, sql: string): void {
  mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, folder, 'migration.sql'), sql);
}

const one = (sql: string) => connected(url, async (client) => (await client.query<{ it: unknown }>(sql)).rows[0]?.it);

test('one that fails leaves nothing, neither table nor a line that stops the next start; put right, it goes on', async () => {
  write('2_second', 'CREATE TABLE half (id int); SELECT 1 / 0;');
  await expect(migrate(url, dir)).rejects.toMatchObject({ code: '22012' });
  expect(await one(`SELECT to_regclass('half') AS it`)).toBeNull();
  write('2_second', 'CREATE TABLE whole (id int);');
  expect((await migrate(url, dir)).applied).toEqual(['2_second']);
});

test('it waits for a busy table in short turns: who comes after it passes, and it comes through in the end', async () => {
  write('3_third', 'ALTER TABLE kept ADD COLUMN more int;');
  const reader = new pg.Client({ connectionString: url });
  await reader.connect();
  onTestFinished(() => reader.end());
  await reader.query('BEGIN; SELECT * FROM kept');
  const done = migrate(url, dir);
  const waits = `SELECT count(*)::int AS it FROM pg_locks WHERE NOT granted AND relation = 'kept'::regclass AND mode = 'AccessExclusiveLock'`;
  await until(async () => (await one(waits)) === 1, 'the migration to wait');
  // Behind it in the queue; without its giving up this would last as long as the reader looks.
  await one('UPDATE kept SET id = 2 RETURNING id AS it');
  await reader.query('COMMIT');
  expect((await done).applied).toEqual(['3_third']);
});

test('CREATE INDEX CONCURRENTLY is a migration by itself', async () => {
  write('4_fourth', '-- Nobody waits for this one.\nCREATE INDEX CONCURRENTLY kept_id ON kept (id);');
  expect((await migrate(url, dir)).applied).toEqual(['4_fourth']);
  expect(await one(`SELECT indisvalid AS it FROM pg_index WHERE indexrelid = 'kept_id'::regclass`)).toBe(true);
});

test('a version before meets what a newer one added, and goes on; where the newer one took something away it does not', async () => {
  const after = join(dir, '5_later');
  write('5_later', 'CREATE TABLE later (id int);');
  await migrate(url, dir);
  rmSync(after, { recursive: true });
  expect(await migrate(url, dir)).toEqual({ applied: [], newer: ['5_later'] });
  write('6_kept_contract', 'ALTER TABLE kept DROP COLUMN more;');
  await migrate(url, dir);
  rmSync(join(dir, '6_kept_contract'), { recursive: true });
  await expect(migrate(url, dir)).rejects.toMatchObject({ code: 'database-newer', sentence: expect.stringContaining('6_kept_contract') });
});

test('one that was edited after it ran is refused', async () => {
  write('6_kept_contract', 'ALTER TABLE kept DROP COLUMN more;');
  write('1_first', 'CREATE TABLE kept (id bigint);');
  await expect(migrate(url, dir)).rejects.toMatchObject({ code: 'migration-edited' });
});
