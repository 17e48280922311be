import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../core/commands/command.ts';
import { permitCall } from '../../../core/permission/permit.ts';
import { chats, context, directory, NOW, type Person, parse, people, refusal, run, ticket } from './world.ts';

const official = () => context('official', 'environment');
const decider = () => context('decider', 'office');
const boss = (where: 'work' | 'private' = 'private') => context('boss', where);
const acts = (name: string, rest: string, at: CommandContext, given = [ticket()]) =>
  run(name, rest, at, { tickets: given }).acts?.map((one) => one.command);

const ASKED = ticket({
  state: 'contacted',
  extension: { state: 'asked', days: 5, reason: '等待专家评审', askedAt: '2017-04-26T02:00:00.000Z' },
});

describe('核实, 等企业', () => {
  it('carry what was found, and what is wanted', () => {
    expect(acts('verify', '128 现场看过，情况属实', official())).toEqual([{ verb: 'verify', note: '现场看过，情况属实', handler: 4 }]);
    expect(acts('wait', '128 补齐土地证复印件', official())).toEqual([{ verb: 'wait', reason: '补齐土地证复印件' }]);
    expect(acts('wait', '128', context('official', 'environment', { media: 1 }))).toEqual([{ verb: 'wait', reason: '（见所附文件）' }]);
  });

  it.each([
    ['verify', '请写上核实的情况，例如：核实 128 '],
    ['wait', '请写明要企业补充什么，例如：等企业 128 '],
  ])('%s without words asks for them', (name, wanted) => {
    expect(refusal(name, '128', official())).toContain(wanted);
  });

  it.each([
    ['boss', 'work', true],
    ['clerk', 'private', true],
    ['official', 'environment', false],
    ['duty', 'duty', false],
  ] as const)('a supplement of the %s ends the waiting: in %s %s', (who, where, ends) => {
    const waiting = ticket({
      state: 'claimed',
      pauses: [{ kind: 'waiting', from: '2017-04-26T02:00:00.000Z', to: null, reason: '补材料' }],
    });
    const [act] = run('supplement', '128 土地证已补', context(who, where), { tickets: [waiting] }).acts ?? [];
    expect(act?.follows).toEqual(ends ? { verb: 'resume', note: '企业已补充' } : undefined);
    const [other] = run('supplement', '128 土地证已补', context(who, where), { tickets: [ticket()] }).acts ?? [];
    expect(other?.follows).toBeUndefined();
  });
});

describe('延期', () => {
  it.each([
    ['128 5天 等待专家评审', 5, '等待专家评审'],
    ['128 等待专家评审，延期5天', 5, '等待专家评审'],
    ['128 延长三个工作日 图纸要重画', 3, '图纸要重画'],
    ['128 两天，因为评审会改期', 2, '评审会改期'],
    ['128 3天 3月8日前评审不出来', 3, '3月8日前评审不出来'],
    ['一百二十八号能不能再给5天 专家出差', 5, '专家出差'],
    ['128 一周 等上级批复', 7, '等上级批复'],
  ])('“%s” asks for %i days because of %s', (rest, days, reason) => {
    expect(acts('extend', rest, official())).toEqual([{ verb: 'askExtension', days, reason, atMost: 10, times: 1 }]);
  });

  it.each([
    ['二十号宽限两天呗', '请写明延期的理由，例如：延期 20 2天 等待专家评审'],
    ['128 能不能宽限三天', '请写明延期的理由，例如：延期 128 3天'],
    ['128 等待专家评审', '请写明延期几个工作日和理由'],
    ['128', '请写明延期几个工作日和理由'],
  ])('“%s” is asked: %s', (rest, wanted) => {
    expect(refusal('extend', rest, official())).toContain(wanted);
  });

  it('is counted in the ticket’s own calendar from the asking: working days, or days round the clock', () => {
    expect(acts('approve', '128', decider(), [ASKED])).toEqual([{ verb: 'grantExtension', until: '2017-05-04T02:00:00.000Z', note: '' }]);
    const critical = { ...ASKED, urgency: 'critical' as const };
    expect(acts('approve', '128 抓紧', decider(), [critical])).toEqual([
      { verb: 'grantExtension', until: '2017-05-01T02:00:00.000Z', note: '抓紧' },
    ]);
  });

  it('is declined with a reason', () => {
    expect(acts('decline', '128 事项紧急', decider(), [ASKED])).toEqual([{ verb: 'declineExtension', reason: '事项紧急' }]);
    expect(refusal('decline', '128', decider())).toContain('不同意要写明理由');
  });

  it.each([
    ['decider', 'office', 'ok'],
    ['decider', 'private', 'ok'],
    ['decider', 'duty', 'ok'],
    ['decider', 'environment', 'fallback-room'],
    ['decider', 'work', 'wrong-chat'],
    ['manager', 'private', 'not-fallback'],
    ['official', 'environment', 'role'],
    ['leader', 'private', 'role'],
    ['boss', 'private', 'role'],
  ] as const)('%s in %s: %s', (who: Person, where: keyof typeof chats, wanted) => {
    for (const command of ['approve', 'decline']) {
      for (const tickets of [[], [ASKED]]) {
        const sender = { channel: 'webchat', wireId: who };
        const answer = permitCall({ command, member: people[who], sender, chat: chats[where], tickets, directory });
        expect(answer.ok ? 'ok' : answer.code).toBe(wanted);
        if (!answer.ok && answer.code !== 'wrong-chat') expect(answer.sentence).toContain('推进办');
      }
    }
  });
});

