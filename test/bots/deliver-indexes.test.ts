import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChannelName, ChatId } from '../../core/ids.ts';
import { type Db, openDatabase } from '../../prisma/store/client.ts';
import type { Store } from '../../prisma/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rowsRead } from '../support/rows-read.ts';
import { emptyStore } from '../support/store.ts';

const WIRE = ChannelName.parse('wire');
const now = new Date('2026-03-10T09:00:00Z');
const CHATS = 200;
const ROWS = 40_000;
const HELD = 400;
/** A wire was away: so many wait, for so many chats. */
const QUEUED = 10_000;
const BUSY = 20;
let database: TestDatabase;
let store: Store;
/** One connection, so that its figures can be told to be written down: those of a pool come when they please. */
let counted: Db;

/** A year of a busy house: what is asked must be found among these without reading them all. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  counted = openDatabase(database.url, 1);
  store = emptyStore(counted, WIRE);
  await db.$executeRaw`INSERT INTO chat (channel, wire_id, kind) SELECT 'wire', 'c' || n, 'group' FROM generate_series(1, ${CHATS}) n`;
  await db.$executeRaw`
    INSERT INTO inbox (chat_id, key, kind, text, body, status, received_at)
    SELECT n % ${CHATS} + 1, 'm:' || n, 'message', '说的第' || n || '句', '{}', 'done', ${now} FROM generate_series(1, ${ROWS}) n`;
  await db.$executeRaw`
    INSERT INTO outbox (dedupe_key, chat_id, channel, ticket, kind, body, status, created_at, not_before)
    SELECT 'k' || n, n % ${CHATS} + 1, 'wire', n / 8, 'dispatch', jsonb_build_object('text', '第' || n || '条', 'mentions', '[]'::jsonb,
      'quoteOf', null, 'buttons', '[]'::jsonb, 'mediaOf', jsonb_build_array(n)), 'sent', ${now}, ${now} FROM generate_series(1, ${ROWS}) n`;
  await db.$executeRaw`
    INSERT INTO outbox (dedupe_key, chat_id, channel, kind, body, status, created_at, not_before)
    SELECT 'h' || n, (n + 1) % ${CHATS} + 1, 'wire', 'reminder', jsonb_build_object('text', '第' || n || '件', 'mentions', '[]'::jsonb,
      'quoteOf', null, 'buttons', '[]'::jsonb, 'mediaOf', '[]'::jsonb, 'fold', true), 'held', ${now},
      ${now}::timestamptz + n * interval '1 minute' FROM generate_series(1, ${HELD}) n`;
  await db.$executeRaw`INSERT INTO ticket_message (ticket, inbox_id, role) SELECT n / 8, n, 'source' FROM generate_series(1, ${ROWS}) n`;
  await db.$executeRaw`
    INSERT INTO attachment (token, inbox_id, position, kind, name, mime, size, ref)
    SELECT 't' || n, n, 0, 'image', 'a.jpg', 'image/jpeg', 0, 'r' FROM generate_series(1, ${ROWS}, 100) n`;
  for (const table of ['chat', 'inbox', 'outbox', 'ticket_message', 'attachment']) await database.asOwner(`ANALYZE ${table}`);
});
afterAll(async () => {
  await counted.$disconnect();
  await database.drop();
});

test("a late file's notices are found by their ticket", async () => {
  const [file] = await store.lateMedia.wanted(WIRE, 0, 1);
  if (!file) throw new Error('no file is wanted');
  expect(await rowsRead(counted, 'outbox', () => store.lateMedia.arrived(file.id, new Uint8Array([1]), now))).toBeLessThan(100);
  // Message 1 was of chat 2.
  expect(await database.db.outbox.findUnique({ where: { dedupeKey: `late.${file.id}.2` } })).not.toBeNull();
});

test('held notices that are due are found among those held; nothing else is looked at', async () => {
  const before = new Date(now.getTime() - 1);
  expect(await rowsRead(counted, 'outbox', () => store.outbox.release(WIRE, before, now))).toBeLessThan(5);
  // The first is due, and the next of its chat by the end of the window.
  const due = new Date(now.getTime() + 60_000);
  const upTo = new Date(now.getTime() + (CHATS + 5) * 60_000);
  expect(await rowsRead(counted, 'outbox', () => store.outbox.release(WIRE, due, upTo))).toBeLessThan(HELD + 50);
  expect(await database.db.outbox.count({ where: { chatId: 3, status: 'pending' } })).toBe(2);
});

test('held notices are no burden to those that wait', async () => {
  const at = new Date(now.getTime() + 60_000);
  const chat = ChatId.parse(3);
  expect(await store.outbox.dueChats(WIRE, at, 50)).toContainEqual(
    expect.objectContaining({ chat, kind: 'group', count: 2, urgent: false }),
  );
  expect(await rowsRead(counted, 'outbox', () => store.outbox.dueChats(WIRE, at, 50))).toBeLessThan(10);
  expect(await rowsRead(counted, 'outbox', () => store.outbox.peek(chat, at, 30))).toBeLessThan(20);
});

test('a long queue is not read to find whose turn it is', async () => {
  const { db } = database;
  await db.$executeRaw`
    INSERT INTO outbox (dedupe_key, chat_id, channel, kind, body, status, urgent, created_at, not_before)
    SELECT 'q' || n, n % ${BUSY} + 101, 'wire', 'receipt', jsonb_build_object('text', '第' || n || '条', 'mentions', '[]'::jsonb,
      'quoteOf', null, 'buttons', '[]'::jsonb, 'mediaOf', '[]'::jsonb), 'pending', n = ${QUEUED}, ${now}, ${now}
    FROM generate_series(1, ${QUEUED}) n`;
  const at = new Date(now.getTime() + 60_000);
  const due = (await store.outbox.dueChats(WIRE, at, 50)).filter(({ chat }) => chat > 100);
  expect(due).toHaveLength(BUSY);
  // The last of all is urgent: its chat comes first. The others in the order of what waits longest.
  expect(due.map(({ chat, urgent }) => [chat, urgent])).toEqual([
    [101, true],
    ...Array.from({ length: BUSY - 1 }, (_, n) => [n + 102, false]),
  ]);
  expect(due.every(({ count }) => count >= 4)).toBe(true);
  const look = () => store.outbox.dueChats(WIRE, at, 50);
  for (const statistics of ['of before the queue', 'of the queue']) {
    if (statistics === 'of the queue') await database.asOwner('ANALYZE outbox');
    // From its sixth time on a named statement may have another plan.
    for (let times = 0; times < 8; times += 1) await look();
    expect(await rowsRead(counted, 'outbox', look), statistics).toBeLessThan(BUSY * 10);
  }
});

test('of a long queue no more is read than may go', async () => {
  const at = new Date(now.getTime() + 60_000);
  const chat = ChatId.parse(110);
  for (let times = 0; times < 8; times += 1) expect(await store.outbox.peek(chat, at, 100)).toHaveLength(100);
  expect(await rowsRead(counted, 'outbox', () => store.outbox.peek(chat, at, 100))).toBeLessThan(150);
});
