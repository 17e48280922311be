import { expect, test } from 'vitest';
import type { Capabilities, OutboundMessage } from '../../core/channel.ts';
import { deliveryStage, ok } from './delivery-stage.ts';

/** As the Telegram channel keeps to. */
const pace = { perMinute: 1500, perSecond: 25, perChatPerMinute: 20, perChatPerSecond: 1, fold: true };
const stage = deliveryStage();
const { chat, pass, put, say } = stage;

function wire(more: Partial<Capabilities> = {}) {
  const began = stage.now.getTime();
  const sent: { readonly at: number; readonly chat: string; readonly text: string; readonly buttons: OutboundMessage['buttons'] }[] = [];
  const { deliverer } = stage.wire({
    capabilities: { textLimit: 4096, pace, ...more },
    send(to, { text, buttons }) {
      sent.push({ at: stage.now.getTime() - began, chat: to, text, buttons });
      return ok;
    },
  });
  const at = async (ms: number) => {
    stage.now = new Date(began + ms);
    await deliverer.pump();
  };
  /** Looks every second. */
  const until = async (from: number, to: number) => {
    for (let ms = from; ms <= to; ms += 1_000) await at(ms);
  };
  const end = async () => {
    await deliverer.stop();
    pass(120_000);
  };
  return { sent, at, until, end };
}

const parts = (text: string) => text.split('\n————\n');

test('a burst: the first at once, the rest as one fifteen seconds after the first that waits came, in order', async () => {
  const room = await chat('burst');
  const { sent, at, until, end } = wire();
  for (let n = 0; n < 10; n += 1) {
    pass(n === 0 ? 0 : 200);
    await say(room, `第${n}件`);
    await at(n * 200);
  }
  await until(2_000, 17_000);
  expect(sent.map(({ at: moment }) => moment)).toEqual([0, 15_000]);
  expect(sent.flatMap(({ text }) => parts(text))).toEqual(Array.from({ length: 10 }, (_, n) => `第${n}件`));
  await end();
});

test('a pair: the second after a breath, in a group; alone with us after a second', async () => {
  for (const [kind, moment] of [
    ['group', 3_000],
    ['private', 1_000],
  ] as const) {
    const room = await chat(`pair-${kind}`, { kind });
    const { sent, until, end } = wire();
    await say(room, '甲');
    await until(0, 0);
    await say(room, '乙');
    await until(1_000, 5_000);
    expect(sent.map(({ at, text }) => [at, text])).toEqual([
      [0, '甲'],
      [moment, '乙'],
    ]);
    await end();
  }
});

test('an urgent one takes what waits with it, after the breath; nothing overtakes in the chat', async () => {
  const room = await chat('urgent');
  const { sent, until, end } = wire();
  await say(room, '首');
  await until(0, 0);
  for (const text of ['甲', '乙', '丙', '丁']) await say(room, text);
  await until(1_000, 5_000);
  expect(sent).toHaveLength(1);
  await put(room, '【特急】戊', { urgent: true });
  await say(room, '己');
  await until(5_000, 20_000);
  expect(sent.map(({ at, text }) => [at, text])).toEqual([
    [0, '首'],
    [5_000, '甲\n————\n乙\n————\n丙\n————\n丁\n————\n【特急】戊\n————\n己'],
  ]);
  await end();
});

test('a flood of urgent ones keeps to the wire’s pace, and none is late', async () => {
  const room = await chat('urgent-flood');
  const { sent, at, until, end } = wire();
  for (let ms = 0; ms <= 30_000; ms += 1_000) {
    await at(ms);
    await put(room, `${ms}`, { urgent: true });
    await at(ms);
  }
  await until(31_000, 36_000);
  const moments = sent.map(({ at: moment }) => moment);
  expect(moments.slice(1).every((moment, i) => moment - (moments[i] ?? 0) >= 3_000)).toBe(true);
  const late = sent.flatMap(({ at: moment, text }) => parts(text).map((said) => moment - Number(said)));
  expect(late).toHaveLength(31);
  expect(Math.max(...late)).toBeLessThanOrEqual(6_000);
  await end();
});

test('what finds no room in a bundle follows after a breath', async () => {
  const room = await chat('limit');
  const { sent, until, end } = wire({ textLimit: 100 });
  await say(room, '首');
  await until(0, 0);
  for (const sign of ['甲', '乙', '丙', '丁']) await say(room, sign.repeat(40));
  await until(1_000, 19_000);
  expect(sent.map(({ at, text }) => [at, text.length])).toEqual([
    [0, 1],
    [15_000, 86],
    [18_000, 86],
  ]);
  await end();
});

test('a wire that does not fold says each as soon as it takes it', async () => {
  const room = await chat('single');
  const { sent, until, end } = wire({ pace: { ...pace, fold: false } });
  for (const text of ['一', '二', '三', '四', '五']) await say(room, text);
  await until(0, 6_000);
  expect(sent.map(({ at, text }) => [at, text])).toEqual([
    [0, '一'],
    [1_000, '二'],
    [2_000, '三'],
    [3_000, '四'],
    [4_000, '五'],
  ]);
  await end();
});

test('however many chats wait for their bundle, they do not hide another', async () => {
  const rooms = await Promise.all(Array.from({ length: 60 }, (_, n) => chat(`busy-${n}`)));
  const { sent, at, until, end } = wire({ pace: { ...pace, perSecond: 1000 } });
  for (const room of rooms) await say(room, '首');
  await until(0, 0);
  expect(sent).toHaveLength(60);
  for (const room of rooms) for (const text of ['甲', '乙', '丙', '丁']) await say(room, text);
  await say(await chat('free'), '刚来');
  await until(500, 500);
  expect(sent.at(-1)).toMatchObject({ chat: 'free', text: '刚来' });
  await at(16_000);
  await end();
});

test('the buttons of a bundle name their tickets', async () => {
  const room = await chat('buttons');
  const { sent, until, end } = wire();
  const tickets = await Promise.all([1, 2, 3, 4].map(async (number) => ({ number, row: [{ label: '签收', data: `claim ${number}` }] })));
  await say(room, '首');
  await until(0, 0);
  for (const { number, row } of tickets) {
    const body = { text: `#${number} 待签收`, mentions: [], quoteOf: null, buttons: [row], mediaOf: [] };
    await put(room, body.text, { kind: 'dispatch', ticket: number, body });
  }
  await until(13_000, 16_000);
  expect(sent.at(-1)?.buttons).toEqual(tickets.map(({ number }) => [{ label: `#${number} 签收`, data: `claim ${number}` }]));
  await end();
});
