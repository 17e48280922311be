import { describe, expect, test } from 'vitest';
import { explainPolicy } from '../../../core/config/limits-check.ts';
import { AmountText } from '../../../core/deadlines/amount.ts';
import { policyInForce } from '../../../core/deadlines/policy.ts';
import { clocksUnder } from '../../../core/deadlines/schedule.ts';
import { at, CONFIG, ENVIRONMENT, OFFICE, PLANNING, Story, WORK } from './story.ts';

/** 2026-03-10 is a Tuesday. Hours 08:30–12:00 and 13:30–17:30. */
describe('which clocks run, and until when', () => {
  test('from the hand-over: 签收, 首次联系, 核实, 退单; from the acceptance: 答复, 办结', () => {
    expect(new Story().dispatched('03-10 09:00').dues()).toEqual([
      'claim 03-10 09:30',
      'contact 03-10 11:00',
      'verify 03-11 09:00',
      'answer 03-13 09:00',
      'close 03-31 09:00',
      'return 03-12 09:00',
    ]);
  });

  test.each([
    { when: 'before lunch', from: '03-10 11:45', claim: '03-10 13:45', contact: '03-10 15:15' },
    { when: 'on Friday evening', from: '03-13 17:20', claim: '03-16 08:50', contact: '03-16 10:20' },
    { when: 'on a Saturday', from: '03-14 10:00', claim: '03-16 09:00', contact: '03-16 10:30' },
    { when: 'on a working Saturday (调休)', from: '02-28 10:00', claim: '02-28 10:30', contact: '02-28 12:00' },
    { when: 'on the last day before 国庆', from: '09-30 17:50', claim: '10-08 08:50', contact: '10-08 10:20' },
  ])('$when', ({ from, claim, contact }) => {
    const story = new Story().dispatched(from);
    expect(story.due('claim')).toBe(claim);
    expect(story.due('contact')).toBe(contact);
  });

  test('紧急 has shorter ones; 特急 runs round the clock', () => {
    expect(new Story().dispatched('03-13 17:25', { urgency: 'urgent' }).due('claim')).toBe('03-16 08:35');
    const critical = new Story().dispatched('03-13 23:00', { urgency: 'critical' });
    expect(critical.dues()).toEqual([
      'claim 03-13 23:05',
      'contact 03-13 23:30',
      'verify 03-14 23:00',
      'answer 03-14 23:00',
      'close 03-18 23:00',
      'return 03-15 23:00',
    ]);
  });

  test('a matter that the office excepts has a limit of its own, wherever it ends up', () => {
    const text = '建设工程规划许可批了三个月没有下文';
    expect(new Story().dispatched('03-10 09:00', { text, department: PLANNING }).due('close')).toBe('04-22 09:00');
    const moved = new Story()
      .dispatched('03-10 09:00', { text })
      .does('03-10 10:00', { verb: 'transfer', department: PLANNING, reason: '属于规划许可' });
    expect(moved.due('close')).toBe('04-22 09:00');
  });

  test('unclear: the duty desk has a clock, and the enterprise’s 答复 and 办结 run already', () => {
    const story = new Story().reported('03-10 09:00').does('03-10 09:00', { verb: 'triage', suggested: ENVIRONMENT, reason: '' });
    expect(story.dues()).toEqual(['dispatch 03-10 09:30', 'answer 03-13 09:00', 'close 03-31 09:00']);
    story.does('03-10 11:00', { verb: 'dispatch', department: ENVIRONMENT, handler: null, commissioner: null, cohandlers: [], reason: '' });
    expect(story.dues()).toEqual([
      'claim 03-10 11:30',
      'contact 03-10 14:30',
      'verify 03-11 11:00',
      'answer 03-13 09:00',
      'close 03-31 09:00',
      'return 03-12 11:00',
    ]);
  });

  test('found to be more pressing: the shorter limit counts from then', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 09:05', { verb: 'refine', summary: null, urgency: 'urgent', reason: '模型补充' });
    expect(story.due('claim')).toBe('03-10 09:15');
    expect(story.due('close')).toBe('03-31 09:00');
  });
});

