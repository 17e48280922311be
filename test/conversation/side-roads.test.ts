import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LimitsPolicy } from '../../core/config/limits.ts';
import type { Config } from '../../core/config.ts';
import { AmountText } from '../../core/deadlines/amount.ts';
import type { Step } from '../../core/deadlines/steps.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { BACKENDS, openTown, type Spoken, type Town } from '../support/town.ts';

const REPORT = '排污许可证月底到期，环评验收的材料交了三次都被退，请环保的同志帮忙看看';
const OFFICIAL = 'wang-guodong';
const DEPUTY = 'lyu-liang';
const HEAD = 'teng-xiuyun';
const ROOM = 'dept:environment';
const OFFICE = 'dept:office';
const dm = (who: string) => `dm:${who}`;

const inChat = (said: readonly Spoken[], chat: string) =>
  said
    .filter((one) => one.chat === chat)
    .map((one) => one.text)
    .join('\n');

async function reported(town: Town, who: string): Promise<number> {
  await town.says(who, 'work', REPORT);
  const { number } = await town.database.db.ticket.findFirstOrThrow({ orderBy: { number: 'desc' } });
  expect((await town.ticket(number)).department).toBe('environment');
  return number;
}

async function taken(town: Town, who: string): Promise<number> {
  const number = await reported(town, who);
  await town.says(OFFICIAL, ROOM, `签收 ${number}`);
  return number;
}

function dueOf(ticket: Ticket, step: Step): Date {
  const clock = ticket.clocks.find((one) => one.step === step);
  if (clock === undefined) throw new Error(`#${ticket.number} has no clock for ${step}`);
  return new Date(clock.dueAt);
}

