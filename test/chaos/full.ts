import pg from 'pg';
import type { FULL_TABLES } from './schedule.ts';

/**
 * As a full disk looks to whoever writes: SQLSTATE 53100 for each insert and update of one table. A trigger raises it, since no
 * disk of this machine can be filled without filling it for others too.
 */
export async function fullDisk(databaseUrl: string, table: (typeof FULL_TABLES)[number], ms: number): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query(`CREATE OR REPLACE FUNCTION chaos_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      RAISE EXCEPTION 'could not extend file "base/chaos": No space left on device' USING ERRCODE = '53100'; END $$`);
    await client.query(
      `CREATE OR REPLACE TRIGGER chaos_full BEFORE INSERT OR UPDATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION chaos_full()`,
    );
  });
  await new Promise((resolve) => setTimeout(resolve, ms));
  await emptyDisk(databaseUrl, table);
}

export async function emptyDisk(databaseUrl: string, table: (typeof FULL_TABLES)[number]): Promise<void> {
  await withClient(databaseUrl, (client) => client.query(`DROP TRIGGER IF EXISTS chaos_full ON ${table}`));
}

/** Postgres may be dying just now: the disk has to get better all the same. */
async function withClient(databaseUrl: string, use: (client: pg.Client) => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + 60_000; ; ) {
    const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await use(client);
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
