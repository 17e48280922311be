import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { type Prisma, PrismaClient } from '../generated/client.ts';
import { PatientClient } from './patient-client.ts';

export type Db = PrismaClient;

/** Statements that Postgres keeps ready, a connection; those with lists of every length would grow for ever. */
const MOST_KEPT = 400;

/**
 * A connection may die without either end being told (a firewall that forgets it, a machine that is gone): no answer within this
 * time is none, the connection is thrown away, and whoever asked meets an outage. Far more than any statement of ours takes.
 */
const SILENT_MS = 20_000;

/** For a driver of Postgres: nobody waits for ever. */
export const patience = (silentMs = SILENT_MS) => ({
  query_timeout: silentMs,
  // Nor is it carried out later, when whoever asked has long asked again.
  statement_timeout: silentMs,
  connectionTimeoutMillis: silentMs,
  keepAlive: true,
  // At the server's end of such a connection: a transaction nobody goes on with lets go of its rows.
  idle_in_transaction_session_timeout: silentMs,
});

/** One pool a process. @param connections the most it may hold open. */
export function openDatabase(databaseUrl: string, connections = 10, silentMs = SILENT_MS): Db {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections, Client: PatientClient, ...patience(silentMs) });
  return databaseOf(pool);
}

/** The house's database on these connections, which end with it. */
export function databaseOf(pool: pg.Pool): Db {
  const nameOf = keptReady();
  // An idle connection whose server ends is replaced; unheard, the event would end the process.
  pool.on('error', () => undefined);
  const db = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true, statementNameGenerator: nameOf }) });
  pools.set(db, pool);
  runners.set(db, async (statement) => {
    const { rows } = await pool.query<object>({ name: nameOf({ sql: statement.text }), text: statement.text, values: statement.values });
    return rows;
  });
  return db;
}

const pools = new WeakMap<Db, pg.Pool>();

/** Answers with a statement's rows; timestamptz is a Date. int8 is to be cast: the driver reads it as text, Prisma as bigint. */
export type Runner = (statement: Prisma.Sql) => Promise<readonly object[]>;
const runners = new WeakMap<Db, Runner>();

/**
 * For the few statements that every message takes: straight to the driver, on the same connections.
 * See docs/decisions/0032.
 */
export function runnerOf(db: Db): Runner {
  const runner = runners.get(db);
  if (!runner) throw new Error('a database that was not opened by openDatabase');
  return runner;
}

/** The same within a transaction, which is Prisma's own. */
export function within(tx: Pick<Db, '$queryRaw'>): Runner {
  return (statement) => tx.$queryRaw<object[]>(statement);
}

/** How busy a pool is: connections in use and idle, and statements that wait for one. */
export function poolOf(db: Db): { readonly busy: number; readonly idle: number; readonly waiting: number } {
  const pool = pools.get(db);
  if (!pool) return { busy: 0, idle: 0, waiting: 0 };
  return { busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount };
}

/** Named, a statement is parsed and planned once a connection and not at each call: the one that writes a message's effects took as long to plan as to run. */
export function keptReady(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>();
  return ({ sql }) => {
    const known = names.get(sql);
    if (known !== undefined) return known;
    // An unnamed statement is planned each time, as they all were.
    if (names.size >= MOST_KEPT) return '';
    const name = `msb_${createHash('sha1').update(sql).digest('hex')}`;
    names.set(sql, name);
    return name;
  };
}
