import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PatientClient } from '../../prisma/store/patient-client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/until.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** pg's own client would end this process here, with an 'error' that nobody listens to. */
test('a connection that is checked out, and idle, may lose its server', async () => {
  const pool = new pg.Pool({ connectionString: database.url, max: 1, Client: PatientClient });
  const client = await pool.connect();
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await database.db.$executeRaw`SELECT pg_terminate_backend(${rows[0]?.pid}::int)`;
  const next = () =>
    client.query('SELECT 1').then(
      () => null,
      (error: unknown) => String(error),
    );
  expect(await until(next, 'the next query to tell of it')).toMatch(/error/i);
  client.release(true);
  await pool.end();
});
