import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeliverer } from '../../bots/deliver.ts';
import type { Channel, SendOutcome } from '../../core/channel.ts';
import { ChatId } from '../../core/ids.ts';
import type { Store } from '../../prisma/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { officeNotices } from '../support/notices.ts';
import { quietLog } from '../support/quiet-log.ts';
import { emptyStore } from '../support/store.ts';
import { smallOffice } from './webchat/office.ts';
import { openServer, type WebchatServer } from './webchat/server.ts';

let database: TestDatabase;
let server: WebchatServer;
let store: Store;
let room: ChatId;
let now = new Date('2026-03-10T09:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openServer({ databaseUrl: database.url, office: smallOffice(), receive: async () => {} });
  const { name } = server.channel;
  store = emptyStore(database.db, name);
  const row = await database.db.chat.create({ data: { channel: name, wireId: 'work', kind: 'group', role: 'work' } });
  room = ChatId.parse(row.id);
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

/** The real web chat, with a wire that may break around each send. */
function over(around: (send: () => Promise<SendOutcome>, part: number) => Promise<SendOutcome>, idempotentSend: boolean) {
  const real = server.channel;
  const channel: Channel = {
    name: real.name,
    capabilities: { ...real.capabilities, textLimit: 100, idempotentSend },
    start: (receive) => real.start(receive),
    stop: () => real.stop(),
    send: (chat, message) => around(() => real.send(chat, message), message.part ?? 0),
  };
  return createDeliverer({
    channel,
    store,
    notices: officeNotices,
    clock: { now: () => now },
    log: quietLog,
    crash: () => {},
    instance: 'one',
  });
}

const down: SendOutcome = { kind: 'retry', afterMs: 1_000, scope: 'chat', reason: 'down' };
const text = Array.from({ length: 250 }, (_, n) => String.fromCharCode(0x4e00 + n)).join('');
const shown = async () =>
  (await database.db.webchatMessage.findMany({ where: { outboxId: { not: null } }, orderBy: { id: 'asc' } })).map((row) => row.text);

async function say(key: string): Promise<void> {
  await database.asOwner('DELETE FROM webchat_message');
  await store.outbox.tell({ dedupeKey: key, chat: room, kind: 'notice', text }, now);
}
const row = (dedupeKey: string) => database.db.outbox.findUniqueOrThrow({ where: { dedupeKey } });

test('a text over the limit is shown whole on the web chat', async () => {
  await say('whole');
  await over((send) => send(), true).pump();
  expect(await shown()).toEqual([text.slice(0, 100), text.slice(100, 200), text.slice(200)]);
  expect((await row('whole')).status).toBe('sent');
});

test.each([true, false])(
  'a later part refused for now: the next try, even of another process, goes on there (keyed wire: %s)',
  async (keyed) => {
    const key = `later-${keyed}`;
    await say(key);
    await over(async (send, part) => (part === 1 ? down : send()), keyed).pump();
    expect(await row(key)).toMatchObject({ status: 'pending', partsDone: 1 });
    now = new Date(now.getTime() + 1_001);
    const asked: number[] = [];
    await over((send, part) => {
      asked.push(part);
      return send();
    }, keyed).pump();
    expect(asked).toEqual([1, 2]);
    expect((await shown()).join('')).toBe(text);
    expect((await row(key)).status).toBe('sent');
  },
);

test('a part taken by the web chat and not put on record is not shown twice when all is sent again', async () => {
  await say('again');
  const waiting = await store.outbox.peek(room, now, 1);
  await store.outbox.take(waiting, 'one', now);
  const [first] = waiting;
  if (!first) throw new Error('nothing waits');
  const half = { id: first.id, part: 0, text: text.slice(0, 100), mentions: [], quote: null, buttons: [], media: [] };
  await server.channel.send({ wireId: 'work', kind: 'group' }, half);
  const next = over((send) => send(), true);
  await next.recover(true);
  await next.pump();
  expect((await shown()).join('')).toBe(text);
});
