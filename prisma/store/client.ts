import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/client.ts';

export type Db = PrismaClient;

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
  // Between two listeners of the pool and the adapter nobody hears that it is cut, and an error unheard ends the process.
  onConnect: (client: { on(event: 'error', listener: () => void): unknown }) => void client.on('error', () => {}),
});

/** One pool a process. @param connections the most it may hold open. */
export function openDatabase(databaseUrl: string, connections = 10, silentMs = SILENT_MS): Db {
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: connections, ...patience(silentMs) });
  return new PrismaClient({ adapter });
}
