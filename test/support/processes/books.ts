import { randomUUID } from 'node:crypto';
import { expect, inject, onTestFinished } from 'vitest';
import { type Db, openDatabase } from '../../../prisma/store/client.ts';
import { type Ledger, ledgerOf } from '../../../prisma/store/ledger.ts';
import { createTestDatabase, onServer, type TestDatabase, withDatabase } from '../database.ts';
import { until } from '../until.ts';

/** A database of this test's own, dropped after every process on it is gone. Call it before the first process starts. */
export async function ownDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  return database;
}

/** As an office's database server hands it over: nothing in it, not even tables. */
export async function emptyDatabase(): Promise<Pick<TestDatabase, 'url' | 'db'>> {
  const adminUrl = inject('adminDatabaseUrl');
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await onServer(adminUrl, `CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'UTF8'`);
  const url = withDatabase(adminUrl, name);
  const db = openDatabase(url, 3);
  onTestFinished(async () => {
    await db.$disconnect();
    await onServer(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
  });
  return { url, db };
}

/** Resolves when every message is handled and every word of the house has come to an end. */
export async function settled(db: Db, withinMs = 15_000): Promise<void> {
  await until(
    async () => {
      const [open, unsent] = await Promise.all([
        db.inbox.count({ where: { status: 'new' } }),
        db.outbox.count({ where: { status: { in: ['pending', 'sending'] } } }),
      ]);
      return open + unsent === 0;
    },
    'everything heard to be handled and everything said to be sent',
    withinMs,
  );
}

/** What the house said, by kind: `receipt`, `dispatch`, `doubt` … */
export async function saidAs(db: Db, kind: string) {
  return db.outbox.findMany({ where: { kind }, orderBy: { id: 'asc' } });
}

/** received = ticketed + attached + answered + ignored + parked, and nothing waits. */
export async function ledgerAddsUp(db: Db): Promise<Ledger> {
  const ledger = await ledgerOf(db, new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }));
  const { received, waiting, ...ends } = ledger;
  expect(waiting).toBe(0);
  expect(Object.values(ends).reduce((sum, n) => sum + n, 0)).toBe(received);
  return ledger;
}
