import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import { type Db, openDatabase } from '../../prisma/store/client.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Any database of the server the tests share; each file makes its own beside it. */
    adminDatabaseUrl: string;
    /** A migrated database to clone from. */
    templateDatabase: string;
  }
}

export interface TestDatabase {
  /** As the house works: with the rights of its role alone, so that every test shows they are enough. */
  readonly url: string;
  readonly db: Db;
  /** For what only the owner may do: make tables, empty them, VACUUM. */
  readonly ownerUrl: string;
  asOwner(sql: string, values?: readonly unknown[]): Promise<void>;
  drop(): Promise<void>;
}

export const MIGRATIONS = join(import.meta.dirname, '../../prisma/migrations');

/**
 * A database of the test file's own, cloned from the migrated template in a few tens of milliseconds.
 * @param as whose rights `url` and `db` have; the owner's only where a test fills tables as no house could
 */
export async function createTestDatabase({ as = 'house' }: { readonly as?: 'house' | 'owner' } = {}): Promise<TestDatabase> {
  const adminUrl = inject('adminDatabaseUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${inject('templateDatabase')}"`);
  const ownerUrl = withDatabase(adminUrl, name);
  const url = as === 'owner' ? ownerUrl : asTestRole(ownerUrl);
  const db = openDatabase(url, 6);
  return {
    url,
    db,
    ownerUrl,
    asOwner: (sql, values) => onServer(ownerUrl, sql, values),
    async drop() {
      await db.$disconnect();
      await onServer(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}

export const TEST_ROLE = { name: 'mashangban_test', password: 'test' };

function asTestRole(url: string): string {
  const changed = new URL(url);
  changed.username = TEST_ROLE.name;
  changed.password = TEST_ROLE.password;
  return changed.toString();
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

export async function onServer(adminUrl: string, sql: string, values?: readonly unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await (values === undefined ? client.query(sql) : client.query(sql, [...values]));
  } finally {
    await client.end();
  }
}
