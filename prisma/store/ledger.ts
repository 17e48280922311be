import { z } from 'zod';
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

const Row = z.object({
  outcome: z.enum(['ticketed', 'attached', 'answered', 'ignored', 'parked']).nullable(),
  status: z.string(),
  n: z.int(),
});

/** What became of everything received on a day (Asia/Shanghai, `YYYY-MM-DD`). */
export async function ledgerOf(db: Db, day: string): Promise<Ledger> {
  const rows = z.array(Row).parse(
    await db.$queryRaw`
      SELECT outcome, status, count(*)::int AS n FROM inbox
      WHERE received_at >= (${day}::date)::timestamp AT TIME ZONE 'Asia/Shanghai' AND received_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
      GROUP BY outcome, status`,
  );
  const of = (outcome: string) =>
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
