import { join } from 'node:path';
import { clockworkOf } from '../../app/clockwork.ts';
import type { Config } from '../../core/config.ts';
import { migrate } from '../../prisma/migrate.ts';
import { openDatabase } from '../../prisma/store/client.ts';
import { addCopies, fillHistory } from './fill.ts';
import { type House, openHouse } from './house.ts';
import { DUE_SOON, finishedLives, NOW, openLives } from './lives.ts';
import { type Columns, type Model, readColumns, readModels } from './model.ts';
import { live } from './play.ts';
import { connected, type Server, sizeOf } from './server.ts';
import { historyOf } from './sizes.ts';
import { MARKS } from './stencil.ts';

const CONNECTIONS = 5;
const PROBLEMS = 19;
const OPEN_OF_EACH = 5;

/** Lives that were lived once through the real pipeline, and what is made of them. */
export interface Models {
  readonly columns: Columns;
  readonly finished: readonly Model[];
  readonly open: readonly Model[];
  readonly dueSoon: Model;
}

const LIVES = 'lives';
/** What a database is called until it is complete. */
const UNDER_WAY = 'under_way';

/** The database that all others are copied from: the office's directory, and one life of each kind. */
export async function livedModels(server: Server, root: string, config: Config): Promise<Models> {
  const [finished, open] = [finishedLives(PROBLEMS), openLives(OPEN_OF_EACH)];
  const lives = [...finished, ...open, DUE_SOON];
  const known = await server.has(LIVES);
  const db = openDatabase(server.url(known ? LIVES : UNDER_WAY), CONNECTIONS);
  try {
    if (!known) {
      await server.drop(UNDER_WAY);
      await server.create(UNDER_WAY);
      await migrate(server.url(UNDER_WAY), join(root, 'prisma/migrations'));
      await live(db, config, lives, NOW);
    }
    const columns = await readColumns(db);
    const models = await readModels(db, columns, lives, clockworkOf(config));
    const dueSoon = models.at(-1);
    if (dueSoon === undefined) throw new Error('nobody lived');
    return { columns, finished: models.slice(0, finished.length), open: models.slice(finished.length, -1), dueSoon };
  } finally {
    await db.$disconnect();
    if (!known) await server.rename(UNDER_WAY, LIVES);
  }
}

/** A database with so many tickets. */
export interface Filled {
  readonly name: string;
  readonly tickets: number;
  readonly bytes: number;
  /** null: it was there. */
  readonly seconds: number | null;
}

export async function filled(server: Server, tickets: number, models: Models, told: (what: string) => void): Promise<Filled> {
  const name = `tickets_${tickets}`;
  const known = await server.has(name);
  const began = Date.now();
  if (!known) {
    await server.drop(UNDER_WAY);
    await server.create(UNDER_WAY, LIVES);
    const stretches = historyOf(tickets, models.finished, models.open);
    await fillHistory(server.url(UNDER_WAY), models.columns, stretches, told);
    await server.rename(UNDER_WAY, name);
  }
  return { name, tickets, bytes: await sizeOf(server.url(name)), seconds: known ? null : Math.round((Date.now() - began) / 1000) };
}

export async function opened(server: Server, { name, tickets }: Filled, config: Config): Promise<House> {
  const house = await openHouse(openDatabase(server.url(name), CONNECTIONS), config, tickets);
  // An earlier run may have been broken off.
  await cleared(house);
  return house;
}

/** Adds tickets while measuring, with numbers of their own. */
export function adder(
  url: (house: House) => string,
  { columns, dueSoon }: Pick<Models, 'columns' | 'dueSoon'>,
): (house: House, copies: number) => Promise<void> {
  return async (house, copies) => {
    const { _max } = await house.db.ticket.aggregate({ _max: { number: true } });
    const ticket = Math.max(MARKS.due, 1 + (_max.number ?? 0));
    const start = { ticket, inbox: MARKS.inbox + ticket, outbox: MARKS.outbox + ticket, row: MARKS.wire + 10 * ticket };
    const stretch = { deck: [dueSoon], days: 0, copies };
    await connected(url(house), (client) => addCopies(client, columns, ['ticket', 'ticket_event'], stretch, start));
  };
}

/** What was opened while measuring is over, and nothing waits: every round begins as the first did. */
export async function cleared({ db, standing }: House): Promise<void> {
  await db.$executeRaw`
    UPDATE ticket SET state = 'archived', due_at = NULL, deadline_at = NULL, deadline_step = NULL, warn_at = NULL
    WHERE number > ${standing.highest} AND state <> 'archived'`;
  await db.$executeRaw`UPDATE outbox SET status = 'withdrawn' WHERE status IN ('held', 'pending')`;
  await db.$executeRaw`UPDATE report SET state = 'made' WHERE state = 'waiting'`;
}
