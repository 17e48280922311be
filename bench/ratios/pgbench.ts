import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { migrate } from '../../prisma/migrate.ts';
import { connected, type Server } from '../history/server.ts';

const DATABASE = 'beside';

export interface Pgbench {
  /** Transactions a second, without the time of connecting. */
  run(mode: 'simple' | 'prepared', clients: number, transactions: number): Promise<number>;
  close(): Promise<void>;
}

/** null: it is not on this machine. */
export function findPgbench(): string | null {
  const lib = '/usr/lib/postgresql';
  const versions = existsSync(lib) ? readdirSync(lib).toSorted((a, b) => Number(b) - Number(a)) : [];
  const places = [...(process.env['PATH'] ?? '').split(delimiter), ...versions.map((version) => join(lib, version, 'bin'))];
  return places.map((dir) => join(dir, 'pgbench')).find((path) => existsSync(path)) ?? null;
}

/**
 * pgbench on the same server, in a database with our own tables, indexes and constraints. Its five rows are the rows that a ticket
 * of ours has become in the house's database: as wide as ours.
 */
export async function openPgbench(binary: string, server: Server, root: string, houseUrl: string): Promise<Pgbench> {
  await server.drop(DATABASE);
  await server.create(DATABASE);
  const url = server.url(DATABASE);
  await migrate(url, join(root, 'prisma/migrations'));
  await connected(url, (client) => client.query('CREATE SEQUENCE turn'));
  const dir = await mkdtemp(join(tmpdir(), 'mashangban-pgbench-'));
  const script = join(dir, 'five-rows.sql');
  await writeFile(script, await scriptOf(houseUrl));
  return {
    async run(mode, clients, transactions) {
      const each = Math.ceil(transactions / clients);
      const words = ['-n', '-M', mode, '-f', script, '-c', String(clients), '-j', '2', '-t', String(each), url];
      const stdout = await output(binary, words);
      const tps = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
      if (!(tps > 0) || !stdout.includes(`actually processed: ${each * clients}/${each * clients}`))
        throw new Error(`pgbench said: ${stdout}`);
      return tps;
    },
    async close() {
      await rm(dir, { recursive: true, force: true });
      await server.drop(DATABASE);
    },
  };
}

function output(file: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(file, words, (error, said, complaint) => (error ? reject(new Error(complaint || error.message)) : resolve(said)));
  });
}

/** What is another in every ticket; all other columns are as in the model. */
const OWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  inbox: { chat_id: ':chat', key: "'m-' || nextval('turn')", message_id: "'w-' || currval('turn')" },
  ticket: { number: "nextval('ticket_number')", source_chat: ':chat', source_inbox: ':inbox' },
  ticket_event: { ticket: ':number', seq: '1' },
  ticket_message: { ticket: ':number', inbox_id: ':inbox' },
  outbox: { dedupe_key: "'k-' || :inbox", chat_id: ':chat', ticket: ':number', message_id: "'b-' || :inbox" },
};
const BY_ITSELF = new Set(['inbox.id', 'ticket_event.id', 'outbox.id']);

async function scriptOf(houseUrl: string): Promise<string> {
  return connected(houseUrl, async (client) => {
    const { rows: latest } = await client.query<{ number: number; inbox: string }>(
      'SELECT number, source_inbox AS inbox FROM ticket ORDER BY number DESC LIMIT 1',
    );
    const [ticket] = latest;
    if (ticket === undefined) throw new Error('no ticket to take as a model');
    const where: Readonly<Record<string, string>> = {
      inbox: `id = ${ticket.inbox}`,
      ticket: `number = ${ticket.number}`,
      ticket_event: `ticket = ${ticket.number} ORDER BY length(body::text) DESC`,
      ticket_message: `ticket = ${ticket.number}`,
      outbox: `ticket = ${ticket.number} AND body->>'quoteOf' = '${ticket.inbox}' ORDER BY id`,
    };
    const insert = async (table: string): Promise<string> => {
      const { rows } = await client.query<{ row: Record<string, string | null> }>(
        `SELECT (SELECT jsonb_object_agg(key, value) FROM jsonb_each_text(to_jsonb(t))) AS row FROM ${table} t WHERE ${where[table]} LIMIT 1`,
      );
      const row = rows[0]?.row;
      if (row === undefined) throw new Error(`the model has no ${table}`);
      const { rows: types } = await client.query<{ name: string; list: boolean }>(
        `SELECT attname AS name, atttypid::regtype::text LIKE '%[]' AS list FROM pg_attribute
         WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
        [table],
      );
      const columns = types.filter(({ name }) => !BY_ITSELF.has(`${table}.${name}`));
      const values = columns.map(({ name, list }) => OWN[table]?.[name] ?? literal(row[name] ?? null, list));
      return `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) VALUES (${values.join(', ')})`;
    };
    return [
      '\\set chat :client_id + 1',
      'BEGIN;',
      `${await insert('inbox')} RETURNING id AS inbox \\gset`,
      `${await insert('ticket')} RETURNING number \\gset`,
      `${await insert('ticket_event')};`,
      `${await insert('ticket_message')};`,
      `${await insert('outbox')};`,
      'COMMIT;',
      '',
    ].join('\n');
  });
}

/** pgbench takes a colon before a word for a variable of its own, also within quotes. */
function literal(value: string | null, list: boolean): string {
  if (value === null) return 'NULL';
  const text = list ? value.replace(/^\[/, '{').replace(/\]$/, '}') : value;
  const safe = text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a').replaceAll('\n', '\\n');
  return `E'${safe}'`;
}
