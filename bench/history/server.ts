import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedDatabase, startEmbeddedPostgres } from '../../app/embedded-postgres.ts';

/**
 * While it is filled the server writes neither a log of its own changes nor to disk at once: a crash would cost the bench and nothing
 * else. Measured is with a server as it is delivered.
 */
const WHILE_FILLING = {
  wal_level: 'minimal',
  max_wal_senders: '0',
  fsync: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  maintenance_work_mem: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '1h',
} as const;

/** The embedded Postgres in a folder of its own, with as many databases as are asked for. */
export interface Server {
  /** @returns the url of the database of this name */
  url(name: string): string;
  /** A copy of another database, or an empty one. */
  create(name: string, from?: string): Promise<void>;
  has(name: string): Promise<boolean>;
  rename(from: string, to: string): Promise<void>;
  drop(name: string): Promise<void>;
  /** Restarts it, for filling or for measuring. */
  tune(how: 'filling' | 'as delivered'): Promise<void>;
  stop(): Promise<void>;
}

/** @param kept a folder that stays when all is done; null: a temporary one */
export async function openServer(kept: string | null): Promise<Server> {
  if (kept !== null) mkdirSync(kept, { recursive: true });
  const dir = kept ?? mkdtempSync(join(tmpdir(), 'mashangban-history-'));
  chmodSync(dir, 0o755); // as root, Postgres runs as a user of its own and must be able to reach its folder
  const remove = (): void => {
    if (kept === null) rmSync(dir, { recursive: true, force: true });
  };
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  const start = () => startEmbeddedPostgres({ dir: join(dir, 'postgres'), password: 'history' });
  let server: EmbeddedDatabase = await start();

  const url = (name: string): string => {
    const there = new URL(server.url);
    there.pathname = `/${name}`;
    return there.toString();
  };
  const admin = <T>(run: (client: pg.Client) => Promise<T>): Promise<T> => connected(url('postgres'), run);

  return {
    url,
    async create(name, from = 'template0') {
      await admin((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${from}`));
    },
    async has(name) {
      return (await admin((client) => client.query('SELECT FROM pg_database WHERE datname = $1', [name]))).rowCount === 1;
    },
    async rename(from, to) {
      await admin((client) => client.query(`ALTER DATABASE ${from} RENAME TO ${to}`));
    },
    async drop(name) {
      await admin((client) => client.query(`DROP DATABASE IF EXISTS ${name}`));
    },
    async tune(how) {
      await admin(async (client) => {
        await client.query('ALTER SYSTEM RESET ALL');
        if (how === 'as delivered') return;
        for (const [name, value] of Object.entries(WHILE_FILLING)) await client.query(`ALTER SYSTEM SET ${name} = '${value}'`);
      });
      await server.stop();
      server = await start();
    },
    async stop() {
      await server.stop();
      remove();
      process.off('exit', remove);
    },
  };
}

export async function connected<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

/** What a database takes on the disk, in bytes. */
export function sizeOf(url: string): Promise<number> {
  return connected(url, async (client) =>
    Number((await client.query<{ size: string }>('SELECT pg_database_size(current_database()) AS size')).rows[0]?.size ?? 0),
  );
}