describe('撤单 and 回访', () => {
  const hours = (n: number) => new Date(NOW.getTime() - n * 3_600_000).toISOString();

  it.each([
    ['just reported', { state: 'dispatched', receivedAt: hours(2) }],
    ['reported and waiting for the desk', { state: 'accepted', department: null, receivedAt: hours(2) }],
    ['left lying for days', { state: 'dispatched', receivedAt: hours(60) }],
    ['taken once', { state: 'dispatched', receivedAt: hours(2), claimedAt: hours(1) }],
    ['in hand', { state: 'claimed', receivedAt: hours(2), claimedAt: hours(1) }],
  ])('%s: he is asked whether anybody pressed him', (_what, over) => {
    expect(acts('withdraw', '128 不办了', boss('work'), [ticket(over)])).toEqual([{ verb: 'withdraw', reason: '不办了', ask: true }]);
  });

  it('never where somebody else takes it back for him', () => {
    expect(acts('withdraw', '128 企业来电', context('duty', 'duty'), [ticket({ state: 'claimed' })])).toEqual([
      { verb: 'withdraw', reason: '代为撤回：企业来电' },
    ]);
  });

  it.each([
    ['128 没有', false, ''],
    ['128 没有人要求', false, ''],
    ['128 是我自己要撤的', false, ''],
    ['128 有 局里打电话让我撤', true, '局里打电话让我撤'],
    ['128 有', true, ''],
    ['128 局里打电话让我撤', true, '局里打电话让我撤'],
    ['128 没办法，天天打电话', true, '没办法，天天打电话'],
    ['128 不是自愿的', true, '不是自愿的'],
    ['128 没有，但是局里打过电话', true, '没有，但是局里打过电话'],
    ['128 0', false, ''],
    ['128 1', true, ''],
    ['1 1', true, ''],
  ])('“%s”', (rest, pressed, note) => {
    const number = rest.startsWith('128') ? 128 : 1;
    expect(acts('callback', rest, boss(), [ticket({ number, state: 'withdrawn', callback: 'asked' })])).toEqual([
      { verb: 'callBack', pressed, note },
    ]);
  });

  it('is not guessed at', () => {
    for (const rest of ['128', '128 嗯', '128 有没有什么关系', '128 什么意思？']) {
      expect(refusal('callback', rest, boss())).toContain('「回访 128 没有」');
    }
  });

  it('says the same to him whatever he answers', () => {
    const done = (rest: string) => run('callback', rest, boss(), { tickets: [ticket({ state: 'withdrawn' })] }).acts?.[0]?.done;
    expect(done('128 没有')).toBe(done('128 有 局里打电话'));
  });
});

it('every one of them names a ticket or asks for it', () => {
  for (const name of ['verify', 'wait', 'extend', 'approve', 'callback']) {
    const at = name === 'callback' ? boss() : name === 'approve' ? decider() : official();
    const rest = { verify: '看过了', wait: '土地证', extend: '3天 等评审', approve: '', callback: '没有' }[name] ?? '';
    const parsed = parse(name, rest, at);
    expect(parsed).toMatchObject({ ok: true });
    expect(run(name, rest, at).say).toContain('请写上单号');
  }
});
