import { beforeAll, describe, expect, test } from 'vitest';
import type { SendOutcome } from '../../core/channel.ts';
import type { ChatId } from '../../core/ids.ts';
import { until } from '../support/until.ts';
import { deliveryStage, ok } from './delivery-stage.ts';

const stage = deliveryStage();
const { chat, pass, put, say, wire } = stage;
let duty: ChatId;
beforeAll(async () => {
  duty = await chat('duty', { role: 'duty' });
});

const takenBy = async (sender: string, room: ChatId) =>
  stage.store.outbox.take(await stage.store.outbox.peek(room, stage.now, 1), sender, stage.now);

describe('delivery', () => {
  test('in a chat, in the order they were written', async () => {
    const room = await chat('order');
    for (const text of ['一', '二', '三']) await say(room, text);
    const { deliverer, sent } = wire();
    await deliverer.pump();
    expect(sent.map((one) => one.text)).toEqual(['一', '二', '三']);
  });

  test('a slow chat does not hold up another, even one that comes up later', async () => {
    const slow = await chat('slow');
    const fast = await chat('fast');
    await say(slow, '慢');
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { deliverer, sent } = wire({
      async send(to) {
        if (to === 'slow') await held;
        return ok;
      },
    });
    const first = deliverer.pump();
    await expect.poll(() => stage.database.db.outbox.count({ where: { status: 'sending' } })).toBe(1);
    await say(fast, '快');
    void deliverer.pump();
    await expect.poll(() => sent.map((one) => one.text)).toEqual(['快']);
    release();
    await first;
    expect(sent.map((one) => one.text)).toEqual(['快', '慢']);
  });

  test('retry: it waits its time, and what stands behind it in the chat waits too', async () => {
    const room = await chat('again');
    await say(room, '甲');
    await say(room, '乙');
    let refusals = 1;
    const { deliverer, sent } = wire({
      send: () => (refusals-- > 0 ? { kind: 'retry', afterMs: 5000, scope: 'chat', reason: '429' } : ok),
    });
    await deliverer.pump();
    expect(sent).toEqual([]);
    pass(4000);
    await deliverer.pump();
    expect(sent).toEqual([]);
    pass(1001);
    await deliverer.pump();
    expect(sent.map((one) => one.text)).toEqual(['甲', '乙']);
  });

  test('retry of the whole channel holds every chat', async () => {
    const one = await chat('c1');
    await say(one, 'x');
    let refusals = 1;
    const { deliverer, sent } = wire({
      send: () => (refusals-- > 0 ? { kind: 'retry', afterMs: 3000, scope: 'channel', reason: 'flood' } : ok),
    });
    await deliverer.pump();
    const two = await chat('c2');
    await say(two, 'y');
    await deliverer.pump();
    expect(sent).toEqual([]);
    pass(3001);
    await deliverer.pump();
    expect(sent.map((sentOne) => sentOne.text).sort()).toEqual(['x', 'y']);
  });

  test.each(['unknown', 'refused'] as const)(
    '%s: on record, shown to the duty desk once, without its text, never sent again',
    async (kind) => {
      const room = await chat(`doubt-${kind}`);
      await say(room, '秘密');
      const bad: SendOutcome = kind === 'unknown' ? { kind, reason: 'the line broke' } : { kind, code: 'kicked', reason: 'gone' };
      const { deliverer, sent } = wire({ send: (to) => (to === 'duty' ? ok : bad) });
      await deliverer.pump();
      await deliverer.pump();
      expect(sent.filter((one) => one.chat !== 'duty')).toEqual([]);
      const told = sent.filter((one) => one.chat === 'duty');
      expect(told).toHaveLength(1);
      expect(told[0]?.text).toContain('送达存疑');
      expect(told[0]?.text).not.toContain('秘密');
      expect(await stage.database.db.outbox.count({ where: { chatId: room, status: kind } })).toBe(1);
    },
  );

  test('what a dead process left in flight: doubtful where the wire has no key, simply sent where it has', async () => {
    const room = await chat('flight');
    await say(room, '半途');
    await takenBy('one', room);
    const { deliverer, sent } = wire();
    await deliverer.recover(true);
    await deliverer.pump();
    expect(sent.filter((one) => one.chat === 'flight')).toEqual([]);
    expect(sent.filter((one) => one.chat === 'duty')).toHaveLength(1);

    await say(room, '再来');
    await takenBy('one', room);
    const keyed = wire({ capabilities: { idempotentSend: true } });
    await keyed.deliverer.recover(true);
    await keyed.deliverer.pump();
    expect(keyed.sent.map((one) => one.text)).toEqual(['再来']);
  });

  test('a doubt that its process did not live to show is shown by the next, once', async () => {
    const room = await chat('unshown');
    const ids = [await put(room, '甲', { status: 'unknown' }), await put(room, '甲', { status: 'refused' })];
    const { deliverer } = wire();
    await deliverer.recover(false);
    await deliverer.recover(false);
    const shown = await stage.database.db.outbox.findMany({
      where: { dedupeKey: { in: ids.map((id) => `doubt.${id}`) } },
      orderBy: { id: 'asc' },
    });
    expect(shown.map(({ chatId, body }) => [chatId, JSON.stringify(body)])).toEqual([
      [duty, expect.stringContaining('可能没有送到')],
      [duty, expect.stringContaining('没能送到')],
    ]);
  });

  test("another process's flight is left alone until it is surely dead", async () => {
    const room = await chat('other');
    await say(room, '别人的');
    await takenBy('another', room);
    const { deliverer } = wire();
    await deliverer.recover(true);
    expect(await stage.database.db.outbox.count({ where: { chatId: room, status: 'sending' } })).toBe(1);
    pass(61_000);
    await deliverer.recover(false);
    expect(await stage.database.db.outbox.count({ where: { chatId: room, status: 'unknown' } })).toBe(1);
    await deliverer.pump();
  });

  test('a folding wire spends one send on what waits together, and keeps its pace', async () => {
    const room = await chat('fold');
    for (const text of ['一', '二', '三']) await say(room, text);
    const { deliverer, sent } = wire({ capabilities: { pace: { perMinute: 2, perChatPerMinute: 2, fold: true } } });
    await deliverer.pump();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.text).toMatch(/一[\s\S]*二[\s\S]*三/);
    await say(room, '四');
    pass(3_000);
    await deliverer.pump();
    await say(room, '五');
    await deliverer.pump();
    expect(sent).toHaveLength(2);
    pass(60_001);
    await deliverer.pump();
    expect(sent).toHaveLength(3);
  });

  test('a wire that counts by the second is not given a minute’s worth at once; what waits goes by itself when its second is over', async () => {
    const rooms = [await chat('second-1'), await chat('second-2'), await chat('second-3')];
    for (const room of rooms) await say(room, '一');
    const pace = { perMinute: 100, perChatPerMinute: 100, perSecond: 2, perChatPerSecond: 1, fold: false };
    const { deliverer, sent } = wire({ capabilities: { pace } });
    await deliverer.pump();
    expect(sent).toHaveLength(2);
    pass(1_001);
    // Nobody asks again: its own look comes.
    await until(() => sent.length === 3, 'the third to be sent', 5_000);
    await deliverer.stop();
  });

  test('a long text goes out in parts; when a later part is refused the whole is doubtful, not said twice', async () => {
    const room = await chat('long');
    await say(room, '长'.repeat(2500));
    const whole = wire();
    await whole.deliverer.pump();
    expect(whole.sent.map((one) => one.text.length)).toEqual([1000, 1000, 500]);
    await say(room, '断'.repeat(1500));
    let left = 1;
    const broken = wire({ send: (to) => (to === 'duty' || left-- > 0 ? ok : { kind: 'refused', code: 'gone', reason: 'gone' }) });
    await broken.deliverer.pump();
    expect(await stage.database.db.outbox.count({ where: { chatId: room, status: 'unknown' } })).toBe(1);
  });

  test('the duty desk hears of nothing about itself', async () => {
    await say(duty, '给值班席');
    const { deliverer, sent } = wire({ send: () => ({ kind: 'refused', code: 'gone', reason: 'gone' }) });
    await deliverer.pump();
    expect(sent).toEqual([]);
    expect(await stage.database.db.outbox.count({ where: { chatId: duty, status: 'pending' } })).toBe(0);
  });
});
