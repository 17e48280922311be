import { describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../core/channel.ts';
import type { ChatId } from '../../core/ids.ts';
import type { OutboxStore } from '../../prisma/store/outbox.ts';
import { generous } from '../support/capabilities.ts';
import { deliveryStage, ok } from './delivery-stage.ts';

const stage = deliveryStage();
const { chat, pass, say, wire } = stage;
const statuses = async (room: ChatId) =>
  (await stage.database.db.outbox.findMany({ where: { chatId: room }, orderBy: { id: 'asc' } })).map((row) => row.status);

/** Fails the first `times` times; `after`: the database did it, and the answer was lost. */
function failing<Args extends unknown[], Result>(real: (...args: Args) => Promise<Result>, times: number, after: boolean) {
  let left = times;
  return async (...args: Args): Promise<Result> => {
    if (left <= 0) return real(...args);
    left -= 1;
    if (after) await real(...args);
    throw new Error('the connection broke');
  };
}

interface Staged {
  readonly outbox?: Partial<OutboxStore>;
  readonly answer?: () => SendOutcome;
  readonly fold?: boolean;
  readonly instance?: string;
  readonly onTaken?: () => void;
  readonly sent?: string[];
}

/** @returns what the wire was asked to say, whatever it answered */
function gateway({ answer = () => ok, fold = false, onTaken, sent = [], ...more }: Staged) {
  const { deliverer } = wire({
    ...more,
    capabilities: { textLimit: 100, pace: { ...generous.pace, fold } },
    send(_chat, { text }) {
      sent.push(text);
      return answer();
    },
    crash(point) {
      if (point === 'send-taken') onTaken?.();
    },
  });
  return { deliverer, sent };
}

describe("a database's blip", () => {
  test('at the taking, its answer lost: nothing was sent, so nothing is doubtful; it goes out later, once', async () => {
    const room = await chat('take');
    await say(room, '甲');
    const { deliverer, sent } = gateway({
      outbox: { take: failing(stage.store.outbox.take, 1, true), putBack: failing(stage.store.outbox.putBack, 2, false) },
    });
    await deliverer.pump();
    expect(sent).toEqual([]);
    expect(await statuses(room)).toEqual(['pending']);
    pass(61_000);
    await deliverer.recover(false);
    await deliverer.pump();
    expect(sent).toEqual(['甲']);
    expect(await statuses(room)).toEqual(['sent']);
  });

  test.each(['sent', 'again', 'ended'] as const)(
    'at writing down the outcome (%s): it is written when the database is back',
    async (write) => {
      const room = await chat(`record-${write}`);
      await say(room, '乙');
      const answers: Record<typeof write, SendOutcome> = {
        sent: { kind: 'sent', messageId: '7' },
        again: { kind: 'retry', afterMs: 60_000, scope: 'chat', reason: '429' },
        ended: { kind: 'refused', code: 'kicked', reason: 'gone' },
      };
      const broken = {
        sent: { sent: failing(stage.store.outbox.sent, 2, false) },
        again: { again: failing(stage.store.outbox.again, 2, false) },
        ended: { ended: failing(stage.store.outbox.ended, 2, false) },
      }[write];
      const { deliverer, sent } = gateway({ outbox: broken, answer: () => answers[write] });
      await deliverer.pump();
      expect(sent).toEqual(['乙']);
      expect(await statuses(room)).toEqual([{ sent: 'sent', again: 'pending', ended: 'refused' }[write]]);
    },
  );

  test('a row nobody can read does not keep the pump turning, and other chats are served', async () => {
    const bad = await chat('bad');
    await say(bad, '坏');
    const good = await chat('good');
    await say(good, '好');
    let looks = 0;
    const { deliverer, sent } = gateway({
      outbox: {
        async peek(room, at, limit) {
          if (room !== bad) return stage.store.outbox.peek(room, at, limit);
          looks += 1;
          throw new Error('unreadable');
        },
      },
    });
    await deliverer.pump();
    expect(sent).toEqual(['好']);
    expect(looks).toBe(1);
    await stage.database.asOwner('DELETE FROM outbox WHERE chat_id = $1', [bad]);
  });
});

test('a wire that throws has told us nothing: doubtful, at once', async () => {
  const room = await chat('throws');
  await say(room, '丙');
  const { deliverer } = gateway({
    answer: () => {
      throw new Error('bug');
    },
  });
  await deliverer.pump();
  expect(await statuses(room)).toEqual(['unknown']);
});

test('only what goes out now is ever marked: a kill right after the taking dooms nothing that waits behind', async () => {
  const room = await chat('kill');
  for (const text of ['一', '二', '三'.repeat(99)]) await say(room, text);
  const { deliverer, sent } = gateway({
    fold: true,
    onTaken: () => {
      throw new Error('killed here');
    },
  });
  await deliverer.pump();
  expect(sent).toEqual([]);
  expect(await statuses(room)).toEqual(['sending', 'sending', 'pending']);
});

describe('two gateways', () => {
  test('one takes what the other only looked at: it is sent once, and the later ones not before it', async () => {
    const room = await chat('two');
    await say(room, '一');
    const early = await stage.store.outbox.peek(room, stage.now, 5);
    await say(room, '二');
    const late = await stage.store.outbox.peek(room, stage.now, 5);
    expect([early.length, late.length]).toEqual([1, 2]);
    expect(await stage.store.outbox.take(early, 'one', stage.now)).toEqual([]);
    expect(await stage.store.outbox.take(late, 'two', stage.now)).toBeNull();
    expect(await stage.store.outbox.take(late.slice(1), 'two', stage.now)).toBeNull();
    await stage.store.outbox.putBack(
      early.map((one) => one.id),
      { sender: 'two', at: stage.now },
    );
    expect(await statuses(room)).toEqual(['sending', 'pending']);
  });

  test('both at once, many times over: each message once, in order', async () => {
    const room = await chat('race');
    for (let n = 0; n < 40; n += 1) await say(room, String(n));
    const order: string[] = [];
    const gateways = ['one', 'two'].map((instance) => gateway({ instance, sent: order }));
    while ((await statuses(room)).includes('pending')) await Promise.all(gateways.map(({ deliverer }) => deliverer.pump()));
    expect(order).toEqual(Array.from({ length: 40 }, (_, n) => String(n)));
  });
});
