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
  readonly url: string;
  readonly db: Db;
  drop(): Promise<void>;
}

export const MIGRATIONS = join(import.meta.dirname, '../../prisma/migrations');

/** A database of the test file's own, cloned from the migrated template in a few tens of milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('adminDatabaseUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(adminUrl, `CREATE DATABASE "${name}" TEMPLATE "${inject('templateDatabase')}"`);
  const url = withDatabase(adminUrl, name);
  const db = openDatabase(url, 6);
  return {
    url,
    db,
    async drop() {
      await db.$disconnect();
      await onServer(adminUrl, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

export async function onServer(adminUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
