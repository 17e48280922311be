import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChannelName, ChatId } from '../../core/ids.ts';
import type { Store } from '../../prisma/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyStore } from '../support/store.ts';

const WIRE = ChannelName.parse('wire');
const now = new Date('2026-03-10T09:00:00Z');
let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createTestDatabase();
  store = emptyStore(database.db, WIRE);
});
afterAll(() => database.drop());

let tickets = 0;

/** A notice that carries the two files of a message: one is here, one not yet. */
async function notice() {
  const { db } = database;
  tickets += 1;
  const ticket = tickets;
  const { id: chatId } = await db.chat.create({ data: { channel: 'wire', wireId: `c${ticket}`, kind: 'group', role: 'department' } });
  const { id: inboxId } = await db.inbox.create({ data: { chatId, key: 'm:1', kind: 'message', body: {} } });
  const file = { inboxId, kind: 'image', mime: 'image/jpeg' };
  const here = { ...file, token: `h${ticket}`, position: 0, name: '先到.jpg', size: 1, content: new Uint8Array([1]) };
  await db.attachment.create({ data: here });
  const late = await db.attachment.create({ data: { ...file, token: `l${ticket}`, position: 1, name: '后到.jpg', size: 0, ref: 'r' } });
  await db.ticketMessage.create({ data: { ticket, inboxId, role: 'source' } });
  const body = { text: '派单', mentions: [], quoteOf: null, buttons: [], mediaOf: [Number(inboxId)] };
  const data = { dedupeKey: `n${ticket}`, chatId, channel: 'wire', ticket, kind: 'dispatch', body, createdAt: now, notBefore: now };
  const { id } = await db.outbox.create({ data });
  return { chat: ChatId.parse(chatId), row: id, attachment: late.id };
}

async function take(chat: ChatId): Promise<string[]> {
  const taken = await store.outbox.take(await store.outbox.peek(chat, now, 1), 'one', now);
  return (taken ?? []).map((file) => file.name);
}

const lateRows = (attachment: number) => database.db.outbox.findMany({ where: { dedupeKey: { startsWith: `late.${attachment}.` } } });

async function somebodyWaits(): Promise<boolean> {
  const rows = await database.db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  return rows[0]?.n === 1;
}

test('a late file is sent alone, after the notice that went with the others', async () => {
  const { chat, row, attachment } = await notice();
  expect(await take(chat)).toEqual(['先到.jpg']);
  await database.db.outbox.update({ where: { id: row }, data: { status: 'sent' } });
  await store.lateMedia.arrived(attachment, new Uint8Array([7]), now);
  expect(await take(chat)).toEqual(['后到.jpg']);
});

test('a file that comes while its notice is held goes out with it, and not a second time', async () => {
  const { chat, row, attachment } = await notice();
  await database.db.outbox.update({ where: { id: row }, data: { status: 'held' } });
  await store.lateMedia.arrived(attachment, new Uint8Array([7]), now);
  await store.outbox.release(WIRE, now, now);
  expect(await take(chat)).toEqual(['先到.jpg', '后到.jpg']);
  expect(await lateRows(attachment)).toEqual([]);
});

test('a file of a notice that was taken back goes nowhere', async () => {
  const { row, attachment } = await notice();
  await database.db.outbox.update({ where: { id: row }, data: { status: 'withdrawn' } });
  await store.lateMedia.arrived(attachment, new Uint8Array([7]), now);
  expect(await lateRows(attachment)).toEqual([]);
});

test('bytes that arrive while the notice is being taken wait for that, and are sent after it', async () => {
  const { row, attachment } = await notice();
  const { arrived } = await database.db.$transaction(async (taker) => {
    await taker.outbox.update({ where: { id: row }, data: { status: 'sending' } });
    const written = store.lateMedia.arrived(attachment, new Uint8Array([7]), now);
    await expect.poll(somebodyWaits).toBe(true);
    return { arrived: written };
  });
  await arrived;
  expect(await lateRows(attachment)).toHaveLength(1);
});

test('a notice taken while the bytes are being written waits for them and goes out with them', async () => {
  const { chat, attachment } = await notice();
  const { taken } = await database.db.$transaction(async (writer) => {
    await writer.attachment.update({ where: { id: attachment }, data: { content: new Uint8Array([7]), ref: null } });
    const files = take(chat);
    await expect.poll(somebodyWaits).toBe(true);
    return { taken: files };
  });
  expect(await taken).toEqual(['先到.jpg', '后到.jpg']);
});

test('both at once, many times over: each file goes out exactly once', async () => {
  for (let n = 0; n < 30; n += 1) {
    const { chat, attachment } = await notice();
    const [files] = await Promise.all([take(chat), store.lateMedia.arrived(attachment, new Uint8Array([7]), now)]);
    const after = await lateRows(attachment);
    expect([files.includes('后到.jpg'), after.length]).toEqual(after.length === 1 ? [false, 1] : [true, 0]);
  }
});
