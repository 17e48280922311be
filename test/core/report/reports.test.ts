import { describe, expect, it } from 'vitest';
import { MemberId } from '../../../core/ids.ts';
import { commissionersText } from '../../../core/report/commissioners.ts';
import { resolvePeriod } from '../../../core/report/period.ts';
import { command, context, directory, enterprise, NOW, parse, people, refusal, run, ticket } from '../commands/world.ts';
import { byDepartment, everything, say, totals, unitOf } from './figures.ts';

describe('in the work group', () => {
  const names = [
    ...directory.departments.flatMap((one) => [one.name, one.fullName]),
    ...directory.members.map((one) => one.name),
    ...directory.enterprises.map((one) => one.name),
  ];
  const cases = [
    ['board', ''],
    ['stats', '上月'],
    ['ranking', ''],
    ['overdue_list', ''],
    ['overdue_list', '环保局'],
    ['stats', '环保局'],
    ['list_dept', '环保局'],
    ['commissioner_list', ''],
    ['ticket_status', '128'],
  ] as const;

  it.each(cases)('%s %s says totals and names nobody', (name, rest) => {
    const text = say(name, rest, context('leader', 'work'), {
      ...everything,
      story: { ticket: ticket(), events: [], receiptedAt: null, messages: [] },
    });
    expect(text.length).toBeGreaterThan(5);
    // Where a ticket stands names its unit, as its receipt did; nothing else names anybody.
    for (const one of names.filter((each) => name !== 'ticket_status' || each !== '环保局')) expect(text).not.toContain(one);
    expect(text).not.toContain('排污');
    expect(text).not.toContain('13800000000');
  });

  it('tells the totals and the three rates, and where the rest is', () => {
    const text = say('board', '', context('leader', 'work'));
    expect(text).toContain('在办 8 件：超时 2，临期 1，期内 4，暂停 1');
    expect(text).toContain('今天收到 2 件，办结 1 件');
    expect(text).toContain('近30天响应率 90%（9/10');
    expect(text).toContain('私聊');
    expect(say('commissioner_list', '', context('leader', 'work'))).toContain('1 名特派员，联系 2 家企业和项目');
  });

  it('asks no more of the database than it will say', () => {
    const at = context('leader', 'work');
    const reads = (name: string) => {
      const parsed = parse(name, '', at);
      return parsed.ok
        ? command(name)
            .reads(parsed.args, at)
            .map((one) => one.read)
        : [];
    };
    expect(reads('stats')).toEqual(['totals']);
    expect(reads('commissioner_list')).toEqual([]);
  });

  it('orders a picture of totals, and none that could show nothing but names', () => {
    const ordered = (name: string, rest: string) => run(name, rest, context('leader', 'work'), { data: everything }).report?.kind;
    expect([ordered('board', ''), ordered('stats', '上月'), ordered('overdue_list', '')]).toEqual(['board', 'stats', 'overdue']);
    expect([ordered('ranking', ''), ordered('stats', '环保局'), ordered('overdue_list', '环保局')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('gives a reporter his numbers without words', () => {
    expect(say('my_tickets', '', context('boss', 'work'))).toBe('您反映过 2 件，在办 1 件：#128。详情请私聊我。');
  });

  it('tells an entrepreneur his commissioner, but not the group', () => {
    expect(run('commissioner_list', '', context('boss', 'work'))).toEqual({ say: '蓝旗渔具的特派员：张岩（经信局）。', privately: true });
    expect(run('commissioner_list', '碳谷复材', context('leader', 'work'))).toMatchObject({ privately: true });
    expect(refusal('commissioner_list', '碳谷复材的特派员是哪位', context('boss', 'private'))).toContain('自己企业');
  });
});

describe('看板', () => {
  it('shows totals, states, units with the late ones first, rates, and what presses most', () => {
    const text = say('board', '', context('leader', 'private'));
    expect(text).toContain('截至 4月26日 10:30，在办 8 件');
    expect(text).toContain('按状态：待签收 3，办理中 4，挂账 1');
    expect(text.indexOf('环保局 2 件，超时 2')).toBeLessThan(text.indexOf('规划局 6 件，临期 1，暂停 1'));
    expect(text).toContain('#128 蓝旗渔具：排污许可证半个月没办下来');
    expect(text).toContain('签收限10个工作分钟，已超时1小时20分');
    expect(text).toContain('满意率 75%（3/4，未评价的 2 件不算）');
    expect(text).toContain('按办理时限');
  });

  it('sends who asks of one ticket to 查询', () => {
    expect(refusal('board', '128', context('leader', 'private'))).toContain('查询 128');
  });
});

describe('统计', () => {
  const manager = context('manager', 'private');

  it('prints every measure with n/N, the days, and what is left out', () => {
    const text = say('stats', '上月', manager);
    expect(text).toContain('全区 上月（2017年3月1日至2017年3月31日）');
    expect(text).toContain('收到 12 件，撤单 1 件');
    for (const rate of [
      '响应率 90%（9/10，联系前撤单、合并的 2 件不算）',
      '解决率 83%（5/6',
      '满意率 75%（3/4，未评价的 2 件不算）',
      '按时签收率 80%（8/10，还没签收的不算）',
      '按时联系率 100%（9/9',
      '按时答复率 88%（7/8',
      '按时办结率 100%（6/6，在办的不算）',
      '一次办结率 83%（5/6',
      '直接答复率 75%（6/8',
      '退单率 8%（1/13',
      '延期率 17%（1/6',
      '重办率 17%（1/6',
      '回访率 67%（4/6',
    ])
      expect(text).toContain(rate);
    expect(text).toContain('签收用时 约10分钟，九成在约1小时5分以内（10件）');
    expect(text).toContain('办结（扣除暂停）用时 约2个工作日（1件）');
    expect(text).toContain('黄牌 3 张，红牌 2 张，督办单 1 份');
    expect(text).toContain('口径：');
    expect(text).toContain('规划局：接办 8，签收 4');
    for (const line of text.split('\n').filter((one) => one.includes('%'))) expect(line).toMatch(/\d+%（\d+\/\d+/);
  });

  it('is a picture, and asks again at making who may have the sheet', () => {
    const days = { from: '2017-03-01', to: '2017-03-31', label: '上月（2017年3月1日至2017年3月31日）' };
    expect(run('stats', '上月', manager, { data: everything }).report).toEqual({ kind: 'stats', days, department: null });
  });

  it('tells nobody but those who see all whether reporters were pressed', () => {
    const pressed = { ...everything, totals: totals({ callbacksAsked: 2, callbacksAnswered: 1, callbacksPressed: 1 }) };
    expect(say('stats', '上月', manager, pressed)).toContain('撤单回访：问 2 件，答 1 件，有人要求撤的 1 件');
    expect(say('stats', '上月', context('head', 'private'), pressed)).not.toContain('回访：');
    expect(say('stats', '上月', context('leader', 'work'), pressed)).not.toContain('回访：');
  });

  it.each([
    ['', '2017-04-01', '2017-04-26'],
    ['今天', '2017-04-26', '2017-04-26'],
    ['本周', '2017-04-24', '2017-04-26'],
    ['3月', '2017-03-01', '2017-03-31'],
    ['4月1日到4月15日', '2017-04-01', '2017-04-15'],
  ])('reads “%s” as its days', (rest, from, to) => {
    const parsed = parse('stats', rest, manager);
    expect(parsed).toMatchObject({ ok: true, args: { days: { from, to }, department: null } });
    if (parsed.ok)
      expect(command('stats').reads(parsed.args, manager)).toEqual([
        { read: 'totals', from, to, department: null },
        { read: 'totalsByDepartment', from, to },
      ]);
  });

  it('gives an official his own unit, and no other', () => {
    const at = context('official', 'private');
    const parsed = parse('stats', '上月', at);
    expect(parsed).toMatchObject({ ok: true, args: { department: 'environment' } });
    if (parsed.ok) expect(command('stats').reads(parsed.args, at)).toMatchObject([{ read: 'totals', department: 'environment' }]);
    expect(say('stats', '上月', at)).toContain('环保局 上月');
    expect(refusal('stats', '上月 规划局', at)).toContain('环保局');
  });

  it('gives a department’s room its own unit, whoever asks', () => {
    expect(parse('stats', '', context('manager', 'environment'))).toMatchObject({ ok: true, args: { department: 'environment' } });
    expect(refusal('stats', '规划局', context('manager', 'environment'))).toContain('私聊');
  });

  it('refuses days that are not', () => {
    expect(
      command('stats').parse(
        { rest: '', tickets: [], departments: [], enterprises: [], members: [], period: 'range:02-30..03-01', days: null, words: '' },
        manager,
      ),
    ).toMatchObject({ ok: false });
  });
});

describe('排名', () => {
  const text = say('ranking', '本月', context('manager', 'private'));

  it('puts who takes what comes before who is fast on the few he took', () => {
    expect(text).toContain('1. 环保局：签收率 100%（6/6），按时签收率 100%（6/6），签收约10分钟');
    expect(text).toContain('2. 规划局：签收率 50%（4/8），按时签收率 100%（4/4），签收约1分钟');
  });

  it('ranks no unit with fewer than five, and says so', () => {
    expect(text).not.toMatch(/\d\. 国土局/);
    expect(text).toContain('不足 5 件、不参加排名：国土局（4件）');
    expect(say('ranking', '', context('manager', 'private'), { totalsByDepartment: byDepartment.slice(2) })).toContain('不排名');
  });

  it('says what 接办 leaves out, in every report that measures units by it', () => {
    const official = say('stats', '上月', context('official', 'private'));
    expect(official).toContain('接办 12 件，撤单 1 件');
    for (const one of [text, official, say('stats', '上月', context('manager', 'private'))])
      expect(one).toContain('接办不含签收前转出、退回、撤单的');
    expect(say('ranking', '', context('leader', 'work'))).toContain('3 个单位接办 18 件，签收 14 件');
  });

  it('leaves out a unit that passed on all it got', () => {
    const passer = unitOf('land', 6, 0, 0, { passed: 6, closed: 0, transferred: 6 });
    const told = say('ranking', '', context('manager', 'private'), { totalsByDepartment: [...byDepartment.slice(0, 2), passer] });
    expect(told).toContain('2. 规划局');
    expect(told).not.toContain('国土局');
  });

  it('gives equal figures one place', () => {
    const twins = [unitOf('land', 6, 6, 10), unitOf('planning', 6, 6, 10), unitOf('environment', 9, 1, 1)];
    const places = say('ranking', '', context('manager', 'private'), { totalsByDepartment: twins })
      .split('\n')
      .filter((one) => /^\d/.test(one))
      .map((one) => one.slice(0, 2));
    expect(places).toEqual(['1.', '1.', '3.']);
  });

  it('puts who is in time before who is only fast', () => {
    const late = unitOf('land', 6, 6, 2, { claimOnTime: 3, claimLate: 3 });
    const told = say('ranking', '', context('manager', 'private'), { totalsByDepartment: [late, unitOf('planning', 6, 6, 10)] });
    expect(told).toContain('1. 规划局');
  });
});

describe('超时 and 在办', () => {
  it('names step, limit and time past it, and what is not listed', () => {
    const text = say('overdue_list', '', context('manager', 'private'));
    expect(text).toContain('全区超时 3 件');
    expect(text).toContain('【紧急】#128');
    expect(text).toContain('签收限10个工作分钟，已超时1小时20分');
    expect(text).toContain('还有 2 件没有列出');
    expect(run('overdue_list', '', context('manager', 'private'), { data: { overdue: { total: 0, rows: [] } } })).toEqual({
      say: '全区没有超时的单子。',
    });
  });

  it('lists the asker’s unit, another for those who may, and the late ones where asked', () => {
    const at = context('leader', 'private');
    const late = parse('list_dept', '国土 超期', at);
    expect(late).toMatchObject({ ok: true, args: { department: 'land', overdue: true } });
    if (late.ok) expect(command('list_dept').reads(late.args, at)).toMatchObject([{ read: 'overdue', department: 'land' }]);
    expect(parse('list_dept', '', context('official', 'environment'))).toMatchObject({
      ok: true,
      args: { department: 'environment', overdue: false },
    });
    expect(refusal('list_dept', '规划局', context('official', 'private'))).toMatch(/^抱歉/);
    expect(refusal('list_dept', '', at)).toContain('例如：列表 国土局');
    expect(say('list_dept', '', context('official', 'environment'))).toContain('环保局在办（含协办）4 件');
    expect(say('list_dept', '', context('official', 'work'))).toBe('环保局在办（含协办）4 件。明细请私聊我，或在单位群里发“本单位在办”。');
  });
});

describe('特派员', () => {
  it('shows 24 postings under 14 names', () => {
    const members = Array.from({ length: 14 }, (_, i) => ({ ...people.commissioner, id: MemberId.parse(100 + i), name: `员${i}` }));
    const enterprises = Array.from({ length: 24 }, (_, i) => ({
      ...(directory.enterprises[0] ?? never()),
      key: enterprise(`e-${i}`),
      name: `企业${i}`,
    }));
    const rows = enterprises.map((one, i) => ({
      member: MemberId.parse(100 + (i % 14)),
      enterprise: one.key,
      leads: i === 0,
      tickets: i,
      open: 1,
    }));
    const days = resolvePeriod('this_month', NOW);
    if (days === null) throw new Error('this month');
    const lines = commissionersText(rows, days, { ...directory, members, enterprises }).split('\n');
    expect(lines[0]).toBe('14 名特派员，联系 24 家企业和项目。');
    expect(lines.filter((one) => one.startsWith('　'))).toHaveLength(24);
    expect(lines.filter((one) => one.startsWith('员'))).toHaveLength(14);
    expect(lines).toContain('　企业0（牵头）：本月 0 件，在办 1 件');
  });

  it('shows a commissioner his own', () => {
    const text = say('commissioner_list', '', context('commissioner', 'private'));
    expect(text).toBe('您联系 2 家：\n　蓝旗渔具（牵头）\n　碳谷复材');
  });
});

const never = (): never => {
  throw new Error('the world has enterprises');
};