describe('steps that are taken', () => {
  test('an answer is a claim, a contact and a look into it', () => {
    const story = new Story().dispatched('03-10 09:00').does('03-10 10:00', { verb: 'answer', text: '已疏通', handler: null });
    expect(story.dues()).toEqual(['close 03-31 09:00', 'return 03-12 09:00']);
  });

  test('转办: whoever gets it has clocks of his own, the enterprise’s run on', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 10:00', { verb: 'contact', note: '', handler: null })
      .does('03-11 09:00', { verb: 'transfer', department: PLANNING, reason: '属于规划' });
    expect(story.dues()).toEqual([
      'claim 03-11 09:30',
      'contact 03-11 11:00',
      'verify 03-12 09:00',
      'answer 03-13 09:00',
      'close 03-31 09:00',
      'return 03-13 09:00',
    ]);
  });

  test('退单: back at the desk its clock runs; too late it is refused; after the 推进办 has ruled nobody hands it back', () => {
    const back = { verb: 'return', reason: '不属于本单位', fallback: OFFICE } as const;
    const give = (department: typeof PLANNING) =>
      ({ verb: 'dispatch', department, handler: null, commissioner: null, cohandlers: [], reason: '' }) as const;
    const story = new Story().dispatched('03-10 09:00').does('03-10 09:20', back);
    expect(story.dues()).toEqual(['dispatch 03-10 09:50', 'answer 03-13 09:00', 'close 03-31 09:00']);
    story.does('03-10 09:40', give(PLANNING)).does('03-10 10:00', back);
    expect(story.ticket).toMatchObject({ department: 'office', returns: 2 });
    story.does('03-10 10:10', { verb: 'transfer', department: ENVIRONMENT, reason: '裁定' });
    expect(story.refused('03-10 10:20', back)).toContain('推进办裁定');
    expect(new Story().dispatched('03-10 09:00').refused('03-12 09:01', back)).toContain('已过退单时限');
  });

  test('首接负责: the first unit that took it stays on record', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 09:10', { verb: 'claim', handler: null })
      .does('03-10 09:20', { verb: 'transfer', department: PLANNING, reason: '属于规划' })
      .does('03-10 09:30', { verb: 'claim', handler: null });
    expect(story.ticket?.firstTaker).toBe('environment');
  });

  test('差评 → 重办 with its own clocks; the second brings a 督办单', () => {
    const bad = { verb: 'rate', rating: { attitude: 1, quality: 1, effect: 1, comment: null } } as const;
    const done = { verb: 'close', outcome: 'solved', note: '已办', handler: null } as const;
    const story = new Story().dispatched('03-10 09:00').does('03-11 09:00', done).does('03-12 09:00', bad);
    expect(story.dues()).toEqual([
      'claim 03-12 09:30',
      'contact 03-12 11:00',
      'verify 03-13 09:00',
      'answer 03-17 09:00',
      'close 04-02 09:00',
      'return 03-16 09:00',
    ]);
    expect(story.ticket?.supervised).toBe(false);
    story.does('03-13 09:00', done).does('03-13 10:00', bad);
    expect(story.ticket).toMatchObject({ supervised: true, badRatings: 2 });
    expect(story.events.map(({ body }) => (body.type === 'supervised' ? body.rule : null)).filter((rule) => rule !== null)).toEqual([
      'unsatisfied-twice',
    ]);
  });
});

describe('pauses', () => {
  const claimed = () => new Story().dispatched('03-10 09:00').does('03-10 09:10', { verb: 'contact', note: '', handler: null });

  test('what was left when it stopped is left when it goes on; each pause is on record with its reason', () => {
    const story = claimed()
      .does('03-10 10:00', { verb: 'suspend', reason: '等用地指标' })
      .does('03-12 16:00', { verb: 'resume', note: '' });
    // Of 核实 6.5 hours were left: Tuesday from 10:00, and half an hour of Wednesday.
    expect(story.due('verify')).toBe('03-13 15:00');
    expect(story.due('answer')).toBe('03-17 15:00');
    expect(story.ticket?.pauses).toMatchObject([{ kind: 'suspended', reason: '等用地指标' }]);
  });

  test('waiting for the enterprise stops the clocks; whatever the unit does next ends it', () => {
    const story = claimed().does('03-10 10:00', { verb: 'wait', reason: '补土地证' });
    expect(story.rungs()).toEqual([]);
    story.does('03-11 10:00', { verb: 'answer', text: '办好了', handler: null });
    expect(story.ticket?.pauses).toMatchObject([{ kind: 'waiting', to: at('03-11 10:00').toISOString() }]);
    expect(story.due('close')).toBe('04-01 09:00');
  });

  test('a deadline already missed stays missed', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 09:10', { verb: 'claim', handler: null })
      .does('03-10 11:30', { verb: 'suspend', reason: '等' })
      .does('03-11 09:00', { verb: 'resume', note: '' });
    expect(story.due('contact')).toBe('03-10 11:00');
  });

  test('延期: asked before the deadline, the days count from the asking; one a ticket, at most the limit, never when late', () => {
    const ask = { verb: 'askExtension', days: 5, reason: '等评审', atMost: 10, times: 1 } as const;
    const story = claimed().does('03-20 09:00', ask);
    expect(story.due('close')).toBe('03-31 09:00');
    story.does('03-24 09:00', { verb: 'grantExtension', until: at('03-27 09:00').toISOString(), note: '' });
    expect(story.due('close')).toBe('04-08 09:00'); // five working days more, 清明 (6 April) left out
    expect(story.refused('03-30 09:00', ask)).toContain('已经延期过');
    expect(claimed().refused('03-20 09:00', { ...ask, days: 11 })).toContain('最多延期 10 个工作日');
    expect(claimed().refused('03-20 09:00', { ...ask, reason: ' ' })).toContain('理由');
    expect(claimed().refused('04-01 09:00', ask)).toContain('到期前申请');
  });

  test('a request nobody has decided on does not go with the ticket to another unit', () => {
    const story = claimed()
      .does('03-20 09:00', { verb: 'askExtension', days: 5, reason: '等评审', atMost: 10, times: 1 })
      .does('03-20 10:00', { verb: 'transfer', department: PLANNING, reason: '属于规划' });
    expect(story.ticket?.extension).toBeNull();
    expect(story.refused('03-20 11:00', { verb: 'grantExtension', until: at('03-27 09:00').toISOString(), note: '' })).toContain(
      '没有等待审批',
    );
  });

  test('a longer time is warned of again before its own end', () => {
    const story = claimed()
      .does('03-12 17:00', { verb: 'answer', text: '在办', handler: null })
      .does('03-30 16:00', { verb: 'askExtension', days: 5, reason: '等评审', atMost: 10, times: 1 })
      .does('03-30 17:00', { verb: 'grantExtension', until: at('04-07 16:00').toISOString(), note: '' })
      .until('04-30 17:00');
    expect(story.rungs('close').slice(0, 3)).toEqual([
      'close.1.remind 03-30 09:00',
      'close.2.remind 04-07 09:00',
      'close.2.red 04-08 09:00',
    ]);
  });
});

