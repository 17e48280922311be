import { describe, expect, test } from 'vitest';
import type { Button, OutboundMessage, PersonRef, SendOutcome } from '../../core/channel.ts';
import type { ChatId } from '../../core/ids.ts';
import { deliveryStage, ok, WIRE } from './delivery-stage.ts';

const stage = deliveryStage(at('2026-11-26 10:00'));

/** On the wall in Weihai. */
function at(wall: string): Date {
  return new Date(`${wall.replace(' ', 'T')}:00+08:00`);
}

const chat = (wireId: string) => stage.chat(wireId, { role: 'department' });
const say = (room: ChatId, text: string) => stage.say(room, text, { kind: 'answer' });

interface More {
  readonly buttons?: readonly (readonly Button[])[];
  readonly mentions?: readonly PersonRef[];
}

let keys = 0;

/** As the clock writes it: kept back until then. */
async function hold(room: ChatId, text: string, until: string, more: More = {}): Promise<void> {
  const draft = { dedupeKey: `h${++keys}`, chat: room, ticket: null, kind: 'reminder', text, mentions: [], quoteOf: null, buttons: [] };
  const outbox = [{ ...draft, mediaOf: [], files: [], urgent: false, ...more, heldUntil: at(until) }];
  const nothing = { inbox: null, tickets: [], counters: [], triage: [], directory: [], audit: [], stale: [], reports: [] };
  expect(await stage.store.commit({ ...nothing, outbox }, stage.now)).toEqual({ kind: 'written', outbox: [] });
}

interface Sent extends Pick<OutboundMessage, 'id' | 'text' | 'buttons' | 'mentions'> {
  readonly chat: string;
}

/** A wire that does not fold by itself and, as the web chat, shows each key once. */
function wire(answer: (message: OutboundMessage) => SendOutcome = () => ok) {
  const sent: Sent[] = [];
  const { deliverer } = stage.wire({
    capabilities: { idempotentSend: true },
    send(to, message) {
      const { id, text, buttons, mentions } = message;
      if (!sent.some((one) => one.id === id)) sent.push({ chat: to, id, text, buttons, mentions });
      return answer(message);
    },
  });
  const texts = (room: string) => sent.filter((one) => one.chat === room).map((one) => one.text);
  return {
    sent,
    texts,
    deliverer,
    async pumpAt(wall: string) {
      stage.now = at(wall);
      await deliverer.pump();
    },
  };
}

describe('a held notice', () => {
  test('waits its time, and nobody behind it waits with it', async () => {
    const room = await chat('waits');
    await hold(room, '#1 待签收', '2026-11-26 10:05');
    await say(room, '答复');
    const { pumpAt, texts } = wire();
    await pumpAt('2026-11-26 10:04');
    expect(texts('waits')).toEqual(['答复']);
    await pumpAt('2026-11-26 10:05');
    expect(texts('waits')).toEqual(['答复', '#1 待签收']);
  });

  test('takes along what is due in its chat within the window, in the order it was written, and nothing else', async () => {
    const room = await chat('window');
    const other = await chat('other');
    await hold(room, '甲', '2026-11-26 11:05');
    await hold(other, '别处', '2026-11-26 11:09');
    await hold(room, '乙', '2026-11-26 11:09');
    await hold(room, '甲', '2026-11-26 11:10');
    await hold(room, '后来的', '2026-11-26 11:11');
    const { pumpAt, texts } = wire();
    await pumpAt('2026-11-26 11:05');
    expect(texts('window')).toEqual(['【提醒汇总】共 2 条\n甲\n————\n乙']);
    expect(texts('other')).toEqual([]);
    await pumpAt('2026-11-26 11:11');
    expect(texts('window').slice(1)).toEqual(['后来的']);
    expect(texts('other')).toEqual(['别处']);
  });

  test('that was not let out before the quiet hours waits for their end, with all the night brought', async () => {
    const room = await chat('night');
    await hold(room, '傍晚的', '2026-11-26 20:59');
    await hold(room, '夜里的', '2026-11-27 07:30');
    const { pumpAt, texts } = wire();
    for (const asleep of ['2026-11-26 21:00', '2026-11-27 03:00', '2026-11-27 07:29']) await pumpAt(asleep);
    expect(texts('night')).toEqual([]);
    await pumpAt('2026-11-27 07:30');
    expect(texts('night')).toEqual(['【提醒汇总】共 2 条\n傍晚的\n————\n夜里的']);
  });

  test('of the evening does not bring the night’s along', async () => {
    const room = await chat('evening');
    await hold(room, '傍晚的', '2026-11-27 20:59');
    await hold(room, '夜里的', '2026-11-28 07:30');
    const { pumpAt, texts } = wire();
    await pumpAt('2026-11-27 20:59');
    expect(texts('evening')).toEqual(['傍晚的']);
  });

  test('is let out after the clock was set back, too', async () => {
    const room = await chat('back');
    const { pumpAt, texts } = wire();
    await pumpAt('2026-11-28 15:00');
    await hold(room, '拨回', '2026-11-28 10:05');
    await pumpAt('2026-11-28 10:05');
    expect(texts('back')).toEqual(['拨回']);
  });

  test('is not passed over by a look of a moment ago', async () => {
    const room = await chat('moment');
    const { deliverer, texts } = wire();
    await hold(room, '刚到点', '2026-11-28 16:05');
    for (const ms of [-1, 0]) {
      stage.now = new Date(at('2026-11-28 16:05').getTime() + ms);
      await deliverer.pump();
    }
    expect(texts('moment')).toEqual(['刚到点']);
  });
});

