import { z } from 'zod';
import type { Effects } from '../../core/conversation/effects.ts';
import { TicketNumber } from '../../core/ids.ts';
import { OPEN_STATES, type Ticket } from '../../core/ticket/ticket.ts';
import type { Ticket as TicketRow } from '../generated/client.ts';
import { Prisma } from '../generated/client.ts';
import { type Db, within } from './client.ts';
import { refusalOf, type Written } from './commit.ts';
import { write } from './commit-statement.ts';
import { isOutage } from './outage.ts';
import { ticketOf } from './rows.ts';

export interface ClockStore {
  /** Whether any ticket's moment has come, in anybody's hand or not: what a look costs while nothing is due. */
  anyDue(at: Date): Promise<boolean>;
  /**
   * Claims tickets whose moment has come, oldest first, and writes what `decide` makes of them, in one transaction: rows another
   * worker has in hand are passed over, and a worker that dies holds none of them any longer.
   */
  claim(at: Date, which: Which, decide: Decide): Promise<Claimed>;
  /** Every open ticket, a batch at a time. For tools, never on a message's path. */
  open(batch: number): AsyncIterable<readonly Ticket[]>;
  /** When the next ticket is due, up to a horizon; each moment once. */
  upcoming(from: Date, to: Date, limit: number): Promise<readonly Date[]>;
}

export interface Which {
  readonly limit: number;
  /** These and no others. */
  readonly only?: readonly TicketNumber[];
  /** Not these. */
  readonly except?: readonly TicketNumber[];
}

/** `unreadable`: rows of another age, or edited by hand. */
export type Decide = (due: readonly Ticket[], unreadable: readonly TicketNumber[]) => Fired;

export interface Fired {
  readonly effects: Effects;
  /** Nothing was to be done for these yet: their next moment, as the configuration has it now. */
  readonly retimed: readonly { readonly ticket: TicketNumber; readonly dueAt: Date | null }[];
}

export type Claimed = { readonly tickets: readonly TicketNumber[] } & Written;

/** A batch of a hundred tickets takes tens of milliseconds; a machine that is busy may need more. */
const TIMEOUT_MS = 30_000;

export function clockStore(db: Db): ClockStore {
  return {
    async anyDue(at) {
      // The earliest by the index alone. In this order, and only so, Postgres marks the entries of rows that have moved on and passes them
      // over the next time; `claim` sorts what it found, and would visit them all at every look until the next vacuum.
      const rows = await db.$queryRaw<unknown[]>`SELECT 1 FROM (
        SELECT due_at FROM ticket WHERE due_at IS NOT NULL ORDER BY due_at, number LIMIT 1) AS first WHERE due_at <= ${at}`;
      return rows.length > 0;
    },

    async claim(at, which, decide) {
      let tickets: TicketNumber[] = [];
      try {
        return await db.$transaction(
          async (tx): Promise<Claimed> => {
            const numbers = await lockDue(tx, at, which);
            tickets = numbers.map((number) => TicketNumber.parse(number));
            if (tickets.length === 0) return { kind: 'written', outbox: [], tickets };
            const rows = await tx.ticket.findMany({ where: { number: { in: numbers } }, orderBy: [{ dueAt: 'asc' }, { number: 'asc' }] });
            const read = rows.map(readable);
            const fired = decide(
              read.flatMap((ticket) => (typeof ticket === 'number' ? [] : [ticket])),
              read.flatMap((ticket) => (typeof ticket === 'number' ? [ticket] : [])),
            );
            for (const { ticket, dueAt } of fired.retimed) await tx.ticket.update({ where: { number: ticket }, data: { dueAt } });
            return { ...(await write(within(tx), fired.effects, at)), tickets };
          },
          { timeout: TIMEOUT_MS },
        );
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal) return { ...refusal, tickets };
        // Of a batch that cannot be written nobody knows whose fault it is: each is tried by itself.
        if (tickets.length > 1 && !isOutage(error)) return { kind: 'conflict', tickets };
        throw error;
      }
    },

    async *open(batch) {
      let after = 0;
      for (;;) {
        const rows = await db.ticket.findMany({
          where: { number: { gt: after }, state: { in: [...OPEN_STATES] } },
          orderBy: { number: 'asc' },
          take: batch,
        });
        const last = rows.at(-1);
        if (last === undefined) return;
        after = last.number;
        yield rows.map(ticketOf);
      }
    },

    async upcoming(from, to, limit) {
      const rows = await db.$queryRaw<{ due_at: Date }[]>`
        SELECT DISTINCT due_at FROM ticket WHERE due_at > ${from} AND due_at <= ${to} ORDER BY due_at LIMIT ${limit}`;
      return rows.map((row) => row.due_at);
    },
  };
}

/** One row that nobody can read must not stop those claimed with it. */
function readable(row: TicketRow): Ticket | TicketNumber {
  try {
    return ticketOf(row);
  } catch {
    return TicketNumber.parse(row.number);
  }
}

async function lockDue(tx: Prisma.TransactionClient, at: Date, { limit, only, except }: Which): Promise<number[]> {
  const these = only === undefined ? Prisma.empty : Prisma.sql`AND number = ANY(${[...only]}::int[])`;
  const others = except === undefined || except.length === 0 ? Prisma.empty : Prisma.sql`AND number <> ALL(${[...except]}::int[])`;
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT number FROM ticket WHERE due_at <= ${at} ${these} ${others} ORDER BY due_at, number LIMIT ${limit} FOR UPDATE SKIP LOCKED`;
  return z
    .array(z.object({ number: z.int() }))
    .parse(rows)
    .map((row) => row.number);
}
