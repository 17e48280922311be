import { join } from 'node:path';
import { clockworkOf } from '../../app/clockwork.ts';
import type { Config } from '../../core/config.ts';
import { migrate } from '../../prisma/migrate.ts';
import { openDatabase } from '../../prisma/store/client.ts';
import { addCopies, fillHistory } from './fill.ts';
import type { House } from './house.ts';
import { DUE_SOON, finishedLives, NOW, openLives } from './lives.ts';
import { type Columns, type Model, readColumns, readModels } from './model.ts';
import { live } from './play.ts';
import { connected, type Server } from './server.ts';
import { historyOf } from './sizes.ts';
import { MARKS } from './stencil.ts';

const PROBLEMS = 19;
const OPEN_OF_EACH = 5;

/** Lives that were lived once through the real pipeline, and what is made of them. */
export interface Models {
  readonly columns: Columns;
  readonly finished: readonly Model[];
  readonly open: readonly Model[];
  readonly dueSoon: Model;
}

/** The database that all others are copied from: the office's directory, and one life of each kind. */
export async function livedModels(server: Server, root: string, config: Config): Promise<Models> {
  const [finished, open] = [finishedLives(PROBLEMS), openLives(OPEN_OF_EACH)];
  const lives = [...finished, ...open, DUE_SOON];
  const known = await server.has('lives');
  if (!known) {
    await server.create('lives');
    await migrate(server.url('lives'), join(root, 'prisma/migrations'));
  }
  const db = openDatabase(server.url('lives'), 5);
  try {
    if (!known) await live(db, config, lives, NOW);
    const columns = await readColumns(db);
    const models = await readModels(db, columns, lives, clockworkOf(config));
    const dueSoon = models.at(-1);
    if (dueSoon === undefined) throw new Error('nobody lived');
    return { columns, finished: models.slice(0, finished.length), open: models.slice(finished.length, -1), dueSoon };
  } finally {
    await db.$disconnect();
  }
}

/** A database with so many tickets. */
export async function filled(server: Server, name: string, tickets: number, models: Models, told: (what: string) => void): Promise<void> {
  await server.create(name, 'lives');
  const stretches = historyOf(tickets, models.finished, models.open);
  await connected(server.url(name), (client) => fillHistory(client, models.columns, stretches, told));
}

/** Adds tickets while measuring, with numbers of their own. */
export function adder(url: (house: House) => string, { columns, dueSoon }: Pick<Models, 'columns' | 'dueSoon'>): (house: House, copies: number) => Promise<void> {
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
