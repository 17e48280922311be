import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerOf } from '../../prisma/store/ledger.ts';
import { orderDueReports } from '../../workers/schedule.ts';
import { reportsArrive, rowsOf, workshopOf } from '../support/reporting.ts';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const MANAGER = 'lian-peilin';
const DESK = 'yuan-jia';
const OWNER = 'ju-xiaoyan';
const PROBLEM = '门口路灯坏了半个月没人修，工人下夜班摔了两个了';

let town: Town;
beforeAll(async () => {
  town = await openTown({
    change: (config) => ({ ...config, reports: { schedules: config.reports.schedules.filter(({ report }) => report === 'shadow') } }),
  });
  const { db } = town.database;
  // A second group beside the seeded one: this one goes on speaking.
  await db.chat.create({ data: { channel: 'scene', wireId: 'live', kind: 'group', role: 'work', title: '另一个群' } });
  await db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
});
afterAll(() => town.close());

const texts = (said: readonly Spoken[]) => said.map((one) => one.text).join('\n');
const inChat = (said: readonly Spoken[], chat: string) => said.filter((one) => one.chat === chat);
const work = () => town.database.db.chat.findFirstOrThrow({ where: { wireId: 'work' } });
const codeOfLast = async () => {
  const { id } = await town.database.db.inbox.findFirstOrThrow({ where: { messageId: town.lastId() } });
  return { id, code: `m${id}` };
};
const rowOfLast = async () => town.database.db.shadow.findUniqueOrThrow({ where: { inboxId: (await codeOfLast()).id } });

/** Rows for the silent group, and for anybody of the public alone. */
async function toThePublic(): Promise<number> {
  const { db } = town.database;
  const people = await db.member.findMany({ where: { roles: { equals: ['entrepreneur'] } } });
  const alone = await db.identity.findMany({ where: { memberId: { in: people.map(({ id }) => id) } } });
  const chats = [(await work()).id, ...alone.flatMap(({ privateChat }) => (privateChat === null ? [] : [privateChat]))];
  return db.outbox.count({ where: { chatId: { in: chats }, status: { not: 'withdrawn' } } });
}

let before = 0;

