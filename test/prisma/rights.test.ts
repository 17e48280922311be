import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { APPEND_ONLY, connected, couldRewrite, ensureRole, grantRights } from '../../prisma/rights.ts';
import { createTestDatabase, onServer, TEST_ROLE, type TestDatabase } from '../support/database.ts';

/** Guarantee 7: what is on record stays on record, by Postgres' own rights and not only by triggers, which an owner can drop. */
let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`INSERT INTO ticket_event (ticket, seq, type, at, actor, body) VALUES (1, 1, 'opened', now(), '{}', '{}')`);
  await client.query(`INSERT INTO audit (at, actor, action, allowed) VALUES (now(), '{}', 'x', true)`);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const INSUFFICIENT = { code: '42501' };
/** In a transaction of its own, so that one that is not refused shows and does no harm. */
async function attempt(sql: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
  } finally {
    await client.query('ROLLBACK');
  }
}

describe.each(APPEND_ONLY)('%s, for the role the house works as', (table) => {
  test.each([
    `UPDATE ${table} SET at = now()`,
    `DELETE FROM ${table}`,
    `TRUNCATE ${table}`,
    `SELECT 1 FROM ${table} FOR UPDATE`,
    `INSERT INTO ${table} SELECT * FROM ${table} ON CONFLICT (id) DO UPDATE SET at = now()`,
    `MERGE INTO ${table} USING (SELECT 1) s ON true WHEN MATCHED THEN DELETE`,
    `DROP TRIGGER ${table}_append_only ON ${table}`,
    `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
    `ALTER TABLE ${table} ADD COLUMN x int`,
    `CREATE TRIGGER t BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
    `CREATE RULE r AS ON INSERT TO ${table} DO INSTEAD NOTHING`,
    `DROP TABLE ${table}`,
    `ALTER TABLE ${table} OWNER TO CURRENT_USER`,
  ])('Postgres refuses: %s', async (sql) => {
    await expect(attempt(sql)).rejects.toMatchObject(INSUFFICIENT);
    expect(await couldRewrite(client)).toBe(false);
  });

  test('a right given to oneself is none', async () => {
    await client.query(`GRANT UPDATE, DELETE ON ${table} TO CURRENT_USER`);
    expect(await couldRewrite(client)).toBe(false);
  });

  test('what is not refused: to add, and to read', async () => {
    expect((await client.query(`SELECT 1 FROM ${table}`)).rowCount).toBe(1);
  });
});

test('the list is that of the triggers: an append-only table cannot be in the one and not in the other', async () => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgfoid = 'refuse_change'::regproc ORDER BY 1`,
  );
  expect(rows.map((row) => row.name)).toEqual(APPEND_ONLY.toSorted());
});

test.each([
  'CREATE TABLE t (id int)',
  'ALTER TABLE ticket ADD COLUMN x int',
  'CREATE SCHEMA s',
  'DROP FUNCTION refuse_change',
  'CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
  'DELETE FROM inbox',
  'DELETE FROM ticket',
  'TRUNCATE outbox',
  "SELECT setval('ticket_number', 1)",
  'DELETE FROM _prisma_migrations',
  `SET session_replication_role = 'replica'`,
  'CREATE ROLE friend',
])('nor does the house need: %s', async (sql) => {
  await expect(attempt(sql)).rejects.toMatchObject(INSUFFICIENT);
});

test('a table of a later migration has its rights after it, an append-only one fewer; what somebody gave besides is taken back', async () => {
  await database.asOwner('CREATE TABLE later (id int)');
  await database.asOwner(`GRANT ALL ON later, audit TO ${TEST_ROLE.name}`);
  expect(await couldRewrite(client)).toBe(true);
  const grants = () => connected(database.ownerUrl, (owner) => grantRights(owner, TEST_ROLE.name, 'bullmq'));
  // At once, as several processes start.
  await Promise.all([grants(), grants(), grants()]);
  expect(await couldRewrite(client)).toBe(false);
  await attempt('INSERT INTO later VALUES (1); UPDATE later SET id = 2');
  await expect(attempt('DELETE FROM later')).rejects.toMatchObject(INSUFFICIENT);
});

test('houses on two databases of one server make the role at once', async () => {
  const role = `twin_${process.pid}`;
  const other = await createTestDatabase();
  onTestFinished(async () => {
    await onServer(inject('adminDatabaseUrl'), `DROP ROLE IF EXISTS ${role}`);
    await other.drop();
  });
  const make = (url: string) => connected(url, (owner) => ensureRole(owner, role, 'geheim'));
  await Promise.all([database.ownerUrl, other.ownerUrl, database.ownerUrl, other.ownerUrl].map(make));
  const login = new URL(database.url);
  login.username = role;
  login.password = 'geheim';
  const me = await connected(login.toString(), (one) => one.query<{ me: string }>('SELECT current_user AS me'));
  expect(me.rows).toEqual([{ me: role }]);
});
