import { z } from 'zod';
import { TicketNumber } from '../../core/ids.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { Prisma } from '../generated/client.ts';
import { type Db, type Runner, runnerOf } from './client.ts';
import { wellFormed } from './commit-payload.ts';
import { gathered } from './gather.ts';
import { ticketOfJson } from './rows.ts';

/** A row as it stood: Postgres gives each version of it another `xmin` or `ctid`, whoever changes it. */
export const RowVersion = z.object({ number: TicketNumber, version: z.string() });
export type RowVersion = z.infer<typeof RowVersion>;
/** Of a row of ticket. Cast: put together as they are, Postgres calls a slow function of its own for each row. */
export const VERSION = Prisma.sql`xmin::text || '.' || ctid::text`;

/** Tickets by the version of their row. A busy group's open ones are around every message said there: they are read and checked once. */
export interface TicketCache {
  /** All of them, each as it stands in this version or a later one. */
  these(rows: readonly RowVersion[]): Promise<ReadonlyMap<TicketNumber, Ticket>>;
  /** Just written by this process, as this version: the next message of its chat need not read it. */
  wrote(ticket: Ticket, version: string): void;
}

const MOST_KEPT = 3000;

export function ticketCache(db: Db): TicketCache {
  /** In order of use: the first was not asked for the longest. */
  const kept = new Map<TicketNumber, { readonly version: string; readonly ticket: Ticket }>();
  const run = runnerOf(db);
  const read = gathered((asks: readonly (readonly RowVersion[])[]) => readAll(run, asks), { most: 50 });

  function keep(number: TicketNumber, one: { version: string; ticket: Ticket }): void {
    kept.delete(number);
    kept.set(number, one);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  return {
    wrote(ticket, version) {
      // Half a character was written as something else: such a one is read back.
      if (JSON.stringify(ticket) === JSON.stringify(ticket, wellFormed)) keep(ticket.number, { version, ticket });
    },
    async these(rows) {
      const found = new Map<TicketNumber, Ticket>();
      const missing: RowVersion[] = [];
      for (const { number, version } of rows) {
        const known = kept.get(number);
        if (known?.version !== version) {
          missing.push({ number, version });
          continue;
        }
        keep(number, known);
        found.set(number, known.ticket);
      }
      if (missing.length === 0) return found;
      for (const row of await read(missing)) {
        keep(row.ticket.number, row);
        found.set(row.ticket.number, row.ticket);
      }
      return found;
    },
  };
}

interface Read {
  readonly version: string;
  readonly ticket: Ticket;
}

const StoredRow = z.object({ version: z.string(), ticket: z.record(z.string(), z.unknown()) });

/** The version is read with the row, so that what is kept under it is what it was. */
async function readAll(run: Runner, asks: readonly (readonly RowVersion[])[]): Promise<readonly (readonly Read[])[]> {
  const numbers = [...new Set(asks.flatMap((rows) => rows.map(({ number }) => Number(number))))];
  const rows = await run(Prisma.sql`
    SELECT ${VERSION} AS version, row_to_json(t) AS ticket FROM ticket t WHERE t.number = ANY(${numbers}::int[])`);
  const read = new Map(
    z
      .array(StoredRow)
      .parse(rows)
      .map(({ version, ticket }) => [Number(ticket['number']), { version, ticket }]),
  );
  return asks.map((wanted) =>
    wanted.flatMap(({ number }) => {
      const row = read.get(Number(number));
      return row ? [{ version: row.version, ticket: ticketOfJson(row.ticket) }] : [];
    }),
  );
}
