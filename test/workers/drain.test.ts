import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import { createReceive } from '../../bots/receive.ts';
import type { InboundEnvelope } from '../../core/channel.ts';
import { ChannelName, ChatId } from '../../core/ids.ts';
import { seed } from '../../prisma/seed.ts';
import { createStore, type Store } from '../../prisma/store/index.ts';
import { createUnderstander, type Understander } from '../../workers/understand.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';

const WIRE = ChannelName.parse('wire');
const TROUBLE = '排污许可证月底到期，环评验收的材料交了三次都被退，请环保的同志帮忙看看';
const clock = { now: () => new Date('2026-03-10T09:00:00+08:00') };

let database: TestDatabase;
let store: Store;
let work: ChatId;
/** Looks into the work group's inbox, and effects that another worker had written first. */
const seen = { looks: 0, taken: 0 };

beforeAll(async () => {
  database = await createTestDatabase();
  const config = loadConfig(join(import.meta.dirname, '../../config'));
  await seed(database.db, config, { webchat: WIRE });
  store = createStore(database.db, {
    botName: config.bot.name,
    channels: [WIRE],
    recognise: () => ({ role: 'unknown', department: null }),
  });
  const chat = await database.db.chat.findUniqueOrThrow({ where: { channel_wireId: { channel: WIRE, wireId: 'work' } } });
  work = ChatId.parse(chat.id);
});
afterAll(() => database.drop());

function understander(): Understander {
  const counted: Store = {
    ...store,
    inbox: {
      ...store.inbox,
      next(chat, directory, limit) {
        seen.looks += 1;
        return store.inbox.next(chat, directory, limit);
      },
    },
    async commit(effects, at) {
      const written = await store.commit(effects, at);
      if (written.kind === 'taken') seen.taken += 1;
      return written;
    },
  };
  const queues = { backend: 'postgres' as const, hint() {}, async work() {}, async close() {} };
  const config = loadConfig(join(import.meta.dirname, '../../config'));
  return createUnderstander({ store: counted, config, queues, clock, log: quietLog, crash: () => {}, model: null });
}

async function write(people: readonly string[]): Promise<void> {
  const receive = createReceive({ inbox: store.inbox, clock, log: quietLog, crash: () => {}, hint: () => {} });
  await receive(people.map(envelopeOf));
}

function envelopeOf(wireId: string): InboundEnvelope {
  return {
    channel: WIRE,
    chat: { wireId: 'work', kind: 'group', title: null },
    sender: { wireId, name: wireId },
    at: clock.now(),
    key: `m:${wireId}`,
    body: { kind: 'message', messageId: wireId, text: TROUBLE, quote: null, mentions: [], mentionsBot: false, media: [] },
  };
}

describe('hints of one chat', () => {
  test('ten at once are one drain: nothing is thought about twice, and no slot is held', async () => {
    const people = Array.from({ length: 10 }, (_, i) => `writer-${i}`);
    await write(people);
    const { hinted } = understander();
    const first = hinted(work);
    // The other nine let go of their slots while the first still works.
    await Promise.all(people.slice(1).map(() => hinted(work)));
    expect(await database.db.inbox.count({ where: { status: 'new' } })).toBeGreaterThan(0);
    await first;
    expect(await database.db.inbox.count({ where: { status: 'new' } })).toBe(0);
    expect(seen.taken).toBe(0);
    expect(seen.looks).toBeLessThanOrEqual(4);
  });

  test('what is written while a drain is on its last look is found by it', async () => {
    const { hinted } = understander();
    await write(['late-0']);
    const first = hinted(work);
    for (let i = 1; i < 20; i += 1) {
      await write([`late-${i}`]);
      await hinted(work);
    }
    await first;
    await until(async () => (await database.db.inbox.count({ where: { status: 'new' } })) === 0, 'the inbox to be empty');
  });
});