describe.each(BACKENDS)('with the shipped limits, workers on %s queues', (queues) => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown({ queues });
  });
  afterAll(() => town.close());
  const calendar = () => town.stage.clockwork.calendar;

  describe('核实, 等企业', () => {
    test('核实 is told to the reporter alone, and stops its clock', async () => {
      await taken(town, 'ju-xiaoyan');
      const said = await town.says(OFFICIAL, ROOM, '核实 1 现场看过，情况属实');
      expect(inChat(said, dm('ju-xiaoyan'))).toBe('#1 环保局已核实：现场看过，情况属实');
      expect(inChat(said, 'work')).toBe('');
      expect((await town.ticket(1)).clocks.find((clock) => clock.step === 'verify')?.metAt).not.toBeNull();
    });

    test('what is wanted of him he reads in private; the clocks stand still until he gives it, and go on with what was left', async () => {
      const before = await town.ticket(1);
      const said = await town.says(OFFICIAL, ROOM, '等企业 1 补齐土地证复印件');
      expect(inChat(said, dm('ju-xiaoyan'))).toContain('需要您补充：补齐土地证复印件');
      expect(inChat(said, 'work')).toBe('');
      const from = town.now();
      expect((await town.ticket(1)).pauses).toMatchObject([{ kind: 'waiting', to: null }]);
      expect(inChat(await town.says(OFFICIAL, ROOM, '查询 1'), ROOM)).toContain('暂停计时，还剩');

      await town.later(24 * 60);
      const given = await town.says('ju-xiaoyan', dm('ju-xiaoyan'), '', { media: 1 });
      expect(inChat(given, ROOM)).toContain('企业已补充，办理时限恢复计时。');
      expect(given.find((one) => one.chat === ROOM)?.files).toEqual(['现场1.png']);
      expect(inChat(given, dm('ju-xiaoyan'))).toBe('#1 已收到补充，环保局继续办理。');
      const after = await town.ticket(1);
      expect(after.pauses.at(-1)?.to).not.toBeNull();
      for (const step of ['contact', 'answer', 'close'] as const) {
        const left = calendar().workingBetween(from, dueOf(before, step));
        expect(calendar().workingBetween(town.now(), dueOf(after, step))).toBeCloseTo(left, 3);
      }
      expect(inChat(await town.says(OFFICIAL, ROOM, '查询 1'), ROOM)).toMatch(/暂停：等企业补充，.*工作时间：.*，扣除暂停后/s);
    });
  });

  describe('延期', () => {
    test('wants days and a reason', async () => {
      expect(inChat(await town.says(OFFICIAL, ROOM, '@小汇 1号宽限两天呗'), ROOM)).toContain('请写明延期的理由，例如：延期 1 2天');
      expect(inChat(await town.says(OFFICIAL, ROOM, '延期 1 等待专家评审'), ROOM)).toContain('请写明延期几个工作日');
      expect(inChat(await town.says(OFFICIAL, ROOM, '延期 1 11天 等待专家评审'), ROOM)).toContain('一次最多延期 10 个工作日');
    });

    test('is asked of the 推进办 with both deadlines; 同意 in talk is talk, and others may not decide', async () => {
      const said = await town.says(OFFICIAL, ROOM, '延期 1 5天 等待专家评审');
      expect(inChat(said, OFFICE)).toMatch(
        /【延期申请】#1 环保局[\s\S]*王国栋申请延期 5 个工作日，理由：等待专家评审\n办结时限 .*，同意后顺延至 /,
      );
      expect(said.find((one) => one.chat === OFFICE)?.buttons).toEqual(['approve 1', 'decline 1']);
      expect(await town.says('yu-haifeng', 'work', '同意')).toEqual([]);
      expect(await town.says('yu-haifeng', 'work', '同意 1')).toEqual([]);
      expect(await town.says(OFFICIAL, ROOM, '同意')).toEqual([]);
      expect(inChat(await town.says('yue-hao', dm('yue-hao'), '同意 1'), dm('yue-hao'))).toContain('延期由推进办审批');
      expect((await town.ticket(1)).extension?.state).toBe('asked');
    });

    test('a bare 同意 of the 推进办 means the one request that waits; the reporter learns how long and why', async () => {
      const before = await town.ticket(1);
      const asked = new Date(before.extension?.askedAt ?? '');
      const said = await town.says('ma-guodong', OFFICE, '同意');
      const after = await town.ticket(1);
      const until = calendar().addWorking(asked, { days: 5 });
      expect(after.pauses.at(-1)).toMatchObject({ kind: 'extension', from: asked.toISOString(), to: until.toISOString() });
      const left = calendar().workingBetween(asked, dueOf(before, 'close'));
      expect(calendar().workingBetween(until, dueOf(after, 'close'))).toBeCloseTo(left, 3);
      expect(inChat(said, dm('ju-xiaoyan'))).toContain('#1 因等待专家评审，办理时间延长 5 个工作日');
      expect(inChat(said, ROOM)).toContain('【延期批准】#1');
      expect(inChat(said, 'work')).toBe('');
      expect(await town.says('ma-guodong', OFFICE, '同意')).toEqual([]);
      expect(inChat(await town.says(OFFICIAL, ROOM, '延期 1 3天 还差一点'), ROOM)).toContain('一件只能延期 1 次');
    });

    test('不同意 by button asks for the reason, and leaves the deadline as it was', async () => {
      const number = await taken(town, 'xia-kai');
      const due = dueOf(await town.ticket(number), 'close');
      await town.says(OFFICIAL, ROOM, `延期 ${number} 3天 等图纸`);
      expect(inChat(await town.presses('che-liang', OFFICE, `decline ${number}`), OFFICE)).toContain('不同意要写明理由');
      const said = await town.says('che-liang', OFFICE, `不同意 ${number} 事项紧急，请按期办结`);
      expect(inChat(said, ROOM)).toMatch(/【延期未批】.*\n推进办不同意延期，理由：事项紧急，请按期办结/);
      expect(dueOf(await town.ticket(number), 'close')).toEqual(due);
    });
  });

  describe('撤单', () => {
    test('of what nobody has taken yet he is asked too, alone', async () => {
      const number = await reported(town, 'liu-xinyi');
      const said = await town.says('liu-xinyi', 'work', `@小汇 撤回 ${number} 发错了`);
      expect(said.find((one) => one.chat === dm('liu-xinyi'))?.buttons).toEqual([`callback ${number} 0`, `callback ${number} 1`]);
      expect((await town.ticket(number)).callback).toBe('asked');
    });

    test('of what is in hand: he is asked alone; what he says goes to 督查考核办 and to nobody else', async () => {
      const number = await taken(town, 'tang-zhiyuan');
      const said = await town.says('tang-zhiyuan', 'work', `@小汇 撤回 ${number} 不想办了`);
      expect(inChat(said, 'work')).toBe(`#${number} 已撤单。`);
      const asked = said.find((one) => one.chat === dm('tang-zhiyuan'));
      expect(asked?.text).toContain('有没有人要求您撤单');
      expect(asked?.buttons).toEqual([`callback ${number} 0`, `callback ${number} 1`]);

      expect(inChat(await town.presses(OFFICIAL, ROOM, `callback ${number} 1`), ROOM)).toContain('抱歉');
      const told = await town.says('tang-zhiyuan', dm('tang-zhiyuan'), `回访 ${number} 有 局里打电话让我撤`);
      expect(inChat(told, dm('tang-zhiyuan'))).toContain('已记下，谢谢您');
      for (const member of ['lian-peilin', 'yue-hao']) expect(inChat(told, dm(member))).toContain('局里打电话让我撤');
      // The desk's people are officials of a unit too.
      expect(inChat(told, 'duty')).toBe('');
      expect(told.filter((one) => one.chat === ROOM || one.chat === dm(OFFICIAL))).toEqual([]);
      for (const who of [OFFICIAL, HEAD, 'yuan-jia']) {
        expect(inChat(await town.says(who, dm(who), `查询 ${number}`), dm(who))).not.toMatch(/回访|电话/);
      }
      expect(inChat(await town.says('yue-hao', dm('yue-hao'), `查询 ${number}`), dm('yue-hao'))).toContain('局里打电话让我撤');
    });

    test('a plain 没有 in private answers it, and nobody hears', async () => {
      const number = await taken(town, 'sha-dongsheng');
      await town.says('sha-dongsheng', 'work', `@小汇 撤回 ${number} 自己办好了`);
      const said = await town.says('sha-dongsheng', dm('sha-dongsheng'), '没有');
      expect(said.map((one) => one.chat)).toEqual([dm('sha-dongsheng')]);
      expect((await town.ticket(number)).callback).toBe('no');
    });
  });

  describe('差评', () => {
    test('the second brings a 督办单 to the department, its head and 督查考核办, each once', async () => {
      const number = await taken(town, 'zhao-peilin');
      await town.says(OFFICIAL, ROOM, `办结 ${number} 已办好`);
      const first = await town.says('zhao-peilin', 'work', `评价 ${number} 不满意 还是没给`);
      expect(first.map((one) => one.text).join('\n')).not.toContain('督办单');
      expect(dueOf(await town.ticket(number), 'close')).toEqual(calendar().addWorking(town.now(), { days: 15 }));
      await town.says(OFFICIAL, ROOM, `办结 ${number} 这次给了`);
      const second = await town.says('zhao-peilin', 'work', `评价 ${number} 不满意 给错了`);
      const orders = second.filter((one) => one.text.includes('【督办单】'));
      expect(orders.map((one) => one.chat).toSorted()).toEqual([ROOM, dm(HEAD), dm('lian-peilin'), dm('yue-hao')].toSorted());
      expect(orders[0]?.text).toMatch(
        /【督办单】HC2026-\d{4}（#\d+）\n承办单位：环保局[\s\S]*企业两次评价不满意[\s\S]*请于 .* 前办结并答复企业/,
      );
      expect(await town.ticket(number)).toMatchObject({ supervised: true, state: 'dispatched' });
    });
  });

  describe('退单', () => {
    test('first to the desk, the first taker answering for it; second to the 推进办, which rules; nobody hands it back again', async () => {
      const number = await taken(town, 'teng-yan');
      const first = await town.says(OFFICIAL, ROOM, `退单 ${number} 属于市场监管`);
      expect(inChat(first, 'duty')).toContain('首接单位：环保局，重新派单前仍由其负责');
      expect(inChat(first, ROOM)).toContain('贵单位是首接单位');
      await town.says('yuan-jia', 'duty', `派单 ${number} 市场监管局`);
      const second = await town.says('qi-shaohua', 'dept:market', `退单 ${number} 属于环保`);
      expect(inChat(second, OFFICE)).toMatch(/【退单裁定】[\s\S]*第 2 次退单[\s\S]*首接单位：环保局/);
      await town.says('ma-guodong', OFFICE, `转办 ${number} 市场监管局 注册许可由市场监管局核发`);
      expect(inChat(await town.says('qi-shaohua', 'dept:market', `退单 ${number} 不归我们`), 'dept:market')).toContain('已由推进办裁定');
      expect((await town.ticket(number)).department).toBe('market');
    });
  });

  describe('请假', () => {
    test('is registered with a stand-in, who is told; the past and a deputy from elsewhere are refused', async () => {
      expect(inChat(await town.says(OFFICIAL, dm(OFFICIAL), '请假 3月1日到3月3日'), dm(OFFICIAL))).toContain('已经过去');
      expect(inChat(await town.says(OFFICIAL, dm(OFFICIAL), '请假 明天到后天 汤莹代'), dm(OFFICIAL))).toContain('本单位的同事');
      const said = await town.says(OFFICIAL, dm(OFFICIAL), '请假 明天到后天 吕亮代');
      expect(inChat(said, dm(OFFICIAL))).toContain('吕亮代班');
      expect(inChat(said, dm(DEPUTY))).toContain('请您代班');
      // From the public it is no order, whatever else it may be.
      const public_ = await town.says('ju-xiaoyan', dm('ju-xiaoyan'), '请假 明天');
      expect(public_.map((one) => one.text).join()).not.toMatch(/代班|请假登记|已登记/);
      expect(await town.database.db.leave.count()).toBe(1);
    });

    test('when it begins his open work goes to the stand-in, once, with a notice; new matters go there too', async () => {
      const { db } = town.database;
      const { id } = await db.member.findUniqueOrThrow({ where: { key: OFFICIAL } });
      const deputy = await db.member.findUniqueOrThrow({ where: { key: DEPUTY } });
      const open = await db.ticket.count({ where: { handler: id, state: { in: ['claimed', 'contacted', 'dispatched', 'answered'] } } });
      expect(open).toBeGreaterThan(0);
      await town.says('yuan-jia', dm('yuan-jia'), '请假');
      const said = await town.later(25 * 60);
      expect(await db.ticketEvent.count({ where: { type: 'handed-over' } })).toBe(open);
      expect(said.filter((one) => one.chat === ROOM && one.text.includes('王国栋请假，改由吕亮经办')).length).toBeGreaterThan(0);
      expect(await db.ticket.count({ where: { handler: id, state: { in: ['claimed', 'contacted', 'dispatched', 'answered'] } } })).toBe(0);
      const number = await reported(town, 'miao-jia');
      expect((await town.ticket(number)).handler).toBe(deputy.id);
      expect(inChat(await town.says(OFFICIAL, ROOM, '请假'), ROOM)).toMatch(/正在请假：\n　环保局 王国栋：.*，吕亮代班/);
    });

    test('销假 brings him back at once', async () => {
      expect(inChat(await town.says('qi-lixin', dm('qi-lixin'), '销假 王国栋'), dm('qi-lixin'))).toContain('由本人、本单位负责人或值班席');
      await town.says(HEAD, dm(HEAD), '销假 王国栋');
      const { id } = await town.database.db.member.findUniqueOrThrow({ where: { key: OFFICIAL } });
      const number = await reported(town, 'cong-jinshan');
      expect((await town.ticket(number)).handler).toBe(id);
    });
  });

  test('值班 and 副值班 change places', async () => {
    await town.says('yuan-jia', 'duty', '副值班 规划局 沙思远');
    const said = await town.says('yuan-jia', 'duty', '值班 规划局 沙思远');
    expect(inChat(said, 'duty')).toContain('汤莹改任副值班');
    expect(inChat(await town.says('yuan-jia', 'duty', '值班'), 'duty')).toContain('规划局：沙思远，副值班汤莹');
  });
});

