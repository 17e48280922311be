import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CrashPoint } from '../../core/crash.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { checkRun } from './check.ts';
import type { Run } from './run.ts';
import { type Order, scheduleOf } from './schedule.ts';
import type { Offered } from './wires.ts';

/** The drill's own eyes: each fault that it looks for is made by hand, and it must see it. */

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const CHAT = '-100';
const AT = new Date('2026-03-10T01:00:00Z');

const offered = (order: number, key: string, more: Partial<Offered> = {}): Offered => ({
  order,
  chat: 0,
  channel: 'telegram',
  wireId: CHAT,
  key,
  text: '厂门口的路灯坏了',
  at: AT.getTime(),
  opens: false,
  ...more,
});

async function failing(run: Partial<Run>): Promise<Record<string, number>> {
  const quiet = { kills: 0, restarts: 0, struck: [] as CrashPoint[], failedStarts: 0, fell: [], downs: [] };
  const { bars } = await checkRun({
    databaseUrl: database.url,
    offered: [],
    accepted: { telegram: [], wechat: [] },
    fates: new Map([['bots', quiet]]),
    faults: [],
    atRest: true,
    exits: [],
    ...run,
  });
  return Object.fromEntries(bars.flatMap(({ name, failures }) => (failures.length === 0 ? [] : [[name, failures.length]])));
}

test('nothing said, nothing done: every bar holds', async () => {
  expect(await failing({})).toEqual({});
});

test('lost, doubled, out of order, unfinished, unsaid, said without a row: each is seen', async () => {
  const { db } = database;
  const chat = await db.chat.create({ data: { channel: 'telegram', wireId: CHAT, kind: 'group', role: 'work' } });
  const heard = (key: string, handledAt: Date | null) =>
    db.inbox.create({
      data: {
        chatId: chat.id,
        key,
        kind: 'message',
        body: {},
        receivedAt: AT,
        ...(handledAt === null ? {} : { status: 'done', outcome: 'ignored', handledAt }),
      },
    });
  await heard('m:2', new Date(AT.getTime() + 5_000));
  await heard('m:1', AT);
  await heard('m:3', null);
  await heard('m:nobody', new Date(AT.getTime() + 9_000));
  const said = (dedupeKey: string, text: string, more: object) =>
    db.outbox.create({ data: { dedupeKey, chatId: chat.id, channel: 'telegram', kind: 'answer', body: { text }, ...more } });
  const sendingAt = new Date(AT.getTime() + 1_000);
  await said('a', '先说的', { status: 'sent', messageId: '12', sendingAt, sender: 'bots/telegram' });
  await said('b', '后说的', { status: 'sent', messageId: '11', sendingAt: new Date(AT.getTime() + 2_000), sender: 'bots/telegram' });
  await said('c', '没有到的', { status: 'sent', messageId: '13', sendingAt: new Date(AT.getTime() + 3_000), sender: 'bots/telegram' });
  await said('d', '没说完的', { status: 'pending' });
  await said('e', '说不清的', { status: 'unknown', sendingAt: new Date(AT.getTime() + 4_000), sender: 'bots/telegram' });

  const wire = (messageId: string, text: string) => ({ wireId: CHAT, messageId, text });
  expect(
    await failing({
      offered: [offered(0, 'm:1'), offered(1, 'm:2'), offered(2, 'm:3', { opens: true }), offered(3, 'm:4')],
      accepted: { telegram: [wire('11', '后说的'), wire('12', '先说的'), wire('14', '先说的')], wechat: [] },
      atRest: false,
    }),
  ).toEqual({
    'comes to rest once all is well': 1,
    '0 lost: each message offered is one row': 1,
    'one row a message, and no row without one': 1,
    'each row has come to its one end': 1,
    '0 inversions: rows in the order offered': 1,
    '0 inversions: handled in the order of rows': 1,
    'the ledger adds up': 1,
    'each trouble has its ticket': 1,
    '0 lost notices: each has come to its end': 1,
    'what is “sent” is on the wire once': 1,
    'nothing on the wire without its row': 1,
    '0 inversions: said in the order written': 1,
    'each doubt is shown to the desk': 1,
    'no doubt without something that broke': 1,
  });
});

test('a WeChat message that is in no row is forgiven only where we were down and a gap says so', async () => {
  const { db } = database;
  const room = await db.chat.create({ data: { channel: 'wechat', wireId: 'r@chatroom', kind: 'group', role: 'work' } });
  const [from, to] = [new Date(AT.getTime() - 60_000), new Date(AT.getTime() + 60_000)];
  const body = { kind: 'gap', from: from.toISOString(), to: to.toISOString() };
  await db.inbox.create({
    data: { chatId: room.id, key: 'g:1', kind: 'gap', body, receivedAt: to, status: 'done', outcome: 'answered', handledAt: to },
  });
  const lost = { channel: 'wechat', wireId: 'r@chatroom' } as const;
  const name = '0 lost: each message offered is one row';
  const bots = {
    kills: 1,
    restarts: 0,
    struck: [] as CrashPoint[],
    failedStarts: 0,
    fell: [],
    downs: [{ from: AT.getTime() - 5_000, to: to.getTime() }],
  };
  const fates: Run['fates'] = new Map([['bots', bots]]);
  expect((await failing({ offered: [offered(0, 'm:x', lost)], fates }))[name]).toBeUndefined();
  expect((await failing({ offered: [offered(0, 'm:x', lost)] }))[name]).toBe(1);
  expect((await failing({ offered: [offered(0, 'm:x', { ...lost, at: to.getTime() + 1 })], fates }))[name]).toBe(1);
});

test('a seed is a schedule: the same again, another otherwise, as many kills as ordered', () => {
  const order: Order = { seed: 7, messages: 500, chats: 12, kills: 30, backend: 'redis' };
  const schedule = scheduleOf(order);
  expect(scheduleOf(order)).toEqual(schedule);
  expect(scheduleOf({ ...order, seed: 8 }).messages).not.toEqual(schedule.messages);
  expect(schedule.messages).toHaveLength(500);
  expect(schedule.faults.filter(({ fault }) => ['kill', 'arm', 'kill-server'].includes(fault.kind))).toHaveLength(30);
});
