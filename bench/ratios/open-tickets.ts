import { noHints } from '../../app/replay/stage.ts';
import { fireDueTimers } from '../../workers/clock.ts';
import type { Workshop } from '../../workers/house.ts';
import { connected } from '../history/server.ts';
import { createFeeder } from './feed.ts';
import { openShop } from './house.ts';
import type { Context } from './ratio.ts';
import { withHouse } from './sides.ts';

/** Real tickets of many kinds, of which the others are copies. */
const MODELS = 34;
const COPIED = 'open_model';

/** A database with tickets in it that are open and on the clock, and a house that is asked only what the bench asks. */
export interface OpenHouse {
  readonly url: string;
  /** At this moment everything that was added as due is due, and nothing else. */
  readonly at: Date;
  /** So many more, due. */
  addDue(tickets: number): Promise<void>;
  /** What was added is gone again: the few stay few. */
  removeAdded(): Promise<void>;
  /** One sweep of the clock. @returns for how many tickets */
  sweep(): Promise<number>;
  close(): Promise<void>;
}

/** Some tickets come through the house, with their clocks; kept to be copied from. */
export async function openModels(context: Context): Promise<void> {
  await withHouse(context, 'postgres', async ({ house }) => {
    await createFeeder(house, 1, 1, 'model').run(MODELS);
    await context.server.drop(COPIED);
    await house.close();
    await context.server.create(COPIED, 'house_postgres');
  });
}

export async function openedWith(context: Context, tickets: number): Promise<OpenHouse> {
  const name = `open_${tickets}`;
  await context.server.drop(name);
  await context.server.create(name, COPIED);
  const url = context.server.url(name);
  const at = await connected(url, async (client) => {
    await client.query('CREATE TABLE model AS SELECT * FROM ticket');
    const { rows } = await client.query<{ at: Date }>('SELECT max(due_at) AS at FROM model');
    return rows[0]?.at ?? new Date();
  });
  await multiply(url, tickets, LATER);
  await connected(url, (client) => client.query('DELETE FROM ticket WHERE number IN (SELECT number FROM model)'));
  await connected(url, (client) => client.query('VACUUM ANALYZE ticket'));
  const highest = await connected(
    url,
    async (client) => (await client.query<{ n: number }>('SELECT max(number) AS n FROM ticket')).rows[0]?.n ?? 0,
  );
  const { shop, close } = await openShop({ root: context.root, url });
  const still: Workshop = { ...shop, queues: noHints, clock: { now: () => at } };
  return {
    url,
    at,
    addDue: (more) => multiply(url, more, 'model.due_at'),
    removeAdded: () => connected(url, async (client) => void (await client.query('DELETE FROM ticket WHERE number > $1', [highest]))),
    sweep: () => fireDueTimers(still),
    async close() {
      await close();
      await context.server.drop(name);
    },
  };
}

/** Over the next ninety days, in no order: tickets come in one order and are due in another. */
const LATER = `(SELECT max(due_at) FROM model) + interval '1 hour' + (hashint4(n) & 2147483647) / 2147483647.0 * interval '90 days'`;

/** Copies of the models, with numbers and messages of their own. */
async function multiply(url: string, tickets: number, dueAt: string): Promise<void> {
  await connected(url, (client) =>
    client.query(
      `INSERT INTO ticket SELECT (jsonb_populate_record(model, jsonb_build_object(
         'number', first.number + n, 'source_inbox', first.inbox + n, 'due_at', ${dueAt}))).*
       -- Above those that are gone again, too: what happened to them stays in the log.
       FROM (SELECT greatest(max(number), (SELECT max(ticket) FROM ticket_event)) AS number, max(source_inbox) AS inbox FROM ticket) first,
         generate_series(1, $1) n
         JOIN (SELECT number, row_number() OVER () AS i, count(*) OVER () AS all FROM model) turn ON turn.i = 1 + n % turn.all
         JOIN model USING (number)`,
      [tickets],
    ),
  );
}
