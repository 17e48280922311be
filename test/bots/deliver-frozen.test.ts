import { beforeAll, expect, test } from 'vitest';
import type { SendOutcome } from '../../core/channel.ts';
import type { ChatId } from '../../core/ids.ts';
import { deliveryStage } from './delivery-stage.ts';

/** A gateway is frozen with a message in hand; another holds the session meanwhile; then the first one goes on as if nothing had been. */
const stage = deliveryStage();
const { chat, pass, say, wire } = stage;
let duty: ChatId;
beforeAll(async () => {
  duty = await chat('duty', { role: 'duty' });
});

type Frozen = 'before the wire has it' | 'before the wire answers';
const sent: SendOutcome = { kind: 'sent', messageId: '1' };

/** @param keyed whether the wire drops a second send with the same id */
function gateways(keyed: boolean) {
  const shown: string[] = [];
  const known = new Set<string>();
  const deliver = (instance: string, around: (take: () => void) => Promise<SendOutcome>) =>
    wire({
      instance,
      capabilities: { idempotentSend: keyed },
      send: (wireId, { id, text }) =>
        around(() => {
          const key = `${id}`;
          if (!keyed || !known.has(key)) shown.push(`${wireId}: ${text.slice(0, 12)}`);
          known.add(key);
        }),
    }).deliverer;
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
    const tell = (text: string) => say(room, text, { dedupeKey: `${name}.${text}` });
    const row = (text: string) => stage.database.db.outbox.findUniqueOrThrow({ where: { dedupeKey: `${name}.${text}` } });
    const { shown, deliver } = gateways(keyed);
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

    pass(61_000);
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
    const doubts = await stage.database.db.outbox.findMany({ where: { chatId: duty, dedupeKey: `doubt.${(await row('一')).id}` } });
    expect(doubts).toHaveLength(keyed ? 0 : 1);
  },
);
