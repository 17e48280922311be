import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import { SCENE } from '../../app/replay/channel.ts';
import { openStage } from '../../app/replay/stage.ts';
import { createCrowd } from '../../bench/ratios/crowd.ts';
import { type Db, openDatabase } from '../../prisma/store/client.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type SqlProxy, startSqlProxy } from '../support/sql-proxy.ts';

const CHATS = 5;
const OF_EACH = 10;
/**
 * Round trips a problem, from the wire to the receipt on it, when five chats write ten each: what it is today, and a ratchet. Whoever
 * makes it less writes the lesser number here. The last tenth is how often the outbox is looked at, which moves a little.
 */
const MOST = 16.1;

let database: TestDatabase;
let proxy: SqlProxy;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  proxy = await startSqlProxy(database.url);
  db = openDatabase(proxy.url, 6);
});
afterEach(async () => {
  await db.$disconnect();
  await proxy.close();
});

test('the proxy counts what is asked, by pg and by Prisma alike', async () => {
  const client = new pg.Client({ connectionString: proxy.url });
  await client.connect();
  await client.query('SELECT 1');
  await client.query('SELECT $1::int', [1]);
  expect(proxy.roundTrips()).toBe(2);
  for (let i = 0; i < 3; i += 1) await client.query({ name: 'thrice', text: 'SELECT $1::text', values: ['汇'.repeat(400_000)] });
  expect(proxy.statements()[0]).toEqual({ sql: 'SELECT $1::text', times: 3 });
  await client.end();

  await db.$queryRaw`SELECT 1`; // connects
  proxy.reset();
  await db.$queryRaw`SELECT ${'one'}`;
  expect(proxy.roundTrips()).toBe(1);
  await db.$transaction(async (tx) => void (await tx.chat.count()));
  expect(proxy.roundTrips()).toBe(4);
});

test(`a problem costs at most ${MOST} round trips, when many are heard at once`, async () => {
  const config = loadConfig(join(import.meta.dirname, '../../config'));
  const stage = await openStage(db, config, new Date('2026-03-10T09:00:00+08:00'));
  const names = Array.from({ length: CHATS }, (_, i) => `work-${i}`);
  await db.chat.createMany({ data: names.map((wireId) => ({ channel: SCENE, wireId, kind: 'group', role: 'work' })) });
  await db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  const crowd = createCrowd(CHATS);
  const batch = (ofEach: number) =>
    Array.from({ length: CHATS * ofEach }, (_, i) => ({ ...crowd.next(i % CHATS).envelope, channel: SCENE }));
  await stage.channel.receive()(batch(1));
  await stage.settle(); // the directory is read, the chats are known
  proxy.reset();
  await stage.channel.receive()(batch(OF_EACH));
  await stage.settle();
  const each = proxy.roundTrips() / (CHATS * OF_EACH);

  expect(await db.ticket.count()).toBe(CHATS * (1 + OF_EACH));
  expect(stage.said.filter(({ message }) => message.text.includes('已受理'))).toHaveLength(CHATS * (1 + OF_EACH));
  expect(each).toBeLessThanOrEqual(MOST);
}, 60_000);
