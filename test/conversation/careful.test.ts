import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const OWNER = 'ju-xiaoyan';
const OFFICIAL = 'liu-xiaoyan';
const ROOM = 'dept:construction';
let town: Town;
/** What was said of #1. */
let lamps = '';
beforeAll(async () => {
  town = await openTown();
  await town.says(OWNER, 'work', '厂门口路灯坏了半个月没人修，工人下夜班摔了两个了');
  lamps = town.lastId();
  await town.later(200);
  await town.says('xia-kai', 'work', '我们厂的施工许可证在住建局卡了一个月没批，厂房没法开工');
  await town.says(OFFICIAL, ROOM, '签收 1');
  await town.says(OFFICIAL, ROOM, '签收 2');
});
afterAll(() => town.close());

const inChat = (said: readonly Spoken[], chat: string) =>
  said
    .filter((one) => one.chat === chat)
    .map((one) => one.text)
    .join('\n');
const states = async () => [(await town.ticket(1)).state, (await town.ticket(2)).state];

describe('a number in somebody’s words', () => {
  test('that counts lamps ends no ticket, least of all another than the one quoted', async () => {
    await town.says(OFFICIAL, 'work', '2 盏坏的路灯，配件还没到货', { quotes: lamps });
    await town.says(OFFICIAL, 'work', '2 盏路灯今天换好了');
    await town.says(OFFICIAL, ROOM, '2盏路灯换好了');
    expect((await states())[1]).toBe('claimed');
  });

  test.each(['办结 2 已经换好', '#2 已经换好了', '@小汇 2号已经换好了，销号'])(
    'that contradicts the quote changes nothing and is asked: %s',
    async (text) => {
      const before = await states();
      const said = await town.says(OFFICIAL, 'work', text, { quotes: lamps });
      expect(inChat(said, 'work')).toBe('您引用的是 #1，写的是 #2，拿不准是哪一张，这次没有改动。请核对后再发一次。');
      expect(await states()).toEqual(before);
    },
  );

  test('that is a mark in a quoted reply is no ticket', async () => {
    const said = await town.says(OFFICIAL, ROOM, '办结 2 许可证已发');
    const closed = said.find((one) => one.chat === 'work')?.id ?? '';
    await town.says('xia-kai', 'work', '评价 5 5 5', { quotes: closed });
    expect((await town.ticket(2)).rating).toMatchObject({ attitude: 5, quality: 5, effect: 5 });
  });
});

describe('a bare 办结 in the group', () => {
  const done = '鞠厂长，厂门口的路灯已经全部修好了';
  const closing = async () => {
    const { body } = await town.database.db.ticketEvent.findFirstOrThrow({ where: { ticket: 1 }, orderBy: { seq: 'desc' } });
    return { state: (await town.ticket(1)).state, body };
  };

  test('takes no result from what is not done yet', async () => {
    await town.says(OFFICIAL, 'work', '路灯的事配件没到货，下周才能换', { quotes: lamps });
    await town.later(5);
    await town.says(OFFICIAL, 'work', '办结 1');
    expect((await town.ticket(1)).state).not.toBe('closed');
  });

  test('nor from what was done an hour ago', async () => {
    await town.says(OFFICIAL, 'work', done);
    await town.later(60);
    await town.says(OFFICIAL, 'work', '办结 1');
    expect((await town.ticket(1)).state).not.toBe('closed');
  });

  test('but from what he has just said is done; not again once it came back', async () => {
    await town.says(OFFICIAL, 'work', done);
    await town.later(5);
    await town.says(OFFICIAL, 'work', '办结 1');
    expect(await closing()).toMatchObject({ state: 'closed', body: { type: 'closed', note: done } });
    await town.says(OWNER, 'work', '@小汇 重办 1 还是不亮');
    await town.says(OFFICIAL, 'work', '办结 1');
    expect((await town.ticket(1)).state).not.toBe('closed');
  });
});

describe('the desk’s question about what may be a matter', () => {
  test.each(['no-such-unit', 'Ω', '2'])('is not settled by a button for a unit that is none: %s', async (unit) => {
    const asked = await town.database.db.triage.findFirst({ where: { ticket: null, state: 'open' } });
    if (asked === null) await town.says('zhou-jianbo', 'work', '住建局窗口的人收红包');
    const { inboxId } = await town.database.db.triage.findFirstOrThrow({ where: { ticket: null, state: 'open' } });
    const before = await town.database.db.ticket.count();
    const said = await town.presses('yuan-jia', 'duty', `triage m${inboxId} ${unit}`);
    expect(inChat(said, 'duty')).toBe('这个按钮已失效，请发“帮助”查看用法。');
    expect(await town.database.db.ticket.count()).toBe(before);
    expect(await town.database.db.triage.count({ where: { inboxId, state: 'open' } })).toBe(1);
  });
});

test.each([
  ['住建局办证窗口的人索\u200b贿，不给钱就不给办施工许可证', 'gu-mingzhe'],
  ['住建局窗口收 红 包，不给就拖着施工许可证不办', 'sha-dongsheng'],
])('a complaint of conduct in disguise goes to the desk, not to the accused: %s', async (text, who) => {
  await town.later(300);
  await town.says(who, 'work', text);
  const { number } = await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
  const ticket = await town.ticket(number);
  expect(ticket).toMatchObject({ text, department: null, sensitive: true });
});
