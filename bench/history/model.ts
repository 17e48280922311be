import { z } from 'zod';
import type { CounterChange } from '../../core/conversation/effects.ts';
import type { Clockwork } from '../../core/deadlines/clockwork.ts';
import { countersOf } from '../../core/ticket/counters.ts';
import { apply } from '../../core/ticket/fold.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import type { Db } from '../../prisma/store/client.ts';
import { eventOf } from '../../prisma/store/rows.ts';
import { copyText } from './copy.ts';
import type { Course, Life } from './lives.ts';
import { cut, type Hole, joined, type Stencil } from './stencil.ts';
import { columnsOf, ROW_NUMBER, TABLES } from './tables.ts';

/** A life as it is copied: its rows in every table, and what it adds to the counters. */
export interface Model {
  readonly course: Course;
  readonly gone: boolean;
  /** By table: all rows as text, and how many they are. */
  readonly rows: ReadonlyMap<string, { readonly stencil: Stencil; readonly count: number }>;
  readonly counters: readonly CounterChange[];
}

/** Columns are taken as the database with the lives in it has them. */
export type Columns = ReadonlyMap<string, readonly string[]>;

export async function readColumns(db: Db): Promise<Columns> {
  const all = new Map<string, readonly string[]>();
  for (const { name } of TABLES) all.set(name, await columnsOf(db, name));
  return all;
}

export async function readModels(db: Db, columns: Columns, lives: readonly Life[], clockwork: Clockwork): Promise<Model[]> {
  const models: Model[] = [];
  for (const life of lives) models.push(await readModel(db, columns, life, clockwork));
  return models;
}

const Id = z.array(z.object({ id: z.bigint(), wire: z.string().nullable() }));

async function readModel(db: Db, columns: Columns, life: Life, clockwork: Clockwork): Promise<Model> {
  const { number: ticket } = await db.ticket.findFirstOrThrow({ where: { receivedAt: life.begins } });
  const heard = Id.parse(
    await db.$queryRaw`SELECT i.id, i.message_id AS wire FROM inbox i JOIN ticket_message m ON m.inbox_id = i.id WHERE m.ticket = ${ticket} ORDER BY i.id`,
  );
  const said = Id.parse(
    await db.$queryRawUnsafe(
      `SELECT o.id, NULL AS wire ${rowsOf('outbox')}`,
      ticket,
      heard.map(({ id }) => id),
    ),
  );
  const marks = new Map<string, Hole>([[String(ticket), { of: 'ticket' }]]);
  for (const [n, { id, wire }] of heard.entries()) {
    marks.set(String(id), { of: 'inbox', n });
    if (wire !== null) marks.set(wire.slice(1), { of: 'inbox', n });
  }
  for (const [n, { id }] of said.entries()) marks.set(String(id), { of: 'outbox', n });

  const rows = new Map<string, { stencil: Stencil; count: number }>();
  for (const { name, instead } of TABLES) {
    const values = (columns.get(name) ?? []).map((column) => `(${instead[column] ?? `o."${column}"`})::text`);
    const found = z.array(z.object({ row: z.array(z.string().nullable()) })).parse(
      await db.$queryRawUnsafe(
        `SELECT to_jsonb(ARRAY[${values.join(', ')}]) AS row ${rowsOf(name)}`,
        ticket,
        heard.map(({ id }) => id),
      ),
    );
    rows.set(name, { stencil: joined(found.map(({ row }, n) => stencilOf(row, n, marks))), count: found.length });
  }
  return { course: life.course, gone: life.gone, rows, counters: await countersIn(db, ticket, clockwork) };
}

const rowsOf = (table: string): string => TABLES.find(({ name }) => name === table)?.rows ?? '';

/** One row in COPY's text form. */
function stencilOf(row: readonly (string | null)[], n: number, marks: ReadonlyMap<string, Hole>): Stencil {
  const numbered: Stencil = { texts: ['', ''], holes: [{ of: 'row', n }] };
  const values = row.map((value) => (value === ROW_NUMBER ? numbered : cut(copyText(value), marks)));
  const tab: Stencil = { texts: ['\t'], holes: [] };
  return joined([...values.flatMap((value, i) => (i === 0 ? [value] : [tab, value])), { texts: ['\n'], holes: [] }]);
}

/** Counted anew from its events, by the rules the pipeline counts by. */
async function countersIn(db: Db, ticket: number, clockwork: Clockwork): Promise<CounterChange[]> {
  const events = await db.ticketEvent.findMany({ where: { ticket }, orderBy: { seq: 'asc' } });
  const counted: CounterChange[] = [];
  let before: Ticket | null = null;
  for (const event of events.map(eventOf)) {
    const after: Ticket = apply(before, event);
    counted.push(...countersOf(before, after, event, clockwork));
    before = after;
  }
  return counted;
}
