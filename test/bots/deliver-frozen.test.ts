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

/** A gateway is frozen with a message in hand; another holds the session meanwhile; then the first one goes on as if nothing had been. */
const WIRE = ChannelName.parse('wire');
let database: TestDatabase;
let store: Store;
let duty: ChatId;
let now = new Date('2026-03-10T09:00:00Z');
beforeAll(async () => {
  database = await createTestDatabase();
  store = emptyStore(database.db, WIRE);
  duty = await chat('duty', 'duty');
});
afterAll(() => database.drop());

async function chat(wireId: string, role = 'work'): Promise<ChatId> {
  const row = await database.db.chat.create({ data: { channel: WIRE, wireId, kind: 'group', role, title: wireId } });
  await database.db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  return ChatId.parse(row.id);
}

type Frozen = 'before the wire has it' | 'before the wire answers';
const sent: SendOutcome = { kind: 'sent', messageId: '1' };

/** @param keyed whether the wire drops a second send with the same id */
function stage(keyed: boolean) {
  const shown: string[] = [];
  const known = new Set<string>();
  const deliver = (instance: string, around: (take: () => void) => Promise<SendOutcome>) => {
    const channel: Channel = {
      name: WIRE,
      capabilities: { ...generous, idempotentSend: keyed },
      async start() {},
      async stop() {},
      send: ({ wireId }, { id, text }) =>
        around(() => {
          const key = `${id}`;
          if (!keyed || !known.has(key)) shown.push(`${wireId}: ${text.slice(0, 12)}`);
          known.add(key);
        }),
    };
    return createDeliverer({ channel, store, notices: officeNotices, clock: { now: () => now }, log: quietLog, crash: () => {}, instance });
  };
  return { shown, deliver };
}

const cases: readonly [Frozen, boolean, SendOutcome, string][] = [
  ['before the wire has it', false, sent, 'sent'],
  ['before the wire answers', false, sent, 'sent'],
  ['before the wire answers', false, { kind: 'unknown', reason: 'timeout' }, 'unknown'],
  ['before the wire has it', true, sent, 'sent'],
  ['before the wire answers', true, sent, 'sent'],
  ['before the wire answers', true, { kind: 'unknown', reason: 'timeout' }, 'sent'],
];

test.each(cases)(
  '%s (keyed wire: %s), thawed with %o: said once, and what was in doubt is on record once',
  async (frozen, keyed, answer, end) => {
    const name = `room-${cases.findIndex((one) => one[0] === frozen && one[1] === keyed && one[2] === answer)}`;
    const room = await chat(name);
    const tell = (text: string) => store.outbox.tell({ dedupeKey: `${name}.${text}`, chat: room, kind: 'notice', text }, now);
    const row = (text: string) => database.db.outbox.findUniqueOrThrow({ where: { dedupeKey: `${name}.${text}` } });
    const { shown, deliver } = stage(keyed);
    const here = () => shown.filter((one) => one.startsWith(`${name}:`));

    await tell('一');
    let thaw = () => {};
    const thawed = new Promise<void>((resolve) => {
      thaw = resolve;
    });
    const first = deliver('first', async (take) => {
      if (frozen === 'before the wire answers') take();
      await thawed;
      if (frozen === 'before the wire has it') take();
      return answer;
    });
    const second = deliver('second', async (take) => {
      take();
      return { kind: 'sent', messageId: '2' };
    });
    const inHand = first.pump();
    await expect.poll(async () => (await row('一')).status).toBe('sending');

    await second.recover(true);
    await tell('二');
    await second.pump();
    // What is in flight may be in the wire already: nothing is said past it.
    expect([await row('一').then(({ status }) => status), here().length]).toEqual([
      'sending',
      frozen === 'before the wire answers' ? 1 : 0,
    ]);

    now = new Date(now.getTime() + 61_000);
    await second.recover(false);
    await second.pump();
    expect((await row('二')).status).toBe('sent');
    expect((await row('一')).status).toBe(keyed ? 'sent' : 'unknown');

    thaw();
    await inHand;
    await first.recover(false);
    await Promise.all([first.pump(), second.pump()]);
    expect((await row('一')).status).toBe(end);
    expect(here().toSorted()).toEqual([`${name}: 一`, `${name}: 二`]);
    const doubts = await database.db.outbox.findMany({ where: { chatId: duty, dedupeKey: `doubt.${(await row('一')).id}` } });
    expect(doubts).toHaveLength(keyed ? 0 : 1);
  },
);
