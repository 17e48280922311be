import pg from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../prisma/migrate.ts';
import { type Db, openDatabase } from '../../prisma/store/client.ts';
import { isOutage } from '../../prisma/store/index.ts';
import { createTestDatabase, MIGRATIONS } from '../support/database.ts';
import { type Link, openLink } from '../support/link.ts';

/** Long enough for a busy machine to open a connection in. */
const SILENT_MS = 2_000;

/** The database behind a wire on which connections can die without either end being told. */
async function behindLink(): Promise<{ db: Db; link: Link; url: string; direct: string }> {
  const database = await createTestDatabase();
  const url = new URL(database.url);
  const port = Number(url.port);
  const link = await openLink(() => port);
  url.port = String(link.port);
  const db = openDatabase(url.toString(), 1, SILENT_MS);
  onTestFinished(async () => {
    link.reset();
    await db.$disconnect();
    await link.close();
    await database.drop();
  });
  return { db, link, url: url.toString(), direct: database.url };
}

async function failureOf(act: Promise<unknown>): Promise<unknown> {
  return act.then(
    () => null,
    (error: unknown) => error,
  );
}

test('a connection that died without a word: an outage, and then all is well on a new one', async () => {
  const { db, link } = await behindLink();
  await db.chat.count();
  link.strand();
  expect(isOutage(await failureOf(db.$queryRaw`SELECT 1`))).toBe(true);
  expect(await db.chat.count()).toBe(0);
});

test('one that died in the middle of a transaction: its rows come free, its place in the pool too', async () => {
  const { db, link } = await behindLink();
  await db.$executeRaw`INSERT INTO chat (channel, wire_id, kind) VALUES ('telegram', '-1', 'group')`;
  const broken = await failureOf(
    db.$transaction(async (tx) => {
      await tx.chat.updateMany({ data: { title: 'held' } });
      link.strand();
      await tx.chat.count();
    }),
  );
  expect(isOutage(broken)).toBe(true);
  await expect.poll(async () => failureOf(db.chat.updateMany({ data: { title: 'free' } })), { timeout: 8_000, interval: 100 }).toBeNull();
});

test('a server that takes the connection and says nothing', async () => {
  const { db, link } = await behindLink();
  link.hold();
  expect(isOutage(await failureOf(db.chat.count()))).toBe(true);
  link.reset();
  expect(await db.chat.count()).toBe(0);
});

test('a start whose connection dies while it waits for its turn to migrate ends, and does not wait for ever', async () => {
  const { link, url, direct } = await behindLink();
  const another = new pg.Client({ connectionString: direct });
  await another.connect();
  onTestFinished(() => another.end());
  await another.query('SELECT pg_advisory_lock(72707369)');
  const starting = failureOf(migrate(url, MIGRATIONS, SILENT_MS));
  const asks = async () =>
    (
      await another.query(
        `SELECT FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND query LIKE 'SELECT pg_try_advisory_lock%' AND datname = current_database()`,
      )
    ).rowCount;
  await expect.poll(asks, { timeout: 5_000 }).toBe(1);
  link.strand();
  expect(await starting).toMatchObject({ code: 'ETIMEDOUT' });
});
