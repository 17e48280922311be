import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Db, openDatabase } from '../../prisma/store/client.ts';
import { isOutage } from '../../prisma/store/index.ts';
import { neverFits } from '../../prisma/store/outage.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const raise = (state: string) => `DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '${state}'; END $$`;
const readOnly = (db: Db) =>
  db.$transaction(async (tx) => {
    await tx.$executeRaw`SET TRANSACTION READ ONLY`;
    await tx.chat.updateMany({ data: { title: null } });
  });
const tooSlow = (db: Db) =>
  db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_sleep(0.2)`;
      await tx.chat.count();
    },
    { timeout: 50 },
  );

async function failureOf(act: () => Promise<unknown>): Promise<unknown> {
  try {
    await act();
  } catch (error) {
    return error;
  }
  throw new Error('it went well');
}

test.each<[string, (db: Db) => Promise<unknown>]>([
  ['the connection is cut', (db) => db.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`],
  ['the server only reads', readOnly],
  ['a transaction ran out of time', tooSlow],
  ...['53100', '53200', '53300', '57P03', '58030', '55P03', '40001', '40P01', '08006'].map(
    (state): [string, (db: Db) => Promise<unknown>] => [`SQLSTATE ${state}`, (db) => db.$executeRawUnsafe(raise(state))],
  ),
])('an outage: %s', async (_, act) => {
  expect(isOutage(await failureOf(() => act(database.db)))).toBe(true);
});

test('an outage: nobody listens', async () => {
  const away = openDatabase('postgresql://nobody:nothing@127.0.0.1:1/nowhere', 1);
  expect(isOutage(await failureOf(() => away.chat.count()))).toBe(true);
  expect(isOutage(await failureOf(() => away.$queryRaw`SELECT 1`))).toBe(true);
});

test('an outage: every connection of the pool is busy and none comes free in time', () => {
  expect(isOutage(new Error('timeout exceeded when trying to connect'))).toBe(true);
  expect(isOutage(Object.assign(new Error('no connection'), { code: 'P2024' }))).toBe(true);
});

test('what Postgres refuses for what is in it is known, and told from an outage and from a mistake of ours', async () => {
  const db = database.db;
  const wrong = [
    () => db.$queryRaw`SELECT ${'+033658-09-27T01:46:40Z'}::timestamptz`,
    () => db.$queryRaw`SELECT ${'{"a":"\\u0000"}'}::jsonb ->> 'a'`,
    () => db.$executeRawUnsafe(raise('54000')),
  ];
  for (const act of wrong) expect(neverFits(await failureOf(act))).toBe(true);
  const ours = [
    () => db.$queryRaw`SELECT no_such_column FROM inbox`,
    ...['23505', '57P03', '40001'].map((state) => () => db.$executeRawUnsafe(raise(state))),
  ];
  for (const act of ours) expect(neverFits(await failureOf(act))).toBe(false);
});

test.each(['22012', '22P02', '23505', '42P01', 'MSB01'])('no outage: SQLSTATE %s', async (state) => {
  expect(isOutage(await failureOf(() => database.db.$executeRawUnsafe(raise(state))))).toBe(false);
});

test('no outage: what our own code throws', () => {
  expect(isOutage(new TypeError('x is not a function'))).toBe(false);
  expect(isOutage('away')).toBe(false);
});
