import type pg from 'pg';
import { dateOfDay, dayNumber } from '../../core/report/shanghai.ts';
import { readBucket } from '../../core/ticket/counting/buckets.ts';
import { fillAside } from './aside.ts';
import { copyInto, copyText } from './copy.ts';
import type { Columns, Model } from './model.ts';
import { connected } from './server.ts';
import { type Copy, filled } from './stencil.ts';
import { type HistoryTable, TABLES } from './tables.ts';

/** So many copies, dealt from a deck of models, so many days later than these. */
export interface Stretch {
  readonly deck: readonly Model[];
  readonly days: number;
  readonly copies: number;
}

/** Where numbers begin: a database may hold something already. */
export type Start = Omit<Copy, 'days'>;
const FROM_NOTHING: Start = { ticket: 1, inbox: 1, outbox: 1, row: 1 };

function* dealt(stretches: readonly Stretch[]): Generator<{ readonly model: Model; readonly days: number }> {
  let card = 0;
  for (const { deck, days, copies } of stretches) {
    for (let i = 0; i < copies; i += 1) {
      const model = deck[card % deck.length];
      card += 1;
      if (model !== undefined) yield { model, days };
    }
  }
}

/** Every copy's text in one table, one after the other. */
function* linesOf(table: string, stretches: readonly Stretch[], start: Start): Generator<string> {
  const next = { ...start };
  for (const { model, days } of dealt(stretches)) {
    const own = model.rows.get(table);
    if (own !== undefined && own.count > 0) yield filled(own.stencil, { ...next, days });
    next.ticket += 1;
    next.inbox += model.rows.get('inbox')?.count ?? 0;
    next.outbox += model.rows.get('outbox')?.count ?? 0;
    next.row += own?.count ?? 0;
  }
}

/** Tables filled side by side: while one waits for the disk, another is written. The largest first, so that none is left alone in the end. */
const AT_ONCE = 2;
const LARGEST = ['outbox', 'ticket_event', 'webchat_message', 'inbox', 'ticket'];

/** Fills an empty history, without indexes; they are made of what is there in the end. */
export async function fillHistory(
  url: string,
  columns: Columns,
  stretches: readonly Stretch[],
  told: (what: string) => void,
): Promise<void> {
  const waiting = TABLES.toSorted((a, b) => order(a.name) - order(b.name));
  const fillNext = (client: pg.Client): Promise<void> => {
    const table = waiting.shift();
    return table === undefined ? Promise.resolve() : fillTable(client, columns, stretches, table, told).then(() => fillNext(client));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => connected(url, fillNext)));
  await connected(url, async (client) => {
    const began = Date.now();
    await client.query("SELECT setval('ticket_number', (SELECT max(number) FROM ticket))");
    await client.query("SELECT setval('webchat_message_change_seq', (SELECT max(id) FROM webchat_message))");
    await fillCounters(client, stretches);
    await fillAside(
      client,
      stretches.reduce((sum, { copies }) => sum + copies, 0),
    );
    await client.query(`VACUUM (ANALYZE) ${[...TABLES.map(({ name }) => name), 'counter', 'report', 'made_file'].join(', ')}`);
    told(`counters, what lies beside, VACUUM ANALYZE: ${seconds(Date.now() - began)}`);
  });
}

const order = (table: string): number => (LARGEST.includes(table) ? LARGEST.indexOf(table) : LARGEST.length);

async function fillTable(
  client: pg.Client,
  columns: Columns,
  stretches: readonly Stretch[],
  { name, sequence }: HistoryTable,
  told: (what: string) => void,
): Promise<void> {
  const began = Date.now();
  const rebuild = await withoutIndexes(client, name);
  // In the transaction that emptied the table its rows need no log.
  await client.query('BEGIN');
  // What is append-only refuses even its owner.
  await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  await client.query(`TRUNCATE ${name}`);
  await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  await copyInto(client, name, columns.get(name) ?? [], linesOf(name, stretches, FROM_NOTHING));
  await client.query('COMMIT');
  const copied = Date.now();
  for (const statement of rebuild) await client.query(statement);
  if (sequence !== null) await client.query(`SELECT setval('${sequence}', greatest(1, (SELECT max(id) FROM ${name})))`);
  told(`${name}: copied in ${seconds(copied - began)}, indexed in ${seconds(Date.now() - copied)}`);
}

/** A few more copies, in these tables as they are. */
export async function addCopies(
  client: pg.Client,
  columns: Columns,
  tables: readonly string[],
  stretch: Stretch,
  start: Start,
): Promise<void> {
  for (const name of tables) await copyInto(client, name, columns.get(name) ?? [], linesOf(name, [stretch], start));
}

/** @returns the statements that make the table's indexes again */
async function withoutIndexes(client: pg.Client, table: string): Promise<string[]> {
  const keys = await client.query<{ name: string; definition: string }>(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint WHERE conrelid = $1::regclass AND contype IN ('p', 'u')`,
    [table],
  );
  const indexes = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
     WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)`,
    [table],
  );
  for (const { name } of keys.rows) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT "${name}"`);
  for (const { name } of indexes.rows) await client.query(`DROP INDEX ${name}`);
  return [
    ...keys.rows.map(({ name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT "${name}" ${definition}`),
    ...indexes.rows.map(({ definition }) => definition),
  ];
}

/** Sums that are those of the copies. */
async function fillCounters(client: pg.Client, stretches: readonly Stretch[]): Promise<void> {
  const times = new Map<Model, Map<number, number>>();
  for (const { model, days } of dealt(stretches)) {
    const byDay = times.get(model) ?? new Map<number, number>();
    times.set(model, byDay.set(days, (byDay.get(days) ?? 0) + 1));
  }
  const sums = new Map<string, number>();
  for (const [model, byDay] of times) {
    for (const [days, copies] of byDay) {
      for (const { day, department, metric, by } of model.counters) {
        const key = `${dateOfDay(dayNumber(day) + days)}\t${copyText(department ?? '')}\t`;
        for (const part of spread(metric, by * copies)) sums.set(key + part.metric, (sums.get(key + part.metric) ?? 0) + part.by);
      }
    }
  }
  await client.query('TRUNCATE counter');
  await copyInto(client, 'counter', ['day', 'department', 'metric', 'value'], countedLines(sums));
}

function* countedLines(sums: ReadonlyMap<string, number>): Generator<string> {
  for (const [key, value] of sums) yield `${key}\t${value}\n`;
}

/** Copies all take the same time, people do not: those of one bucket are spread over its neighbours, so that as many rows stand there as in life. */
const NEIGHBOURS = 12;

function spread(metric: string, by: number): { metric: string; by: number }[] {
  const read = readBucket(metric);
  if (read === null || by <= 1) return [{ metric, by }];
  const parts = Math.min(by, 2 * NEIGHBOURS + 1);
  return Array.from({ length: parts }, (_, i) => ({
    metric: `${read.time}~${Math.max(0, read.bucket - Math.floor(parts / 2) + i)}`,
    by: Math.floor(by / parts) + (i < by % parts ? 1 : 0),
  }));
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
