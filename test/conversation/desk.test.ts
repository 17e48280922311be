import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const OWNER = 'ju-xiaoyan';
let town: Town;
beforeAll(async () => {
  // Nothing is sure enough to go straight, so that every matter passes the duty desk.
  town = await openTown({
    change: (config) => ({ ...config, bot: { ...config.bot, routing: { direct: 1, margin: 0.9, cohandler: 0.9 } } }),
  });
});
afterAll(() => town.close());

const inChat = (said: readonly Spoken[], chat: string) => said.filter((one) => one.chat === chat).map((one) => one.text);

describe('the duty desk', () => {
  test('is asked where the department is unsure; the group reads a receipt that does not name one', async () => {
    const said = await town.says(OWNER, 'work', '门口路灯坏了半个月没人修，工人下夜班摔了两个了');
    expect(inChat(said, 'work')).toEqual(['收到，已受理 #1，正在确认承办单位。']);
    expect(said.find((one) => one.chat === 'duty')?.buttons).toEqual(['triage 1 1', 'triage 1 0']);
    expect((await town.ticket(1)).state).toBe('accepted');
  });

  test('1 confirms what was suggested', async () => {
    const said = await town.says('yuan-jia', 'duty', '1');
    expect((await town.ticket(1)).department).toBe('construction');
    expect(inChat(said, 'dept:construction').join()).toContain('【派单】#1');
  });

  test('a department name sends it there; with two open questions a bare answer is asked to quote', async () => {
    await town.says('sha-dongsheng', 'work', '员工社保补缴窗口一直办不下来，跑了四趟了');
    await town.later(10);
    await town.says('xia-kai', 'work', '厂区外面渣土车扬尘太大，车间粉尘超标，没人管');
    expect(inChat(await town.says('yuan-jia', 'duty', '1'), 'duty').join()).toContain('请引用');
    const quoted = (await town.database.db.outbox.findFirstOrThrow({ where: { ticket: 2, kind: 'triage-ask' } })).messageId ?? '';
    await town.says('yuan-jia', 'duty', '人社局', { quotes: quoted });
    expect((await town.ticket(2)).department).toBe('labour');
    await town.presses('yuan-jia', 'duty', 'triage 3 0');
    expect((await town.ticket(3)).state).toBe('withdrawn');
  });

  test('退单 comes back to the desk once; the second goes to the 推进办, which rules', async () => {
    await town.says('liu-xiaoyan', 'dept:construction', '退单 1 属于市政设施中心');
    expect((await town.ticket(1)).state).toBe('accepted');
    await town.says('yuan-jia', 'duty', '综合执法局');
    expect((await town.ticket(1)).department).toBe('enforcement');
    await town.says('jiang-changqing', 'dept:enforcement', '退单 1 不归我们');
    expect((await town.ticket(1)).department).toBe('office');
  });

  test('转办 wants a reason; 协办 is told; 合并 and 立单 and 拆分 work', async () => {
    expect(inChat(await town.says('ma-guodong', 'dept:office', '转办 1 住建局'), 'dept:office').join()).toMatch(/理由|为什么|例如/);
    await town.says('ma-guodong', 'dept:office', '转办 1 住建局 路灯归市政');
    expect((await town.ticket(1)).department).toBe('construction');
    expect(inChat(await town.says('yuan-jia', 'duty', '协办 1 综合执法局'), 'dept:enforcement').join()).toContain('【协办】#1');
    await town.says('gu-mingzhe', 'work', '听说南边那个园区也有这情况');
    const heard = town.lastId();
    await town.says('yuan-jia', 'work', '@小汇 立单 经信局', { quotes: heard });
    const opened = await town.ticket(4);
    expect(opened).toMatchObject({ department: 'industry', reporter: { name: '谷明哲' } });
    expect(inChat(await town.says('yuan-jia', 'work', '@小汇 立单', { quotes: heard }), 'work').join()).toContain('已经立过单');
    await town.says('yuan-jia', 'duty', '合并 4 到 1');
    expect((await town.ticket(4)).mergedInto).toBe(1);
    await town.says('yuan-jia', 'duty', '拆分 1 路边井盖也坏了');
    expect((await town.ticket(5)).text).toContain('井盖');
  });

  test('a refused command draws no number: the next ticket follows the last', async () => {
    await town.says('mu-qian', 'work', '仓库门口自来水管爆了，水漫进车间了');
    expect((await town.ticket(6)).urgency).not.toBe('normal');
  });
});

describe('rights that must not creep', () => {
  test('a 协办 unit helps: it neither takes the ticket nor stamps the lead unit’s steps, and cannot close it', async () => {
    const { number } = await town.database.db.ticket.findFirstOrThrow({ where: { state: 'dispatched', department: 'construction' } });
    await town.says('yuan-jia', 'duty', `协办 ${number} 交通局`);
    const said = await town.says('miao-ying', 'dept:transport', `联系 ${number} 已打过电话`);
    expect(inChat(said, 'dept:construction').join()).toContain('已打过电话');
    expect(inChat(said, 'work')).toEqual([]);
    expect(await town.ticket(number)).toMatchObject({ state: 'dispatched', claimedAt: null, contactedAt: null });
    await town.says('miao-ying', 'dept:transport', `办结 ${number} 我们完成了`);
    expect((await town.ticket(number)).state).toBe('dispatched');
  });

  test('a complaint about an official goes to no unit by itself, and its words to no group', async () => {
    const said = await town.says('sha-dongsheng', 'work', '税务局那个科长吃拿卡要，不给好处就不办，我要举报');
    expect(inChat(said, 'dept:tax')).toEqual([]);
    expect(
      said
        .filter((one) => !one.chat.startsWith('dm:'))
        .map((one) => one.text)
        .join(),
    ).not.toContain('吃拿卡要');
    const opened = await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
    expect(opened).toMatchObject({ state: 'accepted', department: null, sensitive: true });
  });

  test('免去 somebody does not put him on duty', async () => {
    const before = await town.database.db.department.findUniqueOrThrow({ where: { code: 'environment' } });
    expect(inChat(await town.says('gu-jing', 'dm:gu-jing', '免去 吕亮 值班席'), 'dm:gu-jing').join()).toContain('任命');
    expect((await town.database.db.department.findUniqueOrThrow({ where: { code: 'environment' } })).onDuty).toBe(before.onDuty);
  });

  test('the reporter reads where his ticket went, not what units said of him', async () => {
    const story = await town.says(OWNER, `dm:${OWNER}`, '查询 1');
    expect(story[0]?.text).toContain('#1');
    expect(story[0]?.text).not.toMatch(/属于市政设施中心|不归我们|分派理由/);
  });
});