describe.each(BACKENDS)('where the limits are short, workers on %s queues', (queues) => {
  const amount = (text: string) => AmountText.parse(text);
  const day = { normal: amount('1d'), urgent: amount('1d'), critical: amount('1d') };
  const hasty = (rules: LimitsPolicy): LimitsPolicy => ({ ...rules, limits: { ...rules.limits, close: day }, return: amount('2h') });
  let town: Town;
  beforeAll(async () => {
    const change = (config: Config): Config => {
      const policies = Object.entries(config.limits.policies).map(([key, rules]) => [key, hasty(rules)] as const);
      return { ...config, limits: { ...config.limits, policies: Object.fromEntries(policies) } };
    };
    town = await openTown({ change, queues });
  });
  afterAll(() => town.close());

  test('退单 and 延期 after their deadlines are refused, and say what to do instead', async () => {
    const number = await taken(town, 'ju-xiaoyan');
    await town.says(OFFICIAL, ROOM, `联系 ${number} 已通话`);
    await town.later(150);
    expect(inChat(await town.says(OFFICIAL, ROOM, `退单 ${number} 不归我们`), ROOM)).toContain('已过退单时限');
    await town.later(24 * 60);
    expect(inChat(await town.says(OFFICIAL, ROOM, `延期 ${number} 3天 等评审`), ROOM)).toContain('已过办结时限');
    expect(await town.ticket(number)).toMatchObject({ department: 'environment', extension: null, returns: 0 });
    expect(inChat(await town.says(OFFICIAL, ROOM, `查询 ${number}`), ROOM)).toMatch(/办结：限1个工作日，3月11日 09:\d\d 到期，已超时\d+/);
  });
});