describe('a fold', () => {
  const claim = [[{ label: '签收', data: 'claim 1' }]];
  const li = { wireId: 'li', name: '李科长' };
  const zhao = { wireId: 'zhao', name: '赵局长' };

  test('carries no buttons and names each person once; a notice alone keeps its own', async () => {
    const room = await chat('dress');
    await hold(room, '甲', '2026-11-29 10:05', { buttons: claim, mentions: [li] });
    await hold(room, '乙', '2026-11-29 10:05', { buttons: claim, mentions: [li, zhao] });
    const { pumpAt, sent } = wire();
    await pumpAt('2026-11-29 10:05');
    expect(sent).toMatchObject([{ text: expect.stringContaining('共 2 条'), buttons: [], mentions: [li, zhao] }]);
    await hold(room, '丙', '2026-11-29 10:10', { buttons: claim, mentions: [li] });
    await pumpAt('2026-11-29 10:10');
    expect(sent.slice(1)).toMatchObject([{ text: '丙', buttons: claim, mentions: [li] }]);
  });

  test('over the limit goes on in the next message', async () => {
    const room = await chat('limit');
    for (const sign of ['甲', '乙', '丙']) await hold(room, sign.repeat(480), '2026-11-29 11:05');
    const { pumpAt, texts } = wire();
    await pumpAt('2026-11-29 11:05');
    expect(texts('limit')).toEqual([`【提醒汇总】共 2 条\n${'甲'.repeat(480)}\n————\n${'乙'.repeat(480)}`, '丙'.repeat(480)]);
  });

  test('that the wire may have is sent again as it was, and what came since goes after it', async () => {
    const room = await chat('again');
    await hold(room, '甲', '2026-11-29 12:05');
    await hold(room, '乙', '2026-11-29 12:05');
    const unsure = wire(() => ({ kind: 'retry', afterMs: 1000, scope: 'chat', reason: 'its answer was lost' }));
    await unsure.pumpAt('2026-11-29 12:05');
    await hold(room, '丙', '2026-11-29 12:07');
    const { deliverer, texts } = wire();
    stage.now = at('2026-11-29 12:07');
    await deliverer.pump();
    expect(texts('again')).toEqual([...unsure.texts('again'), '丙']);
  });

  test('is made once when two processes look at the same time', async () => {
    const rooms = await Promise.all(Array.from({ length: 10 }, (_, n) => chat(`both${n}`)));
    for (const room of rooms) for (let n = 0; n < 10; n += 1) await hold(room, `${n}`, '2026-11-29 13:05');
    const due = at('2026-11-29 13:05');
    await Promise.all(Array.from({ length: 6 }, () => stage.store.outbox.release(WIRE, due, due)));
    for (const room of rooms) expect(await stage.store.outbox.peek(room, due, 100)).toHaveLength(10);
    const { pumpAt, sent } = wire();
    await pumpAt('2026-11-29 13:05');
    expect(sent.filter((one) => one.chat.startsWith('both'))).toHaveLength(10);
  });
});

test('a file the house made goes with its words, alone, and one too many for the wire is said to be missing', async () => {
  const room = await chat('files');
  const picture = { kind: 'image' as const, name: '看板.png', mime: 'image/png', content: Uint8Array.from([1, 2, 3]) };
  const sheet = { kind: 'file' as const, name: '统计.xlsx', mime: 'application/vnd.ms-excel', content: Uint8Array.from([4]) };
  // Kept in another order than they are named.
  const kept = [await stage.store.files.keep(sheet, stage.now), await stage.store.files.keep(picture, stage.now)].toReversed();
  const draft = {
    dedupeKey: 'report',
    chat: room,
    ticket: null,
    kind: 'report',
    text: '看板如图',
    mentions: [],
    quoteOf: null,
    buttons: [],
  };
  const outbox = [{ ...draft, mediaOf: [], files: kept, urgent: false, heldUntil: null }];
  const nothing = { inbox: null, tickets: [], counters: [], triage: [], directory: [], audit: [], stale: [], reports: [] };
  expect(await stage.store.commit({ ...nothing, outbox }, stage.now)).toMatchObject({ kind: 'written', outbox: [{ channel: 'wire' }] });
  await hold(room, '提醒', '2026-11-30 10:00');

  const taken = await stage.store.outbox.take(await stage.store.outbox.peek(room, stage.now, 1), 'another', stage.now);
  expect(taken).toMatchObject([{ ...picture }, { ...sheet }]);
  await stage.database.db.outbox.updateMany({ where: { dedupeKey: 'report' }, data: { status: 'pending' } });

  const media: OutboundMessage['media'][] = [];
  const { pumpAt, texts } = wire((message) => {
    media.push(message.media);
    return ok;
  });
  await pumpAt('2026-11-30 10:00');
  expect(texts('files')).toEqual(['看板如图\n（另有 1 个附件这里发不了，请到网页端查看）', '提醒']);
  expect(media[0]?.map(({ name }) => name)).toEqual(['看板.png']);
});
