import { z } from 'zod';
import { InboxId } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';

export interface Ledger {
  readonly received: number;
  readonly ticketed: number;
  readonly attached: number;
  readonly answered: number;
  readonly ignored: number;
  readonly parked: number;
  /** Not handled yet. */
  readonly waiting: number;
}

export interface LedgerStore {
  /** @param day in Shanghai, `YYYY-MM-DD` */
  of(day: string): Promise<Ledger>;
  /** Received that day, handled, and without an end that the ledger knows: there must be none. The first few. */
  unaccounted(day: string, limit: number): Promise<readonly InboxId[]>;
}

export function ledgerStore(db: Db): LedgerStore {
  return {
    of: (day) => ledgerOf(db, day),
    async unaccounted(day, limit) {
      const rows = await db.$queryRaw<{ id: number }[]>`
        SELECT id::float8 AS id FROM inbox WHERE ${receivedOn(day)} AND status <> 'new'
          AND (status <> 'done' OR outcome IS NULL OR outcome <> ALL(${[...OUTCOMES]}::text[])) ORDER BY id LIMIT ${limit}`;
      return rows.map(({ id }) => InboxId.parse(id));
    },
  };
}

const OUTCOMES = ['ticketed', 'attached', 'answered', 'ignored', 'parked'] as const;

const receivedOn = (day: string): Prisma.Sql => Prisma.sql`(received_at >= (${day}::date)::timestamp AT TIME ZONE 'Asia/Shanghai'
  AND received_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')`;

const Row = z.object({
  // Any text: an outcome that nobody knows must show as a gap, not stop the counting.
  outcome: z.string().nullable(),
  status: z.string(),
  n: z.int(),
});

/** What became of everything received on a day (Asia/Shanghai, `YYYY-MM-DD`). */
export async function ledgerOf(db: Db, day: string): Promise<Ledger> {
  const rows = z.array(Row).parse(
    await db.$queryRaw`
      SELECT outcome, status, count(*)::int AS n FROM inbox
      WHERE ${receivedOn(day)}
      GROUP BY outcome, status`,
  );
  const of = (outcome: (typeof OUTCOMES)[number]) =>
    rows.filter((row) => row.outcome === outcome && row.status === 'done').reduce((sum, row) => sum + row.n, 0);
  const waiting = rows.filter((row) => row.status === 'new').reduce((sum, row) => sum + row.n, 0);
  return {
    received: rows.reduce((sum, row) => sum + row.n, 0),
    ticketed: of('ticketed'),
    attached: of('attached'),
    answered: of('answered'),
    ignored: of('ignored'),
    parked: of('parked'),
    waiting,
  };
}
