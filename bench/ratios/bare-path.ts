import pg from 'pg';
import { type Arrival, come } from './arrivals.ts';
import { openBareQueue } from './bare-queue.ts';

const CONNECTIONS = 10;
const CONCURRENCY = 8;

export interface BarePath {
  /** @returns from each arrival to its answer, in milliseconds */
  run(arrivals: readonly Arrival[]): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** The least that any bot with a queue does of a message: one insert, one job that names it, one worker, one send on a wire in this process. */
export async function openBarePath(backend: { readonly redisUrl: string | null; readonly databaseUrl: string }): Promise<BarePath> {
  const pool = new pg.Pool({ connectionString: backend.databaseUrl, max: CONNECTIONS });
  await pool.query('CREATE TABLE IF NOT EXISTS bare_message (id bigserial PRIMARY KEY, chat int NOT NULL, text text NOT NULL)');
  let sent: (id: string) => void = () => {};
  const queue = await openBareQueue(backend, CONCURRENCY, async (id) => sent(id));
  return {
    async run(arrivals) {
      const came: number[] = [];
      const times: number[] = [];
      await new Promise<void>((resolve, reject) => {
        sent = (index) => {
          times.push(performance.now() - (came[Number(index)] ?? Number.NaN));
          if (times.length === arrivals.length) resolve();
        };
        come(arrivals, ({ chat }, index) => {
          came[index] = performance.now();
          pool
            .query('INSERT INTO bare_message (chat, text) VALUES ($1, $2)', [chat, `message ${index}`])
            .then(() => queue.add(String(index)))
            .catch(reject);
        }).catch(reject);
      });
      return times;
    },
    async close() {
      await queue.close();
      await pool.query('DROP TABLE bare_message');
      await pool.end();
    },
  };
}