describe('the policy is data', () => {
  const other = { ...WORK, limits: { ...CONFIG.limits, policy: 'platform' } };

  test('a second policy sets other clocks, with no code of its own', () => {
    expect(new Story(other).dispatched('03-10 09:00').dues().slice(0, 2)).toEqual(['claim 03-10 14:30', 'contact 03-11 09:00']);
    expect(explainPolicy({ limits: other.limits })).toContain('省企业诉求平台');
  });

  test('a number edited inside a policy changes no clock that runs, not even when the ticket is passed on', () => {
    const story = new Story().dispatched('03-10 09:00').does('03-10 09:10', { verb: 'claim', handler: null });
    const rules = CONFIG.limits.policies.mashangban ?? failed();
    const day = { normal: AmountText.parse('10d'), urgent: AmountText.parse('10d'), critical: AmountText.parse('3d') };
    const edited = {
      ...WORK,
      limits: { ...CONFIG.limits, policies: { mashangban: { ...rules, limits: { ...rules.limits, close: day } } } },
    };
    const later = new Story(edited);
    later.ticket = story.ticket;
    later.does('03-10 10:00', { verb: 'transfer', department: PLANNING, reason: '属于规划' });
    expect(later.due('close')).toBe('03-31 09:00');
  });

  test('a manager’s word does not stand for the rule’s 督办单', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 09:10', { verb: 'contact', note: '', handler: null })
      .does('03-10 10:00', { verb: 'supervise', note: '抓紧' })
      .until('04-30 09:00');
    expect(story.events.filter(({ body }) => body.type === 'supervised' && body.rule === 'overdue').length).toBeGreaterThan(0);
  });

  test('a second 签收 with nothing behind it lapses too', () => {
    const story = new Story()
      .dispatched('03-10 09:00')
      .does('03-10 09:10', { verb: 'claim', handler: null })
      .does('03-10 15:00', { verb: 'claim', handler: null })
      .until('03-11 15:00');
    expect(story.events.filter(({ body }) => body.type === 'lapsed').length).toBe(2);
  });

  test('open tickets keep theirs, what they begin later included, until the office asks', () => {
    const story = new Story().dispatched('03-10 09:00');
    expect(story.due('claim')).toBe('03-10 09:30');
    for (const command of clocksUnder(policyInForce(other.limits), story.ticket ?? failed(), other, at('03-10 09:10'))) {
      story.does('03-10 09:10', command);
    }
    expect(story.ticket?.policy).toBe('platform');
    expect(story.due('claim')).toBe('03-10 14:30');
    // What is the same under both keeps its round, and with it the rungs it has climbed.
    expect(story.ticket?.clocks.find((clock) => clock.step === 'answer')?.round).toBe(1);
    // Asked again, there is nothing to change.
    expect(clocksUnder(policyInForce(other.limits), story.ticket ?? failed(), other, at('03-10 09:11'))).toEqual([]);
  });
});

function failed(): never {
  throw new Error('there is none');
}
