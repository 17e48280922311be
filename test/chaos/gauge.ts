import pg from 'pg';
import { z } from 'zod';

const Row = z.object({ fresh: z.int(), unsent: z.int() });
export type Reading = z.infer<typeof Row>;

/** How much waits in the house, read past all the wires that may be bad. While the database is away, what was read last. */
export function openGauge(databaseUrl: string) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1, connectionTimeoutMillis: 2_000 });
  pool.on('error', () => undefined);
  let last: Reading = { fresh: 0, unsent: 0 };

  return {
    last: () => last,
    async read(): Promise<Reading | null> {
      try {
        const { rows } = await pool.query(
          `SELECT (SELECT count(*)::int FROM inbox WHERE status = 'new') AS fresh,
             (SELECT count(*)::int FROM outbox WHERE status IN ('pending', 'sending')) AS unsent`,
        );
        last = Row.parse(rows[0]);
        return last;
      } catch {
        return null;
      }
    },
    close: () => pool.end(),
  };
}

export type Gauge = ReturnType<typeof openGauge>;
