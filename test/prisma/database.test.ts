import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a test file has a migrated database of its own, measuring Chinese in characters', async () => {
  const rows = await database.db.$queryRaw<{ length: number }[]>`SELECT length('环翠创业汇') AS length`;
  expect(rows).toEqual([{ length: 5 }]);
  expect(await database.db.ticket.count()).toBe(0);
});

test.each(['ticket_event', 'audit'])('%s is append-only for whoever writes SQL', async (table) => {
  const insert = {
    ticket_event: `INSERT INTO ticket_event (ticket, seq, type, at, actor, body) VALUES (1, 1, 'opened', now(), '{}', '{}')`,
    audit: `INSERT INTO audit (at, actor, action, allowed) VALUES (now(), '{}', 'x', true)`,
  }[table];
  await database.db.$executeRawUnsafe(insert ?? '');
  // The owner, whom no right stops; of everybody else see rights.test.ts.
  await expect(database.asOwner(`DELETE FROM ${table}`)).rejects.toThrow(/append-only/);
  await expect(database.asOwner(`UPDATE ${table} SET at = now()`)).rejects.toThrow(/append-only/);
  await expect(database.asOwner(`TRUNCATE ${table}`)).rejects.toThrow(/append-only/);
  // Nor along with another table.
  await expect(database.asOwner(`TRUNCATE inbox, ${table} CASCADE`)).rejects.toThrow(/append-only/);
});

test('the migrations make what schema.prisma says', () => {
  const script = join(import.meta.dirname, '../../prisma/migrate-dev.mjs');
  const env = { ...process.env, DATABASE_URL: database.ownerUrl };
  expect(spawnSync(process.execPath, [script, '--check'], { env, encoding: 'utf8' }).stdout).toContain('agree');
});
