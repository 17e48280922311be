import { z } from 'zod';
import type { Ticket } from '../../core/ticket/ticket.ts';
import type { Db } from './client.ts';
import { ticketOf } from './rows.ts';

/**
 * The latest tickets under any of these reporters' keys, the newest first. Each key by its own index: asked for all at once by `IN`, the planner
 * may walk through everybody's tickets from the newest on, past all that others reported since.
 */
export async function latestOf(db: Db, keys: readonly string[], limit: number): Promise<Ticket[]> {
  if (keys.length === 0) return [];
  const found = await db.$queryRaw`
    SELECT latest.number FROM unnest(${[...keys]}::text[]) AS wanted(key)
    CROSS JOIN LATERAL (
      -- A range, and in its index's order: with = it would be that of the numbers alone, which another index has too.
      SELECT number FROM ticket WHERE reporter_key BETWEEN wanted.key AND wanted.key ORDER BY reporter_key, number DESC LIMIT ${limit}) AS latest
    ORDER BY number DESC LIMIT ${limit}`;
  const numbers = z
    .array(z.object({ number: z.int() }))
    .parse(found)
    .map(({ number }) => number);
  if (numbers.length === 0) return [];
  const rows = await db.ticket.findMany({ where: { number: { in: numbers } }, orderBy: { number: 'desc' } });
  return rows.map(ticketOf);
}
