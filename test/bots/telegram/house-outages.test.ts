import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDeliverer, type Deliverer } from '../../../bots/deliver.ts';
import { createReceive } from '../../../bots/receive.ts';
import { telegramName } from '../../../bots/telegram/decode.ts';
import { ChatId } from '../../../core/ids.ts';
import type { Store } from '../../../prisma/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { officeNotices } from '../../support/notices.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { emptyStore } from '../../support/store.ts';
import { until } from '../../support/until.ts';
import { groupRef, type Stage, stage } from './stage.ts';

/** The outbox, the deliverer and the channel together, against a Bot API that fails in its ways. */
let database: TestDatabase;
let store: Store;
let now = new Date('2026-03-10T09:00:00+08:00');
let wire: Stage;
let deliverer: Deliverer;
let keys = 0;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

beforeEach(async () => {
  // Each Bot API server counts its groups from the same number.
  for (const table of ['outbox', 'inbox', 'chat']) await database.asOwner(`DELETE FROM ${table}`);
  store = emptyStore(database.db, telegramName);
  wire = await stage({ started: false });
  const clock = { now: () => now };
  await wire.channel.start(createReceive({ inbox: store.inbox, clock, log: quietLog, crash: () => {}, hint: () => {} }));
  await until(() => wire.channel.ready?.(), 'the session to open');
  deliverer = createDeliverer({
    channel: wire.channel,
    store,
    notices: officeNotices,
    clock,
    log: quietLog,
    crash: () => {},
    instance: 'one',
  });
});

async function room(kind: 'group' | 'supergroup' = 'supergroup') {
  const group = wire.api.group({ title: '群', kind });
  const { wireId } = groupRef(group);
  const row = await database.db.chat.create({
    data: { channel: telegramName, wireId: `${wireId}`, kind: 'group', role: 'work', title: `群${wireId}` },
  });
  await database.db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  return { group, id: ChatId.parse(row.id) };
}
const say = (chat: ChatId, text: string) => store.outbox.tell({ dedupeKey: `h${++keys}`, chat, kind: 'notice', text }, now);
const statuses = async (chat: ChatId) =>
  (await database.db.outbox.findMany({ where: { chatId: chat }, orderBy: { id: 'asc' } })).map((row) => row.status);
async function later(ms: number): Promise<void> {
  now = new Date(now.getTime() + ms);
  await deliverer.pump();
}
/** What the group read, piece by piece: what waited together goes as one message. */
const texts = (group: { readonly id: number }) => wire.api.sentTo(group).flatMap((one) => one.text.split('\n————\n'));

test('429 in one group: it waits as long as Telegram says, others do not, and nothing is said twice', async () => {
  const [slow, other] = [await room(), await room()];
  wire.api.faults.next('sendMessage', { kind: 'flood', retryAfter: 17 });
  await say(slow.id, '甲');
  await deliverer.pump();
  await say(slow.id, '乙');
  await say(other.id, '丙');
  await later(16_000);
  expect([texts(slow.group), texts(other.group)]).toEqual([[], ['丙']]);
  await later(1_500);
  expect(texts(slow.group)).toEqual(['甲', '乙']);
  expect(await statuses(slow.id)).toEqual(['sent', 'sent']);
});

test.each([500, 502, 503])('HTTP %i: tried again until it is taken, once', async (code) => {
  const { group, id } = await room();
  wire.api.faults.next('sendMessage', { kind: 'status', code }, 3);
  await say(id, '甲');
  for (let look = 0; look < 5; look += 1) await later(3_100);
  expect(texts(group)).toEqual(['甲']);
  expect(await statuses(id)).toEqual(['sent']);
});

test('taken, and the answer lost: on record as doubtful, never said again, and what stands behind it goes on', async () => {
  const { group, id } = await room();
  wire.api.faults.next('sendMessage', { kind: 'accept-then-drop' });
  await say(id, '甲');
  await deliverer.pump();
  await say(id, '乙');
  await later(120_000);
  await deliverer.recover(false);
  await deliverer.pump();
  expect(texts(group)).toEqual(['甲', '乙']);
  expect(await statuses(id)).toEqual(['unknown', 'sent']);
});

test('a group that became a supergroup: what waits goes there, once, though only a send found out', async () => {
  const { group, id } = await room('group');
  await say(id, '之前');
  await deliverer.pump();
  const next = group.upgrades({ silently: true });
  await say(id, '之中');
  await later(3_100);
  await say(id, '之后');
  await later(2_200);
  expect(texts(group)).toEqual(['之前']);
  expect(texts(next)).toEqual(['之中', '之后']);
  expect(await statuses(id)).toEqual(['sent', 'sent', 'sent']);
  expect(await database.db.chat.findUnique({ where: { id } })).toMatchObject({ wireId: String(next.id) });
});
