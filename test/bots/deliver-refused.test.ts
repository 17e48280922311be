import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeliverer } from '../../bots/deliver.ts';
import type { Channel, SendOutcome } from '../../core/channel.ts';
import { ChannelName, ChatId } from '../../core/ids.ts';
import type { Store } from '../../prisma/store/index.ts';
import { generous } from '../support/capabilities.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { officeNotices } from '../support/notices.ts';
import { quietLog } from '../support/quiet-log.ts';
import { emptyStore } from '../support/store.ts';

const WIRE = ChannelName.parse('wire');
let database: TestDatabase;
let store: Store;
let now = new Date('2026-03-10T09:00:00+08:00');

beforeAll(async () => {
  database = await createTestDatabase();
  store = emptyStore(database.db, WIRE);
  await chat('duty', 'duty');
});
afterAll(() => database.drop());

async function chat(wireId: string, role = 'work'): Promise<ChatId> {
  const row = await database.db.chat.create({ data: { channel: 'wire', wireId, kind: 'group', role, title: wireId } });
  await database.db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  return ChatId.parse(row.id);
}

let keys = 0;
async function say(to: ChatId, text: string, more: { ticket?: number; body?: object } = {}): Promise<bigint> {
  const body = more.body ?? { text, mentions: [], quoteOf: null, buttons: [], mediaOf: [] };
  const data = {
    dedupeKey: `r${++keys}`,
    chatId: to,
    channel: 'wire',
    kind: 'notice',
    body,
    ticket: more.ticket ?? null,
    createdAt: now,
    notBefore: now,
  };
  return (await database.db.outbox.create({ data })).id;
}

function wire(answer: (chat: string) => SendOutcome, used: Store = store) {
  const sent: { readonly chat: string; readonly text: string }[] = [];
  const channel: Channel = {
    name: WIRE,
    capabilities: generous,
    async start() {},
    async stop() {},
    async send({ wireId }, { text }) {
      const outcome = answer(wireId);
      if (outcome.kind === 'sent') sent.push({ chat: wireId, text });
      return outcome;
    },
  };
  const parts = {
    channel,
    store: used,
    notices: officeNotices,
    clock: { now: () => now },
    log: quietLog,
    crash: () => {},
    instance: 'one',
  };
  return { deliverer: createDeliverer(parts), toDesk: () => sent.filter((one) => one.chat === 'duty').map((one) => one.text), sent };
}
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const ok: SendOutcome = { kind: 'sent', messageId: null };
const kicked: SendOutcome = { kind: 'refused', code: 'forbidden', reason: 'kicked' };

test('a group that threw the bot out: the desk reads of the first at once, of all the rest in one line, and each is on record', async () => {
  const room = await chat('kicked');
  const { deliverer, toDesk } = wire((to) => (to === 'kicked' ? kicked : ok));
  for (let n = 0; n < 40; n += 1) await say(room, '秘密', { ticket: 100 + (n % 3) });
  await deliverer.pump();
  await deliverer.recover(false);
  await deliverer.pump();
  expect(toDesk()).toEqual([expect.stringMatching(/发往“kicked”的#100 的一条消息没能送到/)]);

  pass(10 * 60_000);
  await deliverer.recover(false);
  await deliverer.pump();
  const [, rest, ...more] = toDesk();
  expect(more).toEqual([]);
  expect(rest).toMatch(/#101、#102、#100 的 39 条消息没能送到/);
  expect(rest).not.toContain('秘密');

  // Nobody tells of them again, a process that starts anew neither.
  pass(10 * 60_000);
  const next = wire(() => ok);
  await next.deliverer.recover(true);
  await next.deliverer.pump();
  expect(next.sent).toEqual([]);
  const shown = await database.db.outbox.count({ where: { dedupeKey: { startsWith: 'doubt.' } } });
  expect(shown).toBe(40);
});

test('let in again, it hears what is said from then on', async () => {
  const room = await chat('back');
  let inside = false;
  const { deliverer, sent } = wire((to) => (to === 'back' && !inside ? kicked : ok));
  await say(room, '在外');
  await deliverer.pump();
  inside = true;
  await say(room, '回来了');
  await deliverer.pump();
  expect(sent.filter((one) => one.chat === 'back').map((one) => one.text)).toEqual(['回来了']);
});

test('a stored form nobody reads ends as refused and is shown; what stands behind it is said', async () => {
  const room = await chat('poison');
  await say(room, '前');
  const poison = await say(room, '', { body: { from: 'another age' } });
  await say(room, '后');
  const { deliverer, sent, toDesk } = wire(() => ok);
  await deliverer.pump();
  expect(sent.filter((one) => one.chat === 'poison').map((one) => one.text)).toEqual(['前', '后']);
  expect(await database.db.outbox.findUnique({ where: { id: poison } })).toMatchObject({
    status: 'refused',
    error: expect.stringContaining('nobody reads'),
  });
  await deliverer.recover(false);
  await deliverer.pump();
  expect(toDesk()).toEqual([expect.stringContaining(`（编号 o${poison}）`)]);
});

test('what can never be taken stands before its chat for half a minute and no longer; an outage is not counted', async () => {
  const room = await chat('stuck');
  const stuck = await say(room, '拿不出的附件');
  await say(room, '后面的');
  let away = true;
  const take: Store['outbox']['take'] = (messages, sender, at) => {
    if (away) return Promise.reject(Object.assign(new Error('away'), { code: 'P1001' }));
    if (messages.some(({ id }) => BigInt(id) === stuck)) return Promise.reject(new Error('no such file'));
    return store.outbox.take(messages, sender, at);
  };
  const { deliverer, sent } = wire(() => ok, { ...store, outbox: { ...store.outbox, take } });
  const looks = async (n: number) => {
    for (let look = 0; look < n; look += 1) {
      await deliverer.pump();
      pass(6_000);
    }
  };
  await looks(8);
  expect(await database.db.outbox.findUnique({ where: { id: stuck } })).toMatchObject({ status: 'pending' });
  away = false;
  await looks(5);
  await deliverer.pump();
  expect(await database.db.outbox.findUnique({ where: { id: stuck } })).toMatchObject({ status: 'refused', error: 'no such file' });
  expect(sent.filter((one) => one.chat === 'stuck').map((one) => one.text)).toEqual(['后面的']);
});
