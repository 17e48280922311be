import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const OWNER = 'ju-xiaoyan';
const OFFICIAL = 'wang-guodong';
const DEPARTMENT = 'dept:environment';
let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.says(OWNER, 'work', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产');
});
afterAll(() => town.close());

const texts = (said: readonly Spoken[]) => said.map((one) => one.text).join('\n');
const inWork = (said: readonly Spoken[]) => said.filter((one) => one.chat === 'work');

describe('what officials say among themselves or to the bot is not carried to the enterprise', () => {
  test.each([
    [DEPARTMENT, '打印机修好了'],
    [DEPARTMENT, '这家企业太难缠，先晾两天'],
    [DEPARTMENT, '马上安排会议室'],
    [DEPARTMENT, '明天上午九点开会'],
    [DEPARTMENT, '刚跟住建老刘通话，他们说不归他们管'],
    [DEPARTMENT, '@小汇 这单什么情况'],
    [DEPARTMENT, '@小汇 怎么转办'],
    [`dm:${OFFICIAL}`, '这个企业以前还有别的单子没办吗？老板是不是不好打交道'],
    [`dm:${OFFICIAL}`, '怎么转办'],
    [DEPARTMENT, '#1 什么情况'],
  ])('%s: %s', async (chat, text) => {
    const before = (await town.ticket(1)).state;
    const said = await town.says(OFFICIAL, chat, text);
    expect(inWork(said)).toEqual([]);
    expect(said.filter((one) => one.chat === `dm:${OWNER}`)).toEqual([]);
    expect((await town.ticket(1)).state).toBe(before);
  });

  test('a quote of a colleague is no quote of the case', async () => {
    await town.says('lyu-liang', DEPARTMENT, '明天上午九点开会');
    const meeting = town.lastId();
    expect(await town.says(OFFICIAL, DEPARTMENT, '已联系，他们下午到', { quotes: meeting })).toEqual([]);
    expect((await town.ticket(1)).contactedAt).toBeNull();
  });

  test('what is plainly a first contact is taken without a number; words to the bot are carried without its name', async () => {
    await town.says(OFFICIAL, DEPARTMENT, '已联系企业，约好下午上门');
    expect((await town.ticket(1)).state).toBe('contacted');
    const said = await town.says(OFFICIAL, DEPARTMENT, '@小汇 专家评审排在周三，材料不用补了');
    expect(texts(inWork(said))).toBe('#1 环保局回复：专家评审排在周三，材料不用补了');
  });

  test('an edited reply is not believed corrected: its author is told', async () => {
    await town.says(OFFICIAL, DEPARTMENT, '回复 1 周五前有结果');
    const id = town.lastId();
    const said = await town.does(OFFICIAL, DEPARTMENT, `e:${id}:1`, { kind: 'edit', messageId: id, text: '回复 1 下周五前有结果' });
    expect(texts(said)).toContain('不会跟着改');
  });

  test('不归我们 under a number gives it back', async () => {
    await town.says('xia-kai', 'work', '门口路灯坏了半个月没人修，工人下夜班摔了两个了');
    const said = await town.says('liu-xiaoyan', 'dept:construction', '#2 这个不归我们');
    expect(inWork(said)).toEqual([]);
    expect((await town.ticket(2)).returns).toBe(1);
  });
});

describe('a quote means what it quotes', () => {
  test("a quote of another's receipt does nothing to one's own ticket", async () => {
    await town.says('zhou-jianbo', 'work', '仓库后面的下水道堵了，污水都漫出来了，没人来疏通');
    const other = await town.database.db.outbox.findFirstOrThrow({ where: { ticket: 3, kind: 'receipt' } });
    await town.says(OWNER, 'work', '这个撤了吧，听说已经办好了', { quotes: other.messageId ?? '' });
    expect((await town.ticket(1)).state).not.toBe('withdrawn');
    expect((await town.ticket(3)).state).not.toBe('withdrawn');
  });
});

