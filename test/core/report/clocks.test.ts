import { describe, expect, it } from 'vitest';
import type { TicketClock } from '../../../core/deadlines/ticket-clock.ts';
import type { Ticket } from '../../../core/ticket/ticket.ts';
import { context, directory, event, type Person, run, ticket } from '../commands/world.ts';

const clock = (step: string, limit: string, dueAt: string, metAt: string | null = null) => ({
  step,
  startedAt: '2017-04-26T01:00:00.000Z',
  limit,
  dueAt,
  warnAt: dueAt,
  setAt: '2017-04-26T01:00:00.000Z',
  round: 1,
  metAt,
  done: [] as TicketClock['done'],
});
/** At 10:30 on a Wednesday: 签收 was in time, 首次联系 is half an hour late, the rest runs. */
const running = {
  state: 'claimed',
  claimedAt: '2017-04-26T01:10:00.000Z',
  clocks: [
    clock('close', '15d', '2017-05-18T01:00:00.000Z'),
    clock('contact', '1h', '2017-04-26T02:00:00.000Z'),
    clock('claim', '30m', '2017-04-26T01:30:00.000Z', '2017-04-26T01:10:00.000Z'),
    clock('return', '2d', '2017-04-28T01:00:00.000Z'),
  ],
};
const ask = (shown: Ticket, who: Person = 'official', events: ReturnType<typeof event>[] = [], over = {}) =>
  run('ticket_status', '128', context(who, 'private', over), {
    tickets: [shown],
    data: { story: { ticket: shown, events, receiptedAt: null, messages: [] } },
  }).say ?? '';

describe('the clocks of 查询', () => {
  it('are those that run, each with its limit and its moment, and how late it is, in the order of a life', () => {
    expect(ask(ticket(running))).toContain(
      [
        '办理时限（按“马上办”）：',
        '　首次联系：限1个工作小时，4月26日 10:00 到期，已超时30分钟',
        '　办结：限15个工作日，5月18日 09:00 到期',
        '　退单：4月28日 09:00 前可以退',
        '工作时间：1小时30分',
      ].join('\n'),
    );
  });

  it('show the reporter what he was promised, and not what is between the units', () => {
    const text = ask(ticket(running), 'boss');
    expect(text).toContain('办结：限15个工作日');
    expect(text).not.toContain('退单');
  });

  it('while the ticket waits say what is left, and why; working time is said with and without the pauses', () => {
    const text = ask(
      ticket({
        ...running,
        pauses: [
          { kind: 'suspended', from: '2017-04-26T01:20:00.000Z', to: '2017-04-26T01:30:00.000Z', reason: '等窗口开门' },
          { kind: 'waiting', from: '2017-04-26T01:50:00.000Z', to: null, reason: '补土地证' },
        ],
      }),
    );
    expect(text).toContain('　首次联系：限1个工作小时，暂停计时，还剩10分钟');
    expect(text).toContain('暂停：挂账，4月26日 09:20 至 4月26日 09:30，等窗口开门\n暂停：等企业补充，自 4月26日 09:50 起，补土地证');
    expect(text).toContain('工作时间：1小时30分，扣除暂停后40分钟');
  });

  it('of 特急 know no nights', () => {
    const late = { ...running, urgency: 'critical', receivedAt: '2017-04-25T01:00:00.000Z' };
    const text = ask(ticket({ ...late, clocks: [clock('answer', '1d', '2017-04-25T22:00:00.000Z')] }));
    expect(text).toContain('答复：限1个自然日，4月26日 06:00 到期，已超时4小时30分');
    expect(text).toContain('历时1天1小时。');
    expect(text).toContain('特急昼夜连续计时');
  });

  it('are gone when it is closed; how long it took stays', () => {
    const done = { ...running, state: 'closed', outcome: 'solved', closedAt: '2017-04-26T02:00:00.000Z', clocks: [] };
    expect(ask(ticket(done))).toContain('工作时间：1小时');
    expect(ask(ticket(done))).not.toContain('办理时限');
  });
});

describe('历时', () => {
  it('is working time: a night is none of it', () => {
    const over = { now: new Date('2017-04-27T01:00:00.000Z') };
    expect(ask(ticket(running), 'official', [], over)).toContain('#128 环保局：已签收，历时1个工作日。');
  });
});

describe('what happened on the side roads, in words', () => {
  const withdrawn = ticket({ state: 'withdrawn', callback: 'yes' });
  const events = [
    event(1, { type: 'verified', note: '情况属实' }),
    event(2, { type: 'waiting', reason: '补土地证' }),
    event(3, { type: 'extension-asked', days: 5, reason: '等评审' }),
    event(4, { type: 'extension-declined', reason: '事项紧急' }),
    event(5, { type: 'extension-granted', days: 5, until: '2017-05-04T02:00:00.000Z', note: '抓紧' }),
    event(6, { type: 'handed-over', from: 4, to: 12, reason: '请假' }),
    event(7, { type: 'lapsed', reason: '签收后没有进展，签收失效' }),
    event(8, { type: 'supervised', note: '企业两次评价不满意', rule: 'unsatisfied-twice' }),
    event(9, { type: 'called-back', pressed: true, note: '局里打电话' }),
  ];
  const told = (who: Person) => ask(withdrawn, who, events, { directory });

  it('are read by those who work on it', () => {
    for (const wanted of [
      '核实，情况属实',
      '等企业补充，补土地证',
      '申请延期 5 个工作日，等评审',
      '不同意延期，事项紧急',
      '同意延期 5 个工作日，抓紧',
      '经办人由王国栋改为吕亮，请假',
      '签收后没有进展，签收失效',
      '督办单，企业两次评价不满意',
    ]) {
      expect(told('official')).toContain(wanted);
    }
  });

  it('what passes between the units is not for the reporter', () => {
    for (const hidden of ['申请延期', '不同意延期', '签收失效', '督办单']) expect(told('boss')).not.toContain(hidden);
    expect(told('boss')).toContain('同意延期 5 个工作日');
  });

  it('what he said when he was called back is for 督查考核办 and himself', () => {
    for (const who of ['manager', 'boss'] as const) expect(told(who)).toContain('撤单回访，有人要求撤单：局里打电话');
    for (const who of ['official', 'head', 'commissioner', 'duty', 'leader', 'decider'] as const)
      expect(told(who)).not.toMatch(/回访|打电话/);
  });
});
