import { expect } from 'vitest';
import type { Db } from '../../prisma/store/client.ts';

interface Reads {
  readonly scans: number;
  readonly seen: number;
}

/** The rows of the table that `query` read, as the server itself counts. @param db of one connection, so that its figures can be told to be written down: those of a pool come when they please */
export async function rowsRead(db: Db, table: string, query: () => Promise<unknown>): Promise<number> {
  const before = await readsOf(db, table);
  await query();
  await expect.poll(async () => (await readsOf(db, table)).scans, { timeout: 10_000, interval: 200 }).toBeGreaterThan(before.scans);
  return (await readsOf(db, table)).seen - before.seen;
}

async function readsOf(db: Db, table: string): Promise<Reads> {
  await db.$queryRaw`SELECT pg_stat_force_next_flush()::text`;
  const rows = await db.$queryRaw<Reads[]>`
    SELECT (seq_scan + coalesce(idx_scan, 0))::int AS scans, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS seen
    FROM pg_stat_user_tables WHERE relname = ${table}`;
  return rows[0] ?? { scans: 0, seen: 0 };
}