describe('turning it on', () => {
  test('is for managers, the desk and the administrator; off is not for the desk', async () => {
    await town.says(OWNER, 'work', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产');
    expect((await town.ticket(1)).state).toBe('dispatched');
    expect(texts(await town.says(OWNER, 'work', '@小汇 旁听 开'))).toContain('抱歉');
    expect(texts(await town.says('wang-guodong', 'dm:wang-guodong', '旁听开'))).toContain('抱歉');
    expect(texts(await town.says(DESK, 'duty', '旁听 关 环翠创业汇'))).toContain('管理员来定');
    expect(await town.says(OWNER, 'live', '旁听 开会可以吗')).toEqual([]);
    expect((await work()).shadowSince).toBeNull();
  });

  test('says nothing in the group; the desk is told, and the row and the audit keep who and when', async () => {
    const said = await town.says(MANAGER, 'work', '@小汇 旁听 开');
    expect(inChat(said, 'work')).toEqual([]);
    expect(texts(inChat(said, `dm:${MANAGER}`))).toContain('只听不说');
    expect(texts(inChat(said, 'duty'))).toContain('连培林已让机器人在“环翠创业汇”只听不说');
    const { shadowSince, shadowBy, id } = await work();
    const { id: manager } = await town.database.db.member.findUniqueOrThrow({ where: { key: MANAGER } });
    expect([shadowSince, shadowBy]).toEqual([town.now(), manager]);
    const audit = await town.database.db.audit.findFirstOrThrow({ where: { action: 'shadow', detail: 'on' } });
    expect(audit).toMatchObject({ object: `chat ${id}`, allowed: true });
    before = await toThePublic();
  });
});

describe('while it listens', () => {
  let problem = '';

  test('nothing is said, opened, dispatched or drawn, and the desk reads what would have been', async () => {
    expect(await town.says('sha-dongsheng', 'work', '大家早上好')).toEqual([]);
    expect(await town.says('sha-dongsheng', 'work', PROBLEM)).toEqual([]);
    problem = (await codeOfLast()).code;
    const row = await rowOfLast();
    expect(row).toMatchObject({ outcome: 'ticketed', intent: 'problem', department: 'construction', speaks: true, verdict: null });
    expect(row.ticket).toMatchObject({ state: 'dispatched', department: 'construction' });
    expect(JSON.stringify(row.says)).toContain('已受理 #（单号）');
    expect(await town.says('xia-kai', 'work', '@小汇 你会干什么')).toEqual([]);
    expect((await rowOfLast()).outcome).toBe('answered');
    await town.does('new-one', 'work', 'j:1', { kind: 'joined', people: [{ wireId: 'new-one', name: '新来的' }] });
    // Bundled within the window, as notices are.
    const desk = inChat(await town.later(2), 'duty');
    expect(desk).toHaveLength(1);
    expect(texts(desk)).toContain('【提醒汇总】共 2 条');
    expect(texts(desk)).toContain(`【旁听 ${problem}】环翠创业汇 沙东升：${PROBLEM}\n会受理，派给住建局`);
    expect(texts(desk)).toContain('会在群里说：“收到，已受理 #（单号）');
    expect(texts(desk)).not.toMatch(/早上好|新来的/);
    expect(await town.database.db.ticket.count()).toBe(1);
  });

  test('what follows a would-be ticket is judged by it: a supplement, a recall', async () => {
    await town.says('xia-kai', 'work', '我们招不到电焊工，想请人社局办场招聘会');
    const report = town.lastId();
    const { id } = await codeOfLast();
    await town.says('xia-kai', 'work', '至少缺二十个人');
    expect(await rowOfLast()).toMatchObject({ outcome: 'attached', belongsTo: id, department: null });
    await town.does('xia-kai', 'work', `r:${report}`, { kind: 'recall', messageId: report });
    const would = await town.database.db.shadow.findUniqueOrThrow({ where: { inboxId: id } });
    expect(would.ticket).toMatchObject({ state: 'withdrawn' });
    await town.later(2);
  });

  test('a touchy matter is shown to the desk’s people alone; 特急 at once', async () => {
    await town.says('mu-qian', 'work', '厂里贷款下周到期，银行要抽贷，资金链要断了，求转贷基金帮一把');
    const said = await town.later(2);
    expect(texts(inChat(said, 'duty'))).toContain('已私聊发给值班人员');
    expect(texts(inChat(said, 'duty'))).not.toMatch(/抽贷|贷款/);
    expect(texts(inChat(said, `dm:${DESK}`))).toContain('抽贷');
    const urgent = await town.says('gu-mingzhe', 'work', '车间着火了，有人困在里面，快救命！');
    expect(texts(inChat(urgent, 'duty'))).toContain('车间着火');
    expect(await toThePublic()).toBe(before);
  });

  test('a live group beside it goes on, and gets the next number', async () => {
    const said = await town.says('zhou-jianbo', 'live', '仓库后面的下水道堵了，污水都漫出来了，没人来疏通');
    expect(texts(inChat(said, 'live'))).toContain('#2');
    expect((await town.ticket(2)).state).toBe('dispatched');
  });

  test('a ticket from before: officials go on, nothing reaches the group or the reporter, the desk is asked to pass it on', async () => {
    const said = [
      ...(await town.says('wang-guodong', 'dept:environment', '签收 1')),
      ...(await town.says('wang-guodong', 'dept:environment', '答复 1 专家评审排在周三，材料不用补了')),
      ...(await town.later(3)),
    ];
    expect((await town.ticket(1)).state).toBe('answered');
    expect(inChat(said, 'work')).toEqual([]);
    expect(inChat(said, `dm:${OWNER}`)).toEqual([]);
    expect(texts(inChat(said, 'duty'))).toContain('没有发出，请人工转告');
    expect(texts(inChat(said, 'duty'))).toContain('专家评审排在周三');
    expect(texts(inChat(said, 'dept:environment'))).toContain('已请值班席人工转告');
    // What would have been done to it from the group is shown, not done.
    await town.says(OWNER, 'work', '补充 1 厂房面积是三千平');
    expect(texts(inChat(await town.later(2), 'duty'))).toContain('会记到 #1 上（没有记，需要的话请人工办）');
    expect(await town.database.db.ticketEvent.count({ where: { ticket: 1, type: 'supplemented' } })).toBe(0);
  });

  test('days of clocks say nothing there either', async () => {
    const said = await town.later(4 * 24 * 60);
    expect(said.length).toBeGreaterThan(3);
    expect([...inChat(said, 'work'), ...inChat(said, `dm:${OWNER}`)]).toEqual([]);
    expect(await toThePublic()).toBe(before);
  });

  test('officials ask in their own rooms; in the silent group they are not answered, and no picture is drawn for it', async () => {
    expect(texts(await town.says('wang-guodong', 'dept:environment', '查询 1'))).toContain('专家评审');
    expect(await town.says(MANAGER, 'work', '@小汇 看板')).toEqual([]);
    const { id } = await work();
    expect(await town.database.db.report.count({ where: { chatId: id } })).toBe(0);
    await town.later(2);
  });

  test('verdicts: by code, by button, by quote; a missed one; said twice they are one; a changed one comes again', async () => {
    const { shadow } = town.stage.store;
    expect(texts(await town.says(DESK, 'duty', `对 ${problem}`))).toContain(`已记下：${problem} 判得对`);
    await town.says(DESK, 'duty', `对 ${problem}`);
    await town.says('sha-dongsheng', 'work', '园区北门口那条路的路灯一直不亮，夜里太黑，帮忙给修修');
    const second = (await codeOfLast()).code;
    const line = inChat(await town.later(2), 'duty').find((one) => one.text.includes(second));
    expect(line?.buttons).toEqual([`shadow ${second} 1`, `shadow ${second} 0`]);
    await town.presses(DESK, 'duty', `shadow ${second} 0`);
    expect(texts(await town.says(DESK, 'duty', '不对 综合执法局', { quotes: line?.id ?? '' }))).toContain('归综合执法局');
    await town.says('yu-zong', 'work', '我们那边情况跟他家一样，哎');
    const missed = (await codeOfLast()).code;
    expect(await rowOfLast()).toMatchObject({ outcome: 'ignored' });
    expect(texts(await town.says('ju-chen', 'duty', `不对 ${missed} 是诉求 住建局`))).toContain('是诉求，归住建局');
    expect(texts(await town.says(DESK, 'duty', '对 m999999'))).toContain('没有 m999999');
    // Nobody's answer: talk in the room, and somebody without the right.
    expect(await town.says(DESK, 'duty', '对')).toEqual([]);
    expect(await town.says('wang-guodong', 'dept:environment', `对 ${missed}`)).toEqual([]);

    const all = await shadow.verdictsSince(0, 10);
    expect(all.map(({ inbox, intent, department, right }) => [`m${inbox}`, intent, department, right])).toEqual([
      [problem, 'problem', 'construction', true],
      [second, 'problem', 'enforcement', false],
      [missed, 'problem', 'construction', false],
    ]);
    expect(all[0]?.text).toBe(PROBLEM);
    expect(await shadow.verdictsSince(all.at(-1)?.id ?? 0, 10)).toEqual([]);
    expect(await shadow.verdictsSince(all[0]?.id ?? 0, 1)).toHaveLength(1);
  });

  test('the desk opens a real ticket from what was heard, by quoting the line: officials work on it, the group hears nothing', async () => {
    await town.says('mu-qian', 'work', '仓库门口自来水管爆了，水漫进车间了');
    const line = inChat([...(await town.later(2))], 'duty').find((one) => one.text.includes('自来水管爆'));
    const said = await town.says(DESK, 'duty', '立单 住建局', { quotes: line?.id ?? '' });
    expect((await town.ticket(3)).department).toBe('construction');
    expect(texts(inChat(said, 'dept:construction'))).toContain('【派单】#3');
    expect(inChat(said, 'work')).toEqual([]);
    expect(await toThePublic()).toBe(before);
  });

  test('the ledger adds up, day by day', async () => {
    const { db } = town.database;
    for (let day = 10; day <= 14; day += 1) {
      const { received, waiting, ...ends } = await ledgerOf(db, `2026-03-${day}`);
      expect(Object.values(ends).reduce((a, b) => a + b, waiting)).toBe(received);
    }
    const heard = await db.inbox.findMany({ where: { reason: 'shadow' } });
    expect(heard.every(({ outcome, status }) => outcome === 'ignored' && status === 'done')).toBe(true);
    // One of them the desk made a ticket of.
    expect(await db.shadow.count()).toBe(heard.length + 1);
  });
});

describe('the sheet', () => {
  test('on demand, alone, with every sentence, who judged it, and the shares with what they are made of', async () => {
    await town.says(MANAGER, `dm:${MANAGER}`, '旁听 表 本周');
    const [sent] = await reportsArrive(town);
    expect([sent?.chat, sent?.files.map((file) => file.name)]).toEqual([`dm:${MANAGER}`, ['旁听表_2026-03-09_2026-03-14.xlsx']]);
    const file = sent?.files[0]?.content ?? new Uint8Array();
    const sum = new Map((await rowsOf(file, '合计')).map(([name, ...rest]) => [name, rest]));
    expect(sum.get('判过')?.slice(0, 1)).toEqual([3]);
    expect(sum.get('判对')?.slice(0, 3)).toEqual([1, 3, 1 / 3]);
    expect(sum.get('漏掉')?.slice(0, 2)).toEqual([1, 2]);
    const [head, row] = await rowsOf(file, '漏掉的');
    expect(head?.slice(0, 5)).toEqual(['编号', '时间', '群', '谁', '原话']);
    expect(row).toEqual(expect.arrayContaining(['环翠创业汇', '我们那边情况跟他家一样，哎', '放过', '不对', '是诉求，归住建局', '鞠晨']));
    const let_pass = (await rowsOf(file, '放过的')).map((cells) => cells[4]);
    expect(let_pass).toContain('大家早上好');
    expect(sent?.text).toContain('判对 33%（1/3）');
  });

  test('each week by itself while somebody is listened to: to its readers, and the sum to the desk', async () => {
    const monday = Date.parse('2026-03-16T09:00:00+08:00');
    await town.sleeps((monday - town.now().getTime()) / 60_000);
    await orderDueReports(workshopOf(town));
    const arrived = (await reportsArrive(town)).filter(({ text }) => text.startsWith('【旁听'));
    const desk = arrived.find(({ chat }) => chat === 'duty');
    expect(desk?.text).toContain('【旁听】上周');
    expect(desk?.files).toEqual([]);
    expect(arrived.find(({ chat }) => chat === `dm:${DESK}`)?.files.map((file) => file.name)).toEqual([
      '旁听周报_2026-03-09_2026-03-15.xlsx',
    ]);
  });
});

describe('turning it off', () => {
  test('nobody’s but a manager’s; the next message is live', async () => {
    expect(await town.says(OWNER, 'work', '@小汇 旁听 关')).toEqual([]);
    const said = await town.says(MANAGER, 'work', '@小汇 旁听关');
    expect(inChat(said, 'work')).toEqual([]);
    expect(texts(inChat(said, 'duty'))).toContain('从下一条消息起');
    expect((await work()).shadowSince).toBeNull();
    expect(texts(inChat(await town.says('sha-dongsheng', 'work', '员工社保补缴窗口一直办不下来，跑了四趟了'), 'work'))).toContain('#4');
  });

  test('decided in silence and written when it is over, it is decided again', async () => {
    const { store } = town.stage;
    const directory = await store.directory.current();
    const chat = directory.chats.find((one) => one.wireId === 'work');
    if (!chat) throw new Error('no work group');
    await store.inbox.receive(
      [
        {
          channel: chat.channel,
          chat: { wireId: 'work', kind: 'group', title: null },
          sender: { wireId: 'xia-kai', name: '夏凯' },
          key: 'm:late',
          at: town.now(),
          body: { kind: 'message', messageId: 'late', text: '嗯', quote: null, mentions: [], mentionsBot: false, media: [] },
        },
      ],
      town.now(),
    );
    const [heard] = await store.inbox.next(chat.id, directory, 1, town.now());
    if (!heard) throw new Error('nothing was heard');
    const effects = {
      inbox: {
        id: heard.id,
        outcome: 'ignored' as const,
        reason: 'shadow',
        links: [],
        inShadow: true,
      },
      tickets: [],
      counters: [],
      outbox: [],
      stale: [],
      reports: [],
      triage: [],
      directory: [],
      audit: [],
    };
    expect(await store.commit(effects, town.now())).toEqual({ kind: 'taken' });
    await town.stage.settle();
    expect((await town.database.db.inbox.findFirstOrThrow({ where: { messageId: 'late' } })).reason).not.toBe('shadow');
  });
});
