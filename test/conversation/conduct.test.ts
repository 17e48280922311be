import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type Spoken, type Town } from '../support/town.ts';

/** Whoever complains of an official’s conduct must not be read by his unit, in whatever words and on whatever way it comes. */
const OWNER = 'ju-xiaoyan';
const LAMP = '厂门口路灯坏了半个月没人修，工人下夜班摔了两个了';
let town: Town;
let report = '';
beforeAll(async () => {
  town = await openTown();
  await town.says(OWNER, 'work', LAMP);
  report = town.lastId();
});
afterAll(() => town.close());

const inUnit = (said: readonly Spoken[]) => said.filter((one) => one.chat.startsWith('dept:'));
const outside = (said: readonly Spoken[]) => said.filter((one) => !one.chat.startsWith('dm:')).map((one) => one.text);
const atDesk = (said: readonly Spoken[], words: string) => said.filter((one) => one.chat === 'dm:yuan-jia' && one.text.includes(words));

describe('on his own ticket', () => {
  test.each([
    ['work', '#1 住建局柳科长吃拿卡要，不给红包就不修'],
    ['work', '@小汇 补充 1 柳科长索贿，不给钱就不来'],
    ['dm:ju-xiaoyan', '补充 1 住建局柳科长收黑钱，不给就拖着'],
    ['dm:ju-xiaoyan', '评价 1 不满意 柳科长要好处才肯来'],
    ['dm:ju-xiaoyan', '撤单 1 柳科长吃拿卡要，不办了'],
    ['dm:ju-xiaoyan', '重开 1 柳科长收好处费'],
  ])('%s: %s', async (chat, text) => {
    await town.later(30);
    const said = await town.says(OWNER, chat, text);
    expect(inUnit(said)).toEqual([]);
    expect(outside(said).join()).not.toMatch(/柳科长/);
    expect(atDesk(said, '柳科长')).toHaveLength(1);
    expect(said.some((one) => one.chat === `dm:${OWNER}` && one.text.includes('承办单位看不到'))).toBe(true);
    expect(await town.ticket(1)).toMatchObject({ state: 'dispatched', rating: null });
  });

  test('by quote it is a ticket of its own, touchy and nobody’s', async () => {
    await town.later(30);
    const said = await town.says(OWNER, 'work', '我要举报住建局的柳科长，吃拿卡要，不给红包就不来修', { quotes: report });
    expect(inUnit(said)).toEqual([]);
    expect(await town.ticket(2)).toMatchObject({ state: 'accepted', department: null, sensitive: true });
    // More of that very complaint stays on it.
    expect(inUnit(await town.says(OWNER, `dm:${OWNER}`, '补充 2 柳科长上个月还收红包了'))).toEqual([]);
    expect(await town.database.db.ticketMessage.count({ where: { ticket: 2 } })).toBe(2);
  });

  test('a message edited into it does not amend the unit’s ticket', async () => {
    const said = await town.does(OWNER, 'work', `e:${report}`, { kind: 'edit', messageId: report, text: `${LAMP}，柳科长要好处才修` });
    expect(inUnit(said)).toEqual([]);
    expect(atDesk(said, '柳科长')).not.toEqual([]);
  });
});

test('a colleague’s complaint joins no ticket', async () => {
  await town.says('yan-weidong', 'work', '我们厂的施工许可证在住建局卡了一个月没批，厂房没法开工');
  const { number } = await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
  await town.later(5);
  const said = await town.says('yuan-xiang', 'work', '施工许可证的事，住建局那个柳科长吃拿卡要，不给红包就不给批');
  expect(inUnit(said)).toEqual([]);
  expect((await town.ticket(number)).also).toEqual([]);
  const own = await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
  expect(own).toMatchObject({ department: null, sensitive: true });
});

test('what was left with the desk is not taken up by an official, and a yes of the desk sends it to no unit', async () => {
  await town.later(120);
  const asked = await town.says('xia-kai', 'work', '住建局的工作人员收黑钱，算了不说了');
  expect(outside(asked).join()).not.toMatch(/黑钱|住建局/);
  const question = atDesk(asked, '黑钱');
  expect(question[0]?.text).not.toContain('立单派给');
  const before = await town.database.db.ticket.count();
  expect(await town.says('liu-xiaoyan', 'work', '夏凯总您好，您反映的情况我们住建局已收到，马上核实处理')).toEqual([]);
  expect(await town.database.db.ticket.count()).toBe(before);
  expect(inUnit(await town.presses('yuan-jia', 'duty', question[0]?.buttons[0] ?? ''))).toEqual([]);
  const opened = await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
  expect(opened).toMatchObject({ text: '住建局的工作人员收黑钱，算了不说了', state: 'accepted', department: null, sensitive: true });
});

test('asked of the bot it is no 咨询 for the unit', async () => {
  await town.later(60);
  const said = await town.says('mu-qian', 'work', '@小汇 请问投诉住建局的柳科长应该找哪个部门');
  expect(inUnit(said)).toEqual([]);
  expect(outside(said).join()).not.toContain('柳科长');
  expect(atDesk(said, '柳科长')).toHaveLength(1);
});
