import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pingIfWorking, troubles } from '../../../app/watch/deadman.ts';
import { ChatId } from '../../../core/ids.ts';
import { openDatabase } from '../../../prisma/store/client.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { freePort } from '../../support/global-setup.ts';
import { keptLog } from '../../support/quiet-log.ts';
import { emptyStore } from '../../support/store.ts';
import { WIRE } from '../../workers/shop.ts';

const SECRET = 'a-secret-of-36-letters';
const MINUTE = 60_000;
let database: TestDatabase;
let receiver: Server;
let url: string;
let heard: string[] = [];
let answer: { status: number; location?: string } = { status: 200 };
let room: ChatId;
const start = new Date('2026-03-10T09:00:00+08:00');
let now = start;
const clock = { now: () => now };
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
};

beforeAll(async () => {
  database = await createTestDatabase();
  const row = await database.db.chat.create({ data: { channel: WIRE, wireId: 'work', kind: 'group', role: 'work', title: '群' } });
  room = ChatId.parse(row.id);
  receiver = createServer((request, reply) => {
    heard.push(request.url ?? '');
    reply.writeHead(answer.status, answer.location ? { location: answer.location } : {}).end('ok');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const address = receiver.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/ping/${SECRET}`;
});
afterAll(async () => {
  receiver.closeAllConnections();
  receiver.close();
  await database.drop();
});

beforeEach(async () => {
  await database.asOwner('TRUNCATE inbox, outbox, heartbeat CASCADE');
  heard = [];
  answer = { status: 200 };
  now = start;
  await beat();
});

async function beat(parts: readonly ('workers' | 'bots')[] = ['workers', 'bots']): Promise<void> {
  for (const part of parts) await emptyStore(database.db, WIRE).pulse.beat(part, 'one', now);
}

async function beatOnly(part: 'workers' | 'bots'): Promise<void> {
  later(2 * MINUTE + 1000);
  await beat([part]);
}

async function turn(over: { url?: string | null; signal?: AbortSignal } = {}) {
  const log = keptLog();
  let works: boolean | null = null;
  const store = emptyStore(database.db, WIRE);
  await pingIfWorking({
    pulse: store.pulse,
    clock,
    channels: [WIRE],
    url,
    log,
    signal: new AbortController().signal,
    works: (yes) => {
      works = yes;
    },
    ...over,
  });
  return { pings: heard.splice(0), works, log: JSON.stringify(log.lines) };
}

const say = (key: string) => emptyStore(database.db, WIRE).outbox.tell({ dedupeKey: key, chat: room, kind: 'notice', text: '在' }, now);

test('a house that works says so, each minute', async () => {
  expect(await turn()).toEqual({ pings: [`/ping/${SECRET}`], works: true, log: '[]' });
  later(MINUTE);
  expect((await turn()).pings).toHaveLength(1);
});

test.each<[string, string, () => Promise<unknown>]>([
  ['the workers are dead', 'no worker turns', () => beatOnly('bots')],
  ['the wires are dead', 'nobody delivers', () => beatOnly('workers')],
  [
    'a message is left lying',
    'a message has not been handled',
    async () => {
      await database.db.inbox.create({ data: { chatId: room, key: 'm:1', kind: 'message', body: {}, receivedAt: now } });
      later(5 * MINUTE);
      await beat();
      expect((await turn()).works).toBe(true);
      later(1000);
    },
  ],
  [
    'nothing gets out',
    'nothing gets out over wire',
    async () => {
      await say('late');
      later(10 * MINUTE);
      await beat();
      expect((await turn()).works).toBe(true);
      later(1000);
    },
  ],
  [
    'a wire refuses again and again, each time to be tried later',
    'nothing gets out over wire',
    async () => {
      await say('refused');
      later(10 * MINUTE + 1000);
      await database.db.outbox.updateMany({ data: { attempts: 7, sendingAt: new Date(now.getTime() - 5000), notBefore: now } });
      await beat();
    },
  ],
])('%s: silence, and the log says why', async (_what, why, happen) => {
  await happen();
  heard = [];
  const { pings, works, log } = await turn();
  expect([pings, works]).toEqual([[], false]);
  expect(log).toContain(why);
});

test('what waits by design is no trouble: held for the night, for a silent group, for a wire this house does not run, or just let out', async () => {
  const { db } = database;
  for (const key of ['held', 'elsewhere', 'let out', 'silent']) await say(key);
  const silent = await db.chat.create({ data: { channel: WIRE, wireId: 'silent', kind: 'group', role: 'work', shadowSince: now } });
  await db.outbox.updateMany({ where: { dedupeKey: 'silent' }, data: { chatId: silent.id } });
  await db.outbox.updateMany({ where: { dedupeKey: 'held' }, data: { status: 'held' } });
  await db.outbox.updateMany({ where: { dedupeKey: 'elsewhere' }, data: { channel: 'gone' } });
  later(9 * 60 * MINUTE);
  await db.outbox.updateMany({ where: { dedupeKey: 'let out' }, data: { notBefore: now } });
  await beat();
  expect(await turn()).toMatchObject({ works: true, log: '[]' });
});

test('a database that is away: silence at once, and not for ever', async () => {
  const away = openDatabase('postgresql://house:geheim@127.0.0.1:1/nowhere', 1);
  const found = await troubles({ pulse: emptyStore(away, WIRE).pulse, clock, channels: [WIRE] });
  await away.$disconnect();
  expect(found).toEqual(['the database does not answer']);
});

test('whoever answers with an error, with a way to elsewhere or not at all changes nothing here, and the secret is in no log', async () => {
  answer = { status: 500 };
  expect(await turn()).toMatchObject({ works: true, log: expect.stringContaining('500') });
  answer = { status: 302, location: '/elsewhere' };
  const sent = await turn();
  expect(sent.pings).toEqual([`/ping/${SECRET}`]);
  const nobody = await turn({ url: `http://127.0.0.1:${await freePort()}/ping/${SECRET}` });
  expect(nobody.log).toContain('ECONNREFUSED');
  for (const { log } of [sent, nobody, await turn({ url: `http://nobody.invalid/${SECRET}` })]) {
    expect(log).toContain('did not arrive');
    expect(log).not.toContain(SECRET);
  }
});

test('told to stop, it lets go of a receiver that never answers', async () => {
  const mute = createServer(() => {});
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const address = mute.address();
  const end = new AbortController();
  const turning = turn({ url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`, signal: end.signal });
  await new Promise<void>((resolve) => mute.once('request', () => resolve()));
  end.abort();
  expect((await turning).log).toBe('[]');
  mute.closeAllConnections();
  mute.close();
});
