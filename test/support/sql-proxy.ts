import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { FrontendReader } from './sql-wire.ts';

export interface SqlProxy {
  /** The database's url, through the proxy. */
  readonly url: string;
  /** How often a client has asked and waited since the last `reset`, whatever library asked. */
  roundTrips(): number;
  /** What was asked, the most frequent first. */
  statements(): readonly { readonly sql: string; readonly times: number }[];
  reset(): void;
  close(): Promise<void>;
}

/** Stands between the house and Postgres and counts round trips on the wire: each Query, Sync or Flush is one. */
export async function startSqlProxy(databaseUrl: string): Promise<SqlProxy> {
  const target = new URL(databaseUrl);
  const asked = new Map<string, number>();
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.setNoDelay(true);
      // Either end gone is the end of both; who is connected hears of it as he would without us.
      socket.on('error', () => undefined);
      socket.once('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    const reader = new FrontendReader((sql) => asked.set(sql, (asked.get(sql) ?? 0) + 1));
    client.pipe(tapped((chunk) => reader.push(chunk))).pipe(upstream);
    upstream.pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.toString(),
    roundTrips: () => [...asked.values()].reduce((sum, times) => sum + times, 0),
    statements: () => [...asked].map(([sql, times]) => ({ sql, times })).toSorted((a, b) => b.times - a.times),
    reset: () => asked.clear(),
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Passes on what it is shown, and no faster than the other end takes it. */
function tapped(seen: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen(chunk);
      done(null, chunk);
    },
  });
}
