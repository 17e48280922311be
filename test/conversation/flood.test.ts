import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCENE } from '../../app/replay/channel.ts';
import type { InboundEnvelope } from '../../core/channel.ts';
import { ledgerOf } from '../../prisma/store/ledger.ts';
import { openTown, type Town } from '../support/town.ts';

const FLOOD = 1_000;
const READ = 10;
const OFFICE = 40;
const TROUBLE = '排污许可证月底到期，环评验收的材料交了三次都被退，请环保的同志帮忙看看';
const MINUTE = 60_000;

let town: Town;
beforeAll(async () => {
  town = await openTown({
    change: (config) => ({ ...config, bot: { ...config.bot, flood: { perMinute: READ, office: OFFICE, perSecond: OFFICE } } }),
  });
});
afterAll(() => town.close());

let count = 0;
function message(sender: string, chat: string, text: string, at: Date): InboundEnvelope {
  count += 1;
  const body: InboundEnvelope['body'] = {
    kind: 'message',
    messageId: `f${count}`,
    text,
    quote: null,
    mentions: [],
    mentionsBot: false,
    media: [],
  };
  const kind = chat.startsWith('dm:') ? 'private' : 'group';
  return {
    channel: SCENE,
    chat: { wireId: chat, kind, title: null },
    sender: { wireId: sender, name: sender },
    key: `m:f${count}`,
    at,
    body,
  };
}
/** Chatter: what is read of it makes no tickets, so that only the sieve is looked at. */
const shouts = (sender: string, chat: string, n: number, at: Date) =>
  Array.from({ length: n }, (_, i) => message(sender, chat, `哈哈哈 ${i}`, at));

async function hears(batch: readonly InboundEnvelope[]): Promise<void> {
  await town.stage.channel.receive()(batch);
  await town.stage.settle();
}
const asideOf = (sender: string) => town.database.db.inbox.count({ where: { senderWireId: sender, reason: 'flood', outcome: 'ignored' } });
const readOf = (sender: string) =>
  town.database.db.inbox.count({ where: { senderWireId: sender, NOT: { reason: 'flood' }, status: 'done' } });
const said = (text: string) => town.stage.said.filter(({ message: { text: words } }) => words.includes(text));
/** The next whole minute, so that all of a batch is said in one. */
async function freshMinute(): Promise<Date> {
  const next = new Date((Math.floor(town.now().getTime() / MINUTE) + 3) * MINUTE);
  await town.later((next.getTime() - town.now().getTime()) / MINUTE);
  return next;
}

test('a thousand in a minute from one: his first are read, the rest kept and told of; others are heard as ever', async () => {
  // He has written to the bot alone before, so he can be told alone.
  await hears([message('ju-xiaoyan', 'dm:ju-xiaoyan', '你好', town.now())]);
  const at = await freshMinute();
  const before = town.stage.said.length;
  const flood = shouts('ju-xiaoyan', 'work', FLOOD, at);
  const others = ['yan-weidong', 'zhou-jianbo'].map((who) => message(who, 'work', TROUBLE, at));
  await hears([...flood.slice(0, FLOOD / 2), ...others.slice(0, 1), ...flood.slice(FLOOD / 2), ...others.slice(1)]);

  expect(await town.database.db.inbox.count({ where: { status: 'new' } })).toBe(0);
  expect(await asideOf('ju-xiaoyan')).toBe(FLOOD - READ);
  const heard = await town.database.db.inbox.findMany({ where: { senderWireId: { in: ['yan-weidong', 'zhou-jianbo'] } } });
  expect(heard.map(({ outcome }) => outcome)).toEqual(['ticketed', expect.stringMatching(/ticketed|attached/)]);
  const { received, waiting, ...ends } = await ledgerOf(town.database.db, '2026-03-10');
  expect(waiting).toBe(0);
  expect(Object.values(ends).reduce((sum, n) => sum + n, 0)).toBe(received);

  // He is told once, alone; the desk once, when the minute is over; the group hears nothing of it.
  await town.stage.settle();
  await town.later(2);
  await town.stage.settle();
  const told = town.stage.said.slice(before).filter(({ message: { text } }) => /发得太多|【刷屏】/.test(text));
  expect(told.map(({ chat }) => chat)).toEqual(['dm:ju-xiaoyan', 'duty']);
  expect(told[1]?.message.text).toContain(`另有 ${FLOOD - READ} 条`);
});