describe('touchy matters', () => {
  test('the desk is asked about a stranger’s private loan without its words in the group', async () => {
    const said = await town.says('nobody-5', 'dm:nobody-5', '我们厂银行贷款下周到期，银行要抽贷，求帮忙协调转贷', { media: 1 });
    const group = said.filter((one) => one.chat === 'duty');
    expect(group).toHaveLength(1);
    expect(texts(group)).not.toMatch(/贷款|抽贷/);
    expect(group[0]?.files).toEqual([]);
    expect(texts(said.filter((one) => one.chat.startsWith('dm:') && one.chat !== 'dm:nobody-5'))).toContain('抽贷');
  });

  test('what is added to a touchy ticket in the group is not quoted by the bot', async () => {
    await town.says('xia-kai', 'work', '厂里贷款下周到期，银行要抽贷，资金链要断了，求转贷基金帮一把');
    const { number } = await town.database.db.ticket.findFirstOrThrow({ where: { sensitive: true }, orderBy: { number: 'desc' } });
    const said = await town.says('xia-kai', 'work', `补充 ${number} 法人证件号另发`);
    expect(inWork(said).every((one) => one.quotes === null)).toBe(true);
  });
});

describe('the desk', () => {
  test('立单 answers the question that was open about the message; its button then says so', async () => {
    await town.later(10);
    const heard = await town.says('nobody-6', 'dm:nobody-6', '园区北门积水半米深，货车都进不来，没人来抽水');
    const asked = heard.find((one) => one.chat === 'duty');
    const data = asked?.buttons[0] ?? '';
    await town.says('yuan-jia', 'duty', '立单 住建局', { quotes: asked?.id ?? '' });
    const before = await town.database.db.ticket.count();
    expect(texts(await town.presses('yuan-jia', 'duty', data))).toContain('已经处理过');
    expect(await town.database.db.ticket.count()).toBe(before);
    expect(await town.database.db.inbox.count({ where: { reason: { startsWith: 'could not' } } })).toBe(0);
  });

  test('with several questions open, the oldest button still works', async () => {
    const questions: string[] = [];
    for (const who of ['nobody-7', 'nobody-8', 'nobody-9']) {
      const said = await town.says(who, `dm:${who}`, '车间门口路灯坏了没人修，工人摔了');
      questions.push(said.find((one) => one.chat === 'duty')?.buttons[1] ?? '');
    }
    expect(texts(await town.presses('yuan-jia', 'duty', questions[0] ?? ''))).toContain('不立单');
  });

  test('somebody unbound in an office room opens nothing by talking', async () => {
    const before = await town.database.db.ticket.count();
    expect(await town.says('new-clerk', 'dept:construction', '3号楼门口路灯坏了，没人修')).toEqual([]);
    expect(await town.database.db.ticket.count()).toBe(before);
  });

  test('a message edited into a report, and recalled, is withdrawn; edited again, it is amended', async () => {
    await town.says('mu-qian', 'work', '今天风真大');
    const id = town.lastId();
    await town.does('mu-qian', 'work', `e:${id}:1`, {
      kind: 'edit',
      messageId: id,
      text: '我们厂门口的路灯坏了三天了，晚上黑得没法走，请派人修',
    });
    const { number } = await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
    await town.later(20);
    await town.does('mu-qian', 'work', `e:${id}:2`, {
      kind: 'edit',
      messageId: id,
      text: '我们厂门口的路灯坏了五天了，晚上黑得没法走，请派人修',
    });
    expect((await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } })).number).toBe(number);
    await town.does('mu-qian', 'work', `r:${id}`, { kind: 'recall', messageId: id });
    expect((await town.ticket(number)).state).toBe('withdrawn');
  });

  test('a text cut inside a character does not park its message', async () => {
    const said = await town.says('nobody-10', 'dm:nobody-10', `门口路灯坏了没人修${'，'.repeat(290)}😀😀😀工人摔了`);
    expect(said.some((one) => one.chat === 'duty')).toBe(true);
    expect(await town.database.db.inbox.count({ where: { reason: { startsWith: 'could not' } } })).toBe(0);
  });
});