test('whoever goes on is read a tenth as much; after a quiet minute all is as before', async () => {
  const first = await freshMinute();
  await hears(shouts('bai-xue', 'work', 30, first));
  expect([await readOf('bai-xue'), await asideOf('bai-xue')]).toEqual([READ, 20]);
  await town.later(1);
  await hears(shouts('bai-xue', 'work', 30, town.now()));
  expect([await readOf('bai-xue'), await asideOf('bai-xue')]).toEqual([READ + 1, 49]);
  await town.later(2);
  await hears(shouts('bai-xue', 'work', READ, town.now()));
  expect([await readOf('bai-xue'), await asideOf('bai-xue')]).toEqual([READ + 1 + READ, 49]);
});

test('it does not matter how the minute is cut into batches: the same are read', async () => {
  const at = await freshMinute();
  for (const part of [4, 4, 4, 4, 4]) await hears(shouts('drip', 'work', part, at));
  expect([await readOf('drip'), await asideOf('drip')]).toEqual([READ, READ]);
});

test('one line a minute to the desk, whoever floods where', async () => {
  const at = await freshMinute();
  const before = said('【刷屏】').length;
  await hears([...shouts('wu', 'work', 20, at), ...shouts('lu', 'dm:lu', 20, at)]);
  await town.later(2);
  const lines = said('【刷屏】').slice(before);
  expect(lines).toHaveLength(1);
  expect(lines[0]?.message.text).toMatch(
    /wu 在“环翠创业汇”.*另有 10 条；lu 在私聊里.*另有 10 条|lu 在私聊里.*另有 10 条；wu 在“环翠创业汇”.*另有 10 条/,
  );
});

test('an hour’s messages that arrive in a second after an outage are no flood', async () => {
  const at = await freshMinute();
  const hour = Array.from({ length: 30 }, (_, i) =>
    message('patient', 'work', `第 ${i} 句闲话`, new Date(at.getTime() - (30 - i) * 120_000)),
  );
  await hears(hour);
  expect([await readOf('patient'), await asideOf('patient')]).toEqual([30, 0]);
});

test('an official may press and command more than people may say', async () => {
  const at = await freshMinute();
  const presses = Array.from({ length: OFFICE }, (_, i): InboundEnvelope => {
    const one = message('che-chunmei', 'duty', '', at);
    return { ...one, key: `b:many${i}`, body: { kind: 'button', messageId: null, data: 'board' } };
  });
  await hears(presses);
  expect([await readOf('che-chunmei'), await asideOf('che-chunmei')]).toEqual([OFFICE, 0]);
});

test('two workers at the same flood: each message ends once, and the count is true', async () => {
  const at = await freshMinute();
  await town.stage.channel.receive()(shouts('twice', 'work', 200, at));
  await Promise.all([town.stage.settle(), town.stage.settle()]);
  expect([await readOf('twice'), await asideOf('twice')]).toEqual([READ, 200 - READ]);
  const rows = await town.database.db.flood.findMany({ where: { senderWireId: 'twice' } });
  expect(rows.map(({ aside }) => aside)).toEqual([200 - READ]);
});

test('ten pictures in a second are read, and what a machine says beyond them is not, though the minute is not full', async () => {
  const at = await freshMinute();
  const quick = await openTown({
    change: (config) => ({ ...config, bot: { ...config.bot, flood: { perMinute: 30, office: 120, perSecond: 10 } } }),
  });
  try {
    const second = (n: number) => new Date(at.getTime() + n * 1000);
    await quick.sleeps((second(5).getTime() - quick.now().getTime()) / MINUTE);
    await quick.stage.channel.receive()([
      ...shouts('album', 'work', 10, second(0)),
      ...shouts('album', 'work', 10, second(1)),
      ...shouts('machine', 'work', 15, at),
    ]);
    await quick.stage.settle();
    const unread = async (sender: string) => quick.database.db.inbox.count({ where: { senderWireId: sender, reason: 'flood' } });
    expect([await unread('album'), await unread('machine')]).toEqual([0, 5]);
    // The minute is not used up by it.
    await quick.stage.channel.receive()(shouts('machine', 'work', 5, second(3)));
    await quick.stage.settle();
    expect(await unread('machine')).toBe(5);
  } finally {
    await quick.close();
  }
});
