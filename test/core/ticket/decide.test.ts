import { describe, expect, it } from 'vitest';
import { TicketNumber } from '../../../core/ids.ts';
import type { Verb } from '../../../core/ticket/command.ts';
import { decide } from '../../../core/ticket/decide.ts';
import { TicketState } from '../../../core/ticket/ticket.ts';
import { BI, COLLEAGUE, COMMANDS, ENVIRONMENT, inState, live, NOW, OFFICE, PLANNING, take } from './samples.ts';

type Row = Readonly<Record<'nothing' | TicketState, string>>;

/**
 * Reviewed by hand. Each cell is what a plain example of the verb makes of a ticket in that state: the events, or `!` and the
 * refusal's code. A verb or a state without a cell does not compile, so nothing is allowed that nobody looked at.
 */
// biome-ignore format: one row a verb, so that a column can be read down
const EXPECTED: Readonly<Record<Verb, Row>> = {
  open: { nothing: 'opened', accepted: '!already-open', dispatched: '!already-open', claimed: '!already-open', contacted: '!already-open', answered: '!already-open', suspended: '!already-open', closed: '!already-open', withdrawn: '!already-open', archived: '!already-open' },
  dispatch: { nothing: '!no-such-ticket', accepted: 'dispatched', dispatched: '!already-dispatched', claimed: '!already-dispatched', contacted: '!already-dispatched', answered: '!already-dispatched', suspended: '!already-dispatched', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  triage: { nothing: '!no-such-ticket', accepted: 'triaged', dispatched: '!already-dispatched', claimed: '!already-dispatched', contacted: '!already-dispatched', answered: '!already-dispatched', suspended: '!already-dispatched', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  claim: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'claimed', claimed: '!already-yours', contacted: '!already-yours', answered: '!already-yours', suspended: '!suspended', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  contact: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'claimed contacted', claimed: 'contacted', contacted: 'contacted', answered: 'contacted', suspended: 'resumed contacted', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  verify: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'claimed verified', claimed: 'verified', contacted: 'verified', answered: 'verified', suspended: 'resumed verified', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  reply: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'claimed replied', claimed: 'replied', contacted: 'replied', answered: 'replied', suspended: 'replied', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  answer: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'claimed answered', claimed: 'answered', contacted: 'answered', answered: 'answered', suspended: 'resumed answered', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  transfer: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'transferred', claimed: 'transferred', contacted: 'transferred', answered: 'transferred', suspended: 'transferred', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  return: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'returned', claimed: 'returned', contacted: 'returned', answered: '!already-answered', suspended: '!suspended', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  addCohandlers: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'cohandlers-added', claimed: 'cohandlers-added', contacted: 'cohandlers-added', answered: 'cohandlers-added', suspended: 'cohandlers-added', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  suspend: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: '!not-claimed', claimed: 'suspended', contacted: 'suspended', answered: 'suspended', suspended: '!already-suspended', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  wait: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: '!not-claimed', claimed: 'waiting', contacted: 'waiting', answered: 'waiting', suspended: '!suspended', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  resume: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: '!not-suspended', claimed: '!not-suspended', contacted: '!not-suspended', answered: '!not-suspended', suspended: 'resumed', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  askExtension: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: '!not-claimed', claimed: 'extension-asked', contacted: 'extension-asked', answered: 'extension-asked', suspended: '!suspended', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  grantExtension: { nothing: '!no-such-ticket', accepted: '!no-extension-asked', dispatched: '!no-extension-asked', claimed: '!no-extension-asked', contacted: '!no-extension-asked', answered: '!no-extension-asked', suspended: '!no-extension-asked', closed: '!no-extension-asked', withdrawn: '!no-extension-asked', archived: '!no-extension-asked' },
  declineExtension: { nothing: '!no-such-ticket', accepted: '!no-extension-asked', dispatched: '!no-extension-asked', claimed: '!no-extension-asked', contacted: '!no-extension-asked', answered: '!no-extension-asked', suspended: '!no-extension-asked', closed: '!no-extension-asked', withdrawn: '!no-extension-asked', archived: '!no-extension-asked' },
  handOver: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'handed-over', claimed: '!same-handler', contacted: '!same-handler', answered: '!same-handler', suspended: '!same-handler', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  close: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: 'claimed closed', claimed: 'closed', contacted: 'closed', answered: 'closed', suspended: 'resumed closed', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  rate: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: '!not-closed', claimed: '!not-closed', contacted: '!not-closed', answered: '!not-closed', suspended: '!not-closed', closed: 'rated', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  reopen: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: '!not-closed', claimed: '!not-closed', contacted: '!not-closed', answered: '!not-closed', suspended: '!not-closed', closed: 'reopened', withdrawn: '!already-withdrawn', archived: 'reopened' },
  withdraw: { nothing: '!no-such-ticket', accepted: 'withdrawn', dispatched: 'withdrawn', claimed: 'withdrawn', contacted: 'withdrawn', answered: 'withdrawn', suspended: 'withdrawn', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  callBack: { nothing: '!no-such-ticket', accepted: '!not-asked', dispatched: '!not-asked', claimed: '!not-asked', contacted: '!not-asked', answered: '!not-asked', suspended: '!not-asked', closed: '!not-asked', withdrawn: '!not-asked', archived: '!not-asked' },
  archive: { nothing: '!no-such-ticket', accepted: '!not-dispatched', dispatched: '!not-closed', claimed: '!not-closed', contacted: '!not-closed', answered: '!not-closed', suspended: '!not-closed', closed: 'archived', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  supplement: { nothing: '!no-such-ticket', accepted: 'supplemented', dispatched: 'supplemented', claimed: 'supplemented', contacted: 'supplemented', answered: 'supplemented', suspended: 'supplemented', closed: 'supplemented', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  amend: { nothing: '!no-such-ticket', accepted: 'amended', dispatched: 'amended', claimed: 'amended', contacted: 'amended', answered: 'amended', suspended: 'amended', closed: 'amended', withdrawn: 'amended', archived: 'amended' },
  urge: { nothing: '!no-such-ticket', accepted: 'urged', dispatched: 'urged', claimed: 'urged', contacted: 'urged', answered: 'urged', suspended: 'urged', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  supervise: { nothing: '!no-such-ticket', accepted: 'supervised', dispatched: 'supervised', claimed: 'supervised', contacted: 'supervised', answered: 'supervised', suspended: 'supervised', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  escalate: { nothing: '!no-such-ticket', accepted: '!rung-climbed', dispatched: '!rung-climbed', claimed: '!rung-climbed', contacted: '!rung-climbed', answered: '!rung-climbed', suspended: '!rung-climbed', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  clock: { nothing: '!no-such-ticket', accepted: 'clocked', dispatched: 'clocked', claimed: 'clocked', contacted: 'clocked', answered: 'clocked', suspended: 'clocked', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  merge: { nothing: '!no-such-ticket', accepted: 'merged', dispatched: 'merged', claimed: 'merged', contacted: 'merged', answered: 'merged', suspended: 'merged', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  absorb: { nothing: '!no-such-ticket', accepted: 'absorbed', dispatched: 'absorbed', claimed: 'absorbed', contacted: 'absorbed', answered: 'absorbed', suspended: 'absorbed', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  split: { nothing: '!no-such-ticket', accepted: 'split', dispatched: 'split', claimed: 'split', contacted: 'split', answered: 'split', suspended: 'split', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  join: { nothing: '!no-such-ticket', accepted: 'joined', dispatched: 'joined', claimed: 'joined', contacted: 'joined', answered: 'joined', suspended: 'joined', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  part: { nothing: '!no-such-ticket', accepted: '!not-joined', dispatched: '!not-joined', claimed: '!not-joined', contacted: '!not-joined', answered: '!not-joined', suspended: '!not-joined', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
  refine: { nothing: '!no-such-ticket', accepted: 'refined', dispatched: 'refined', claimed: 'refined', contacted: 'refined', answered: 'refined', suspended: 'refined', closed: '!already-closed', withdrawn: '!already-withdrawn', archived: '!already-archived' },
};

const VERBS = Object.values(COMMANDS).map((command) => command.verb);
const CASES = VERBS.flatMap((verb) => (['nothing', ...TicketState.options] as const).map((state) => ({ verb, state })));

function outcome(verb: Verb, state: 'nothing' | TicketState): string {
  const decision = decide(state === 'nothing' ? null : inState(state), COMMANDS[verb], NOW);
  return decision.ok ? decision.events.map((event) => event.type).join(' ') : `!${decision.refusal.code}`;
}

describe('every state × every verb', () => {
  it('is looked at: 36 verbs, nine states and no ticket at all', () => {
    expect(CASES).toHaveLength(36 * 10);
    expect(Object.keys(EXPECTED).toSorted()).toEqual(VERBS.toSorted());
  });

  it.each(CASES)('$verb of $state', ({ verb, state }) => {
    expect(outcome(verb, state)).toBe(EXPECTED[verb][state]);
  });

  it.each(CASES.filter(({ verb, state }) => EXPECTED[verb][state].startsWith('!')))(
    '$verb of $state is refused kindly',
    ({ verb, state }) => {
      const decision = decide(state === 'nothing' ? null : inState(state), COMMANDS[verb], NOW);
      if (decision.ok) throw new Error('was taken');
      const { sentence } = decision.refusal;
      expect(sentence).toMatch(/^[^。]{4,80}。$/);
      if (state !== 'nothing') expect(sentence).toContain('128号');
    },
  );
});

describe('签收', () => {
  it('records whoever takes it, not whom the dispatch named', () => {
    const { ticket } = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim);
    expect(ticket.handler).toBe(COLLEAGUE);
  });

  it('by a department account without a person keeps whom the dispatch named', () => {
    expect(live(COMMANDS.open, COMMANDS.dispatch, { verb: 'claim', handler: null }).ticket.handler).toBe(BI);
  });

  it('of a colleague’s ticket is refused and says what he can do', () => {
    const refused = decide(inState('claimed'), { verb: 'claim', handler: BI }, NOW);
    expect(refused).toEqual({
      ok: false,
      refusal: { code: 'already-claimed', sentence: '128号已有同事签收，正在办理；您了解情况可以发「回复 128 内容」。' },
    });
  });

  it.each(['contact', 'reply', 'answer', 'close'] as const)('is implied by %s, in the name of whoever does it', (verb) => {
    const decision = decide(inState('dispatched'), COMMANDS[verb], NOW);
    expect(decision.ok && decision.events[0]).toEqual({ type: 'claimed', handler: COLLEAGUE });
  });
});

describe('what must be said', () => {
  it.each([
    { of: 'reason', state: 'claimed', command: { ...COMMANDS.transfer, reason: ' \n' }, code: 'reason-missing' },
    { of: 'reason', state: 'claimed', command: { ...COMMANDS.return, reason: '　' }, code: 'reason-missing' },
    { of: 'reason', state: 'claimed', command: { ...COMMANDS.suspend, reason: '' }, code: 'reason-missing' },
    { of: 'text', state: 'claimed', command: { ...COMMANDS.reply, text: ' ' }, code: 'text-missing' },
    { of: 'text', state: 'claimed', command: { ...COMMANDS.answer, text: '' }, code: 'text-missing' },
    { of: 'text', state: 'claimed', command: { ...COMMANDS.supplement, text: '' }, code: 'text-missing' },
    { of: 'note', state: 'claimed', command: { ...COMMANDS.close, note: '' }, code: 'note-missing' },
    { of: 'note', state: 'suspended', command: { ...COMMANDS.close, note: '' }, code: 'note-missing' },
    { of: 'department', state: 'claimed', command: { ...COMMANDS.addCohandlers, departments: [] }, code: 'department-missing' },
    {
      of: 'score',
      state: 'closed',
      command: { verb: 'rate', rating: { attitude: null, quality: null, effect: null, comment: '好' } },
      code: 'score-missing',
    },
  ] as const)('$command.verb of a $state ticket without a $of', ({ state, command, code }) => {
    const decision = decide(inState(state), command, NOW);
    expect(decision.ok ? 'taken' : decision.refusal.code).toBe(code);
  });

  it('needs no note to close what was just answered', () => {
    expect(decide(inState('answered'), { ...COMMANDS.close, note: '' }, NOW).ok).toBe(true);
  });

  it('needs no words where pictures came', () => {
    expect(decide(inState('claimed'), { verb: 'supplement', text: '', media: 2 }, NOW).ok).toBe(true);
  });

  it.each(['dispatch', 'triage', 'reopen', 'withdraw', 'merge'] as const)('an empty reason of %s is recorded as what it is', (verb) => {
    const state = verb === 'reopen' ? 'closed' : 'accepted';
    const decision = decide(inState(state), { ...COMMANDS[verb], reason: ' ' }, NOW);
    expect(decision.ok && decision.events[0]).toMatchObject({ reason: '未说明原因' });
  });
});

describe('转办, 退单, 协办', () => {
  it('is not passed on to the department that has it', () => {
    const decision = decide(inState('claimed'), { ...COMMANDS.transfer, department: ENVIRONMENT }, NOW);
    expect(decision.ok ? 'taken' : decision.refusal.code).toBe('same-department');
  });

  it('first 退单: back to the duty desk', () => {
    const { ticket } = take(live(COMMANDS.open, COMMANDS.dispatch), COMMANDS.return);
    expect(ticket).toMatchObject({ state: 'accepted', department: null, handler: null, returns: 1, routeReason: '不属于本单位职责' });
  });

  it('second 退单: to the 推进办, which cannot hand it back', () => {
    const twice = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.return, { ...COMMANDS.dispatch, department: PLANNING }, COMMANDS.return);
    expect(twice.ticket).toMatchObject({ state: 'dispatched', department: OFFICE, handler: null, returns: 2 });
    const third = decide(twice.ticket, COMMANDS.return, NOW);
    expect(third.ok ? 'taken' : third.refusal.code).toBe('at-fallback');
  });

  it('adds each co-handler once, and never the department itself', () => {
    const { ticket } = live(COMMANDS.open, COMMANDS.dispatch, { verb: 'addCohandlers', departments: [PLANNING, PLANNING, ENVIRONMENT] });
    expect(ticket.cohandlers).toEqual([PLANNING]);
    const again = decide(ticket, COMMANDS.addCohandlers, NOW);
    expect(again.ok ? 'taken' : again.refusal.code).toBe('already-handling');
  });

  it('a co-handler that gets the ticket is a co-handler no longer', () => {
    const { ticket } = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.addCohandlers, COMMANDS.transfer);
    expect(ticket).toMatchObject({ department: PLANNING, cohandlers: [], handler: null, state: 'dispatched' });
  });
});

describe('挂账', () => {
  it('goes on where it was: contacted if the enterprise was spoken to, else claimed', () => {
    expect(take({ ticket: inState('suspended'), events: [] }, COMMANDS.resume).ticket.state).toBe('claimed');
    expect(live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.contact, COMMANDS.suspend, COMMANDS.resume).ticket.state).toBe('contacted');
  });

  it('stands while the enterprise is told why it waits', () => {
    const { ticket } = take({ ticket: inState('suspended'), events: [] }, COMMANDS.reply);
    expect(ticket).toMatchObject({ state: 'suspended', contactedAt: NOW.toISOString() });
  });
});

describe('评价', () => {
  const rated = (attitude: number | null, quality: number | null, effect: number | null, comment: string | null = null) =>
    decide(inState('closed'), { verb: 'rate', rating: { attitude, quality, effect, comment } }, NOW);

  it.each([
    [5, 5, 5],
    [3, 3, 3],
    [null, null, 3],
  ])('%s/%s/%s is no 差评', (attitude, quality, effect) => {
    const decision = rated(attitude, quality, effect);
    expect(decision.ok && decision.events).toMatchObject([{ type: 'rated', bad: false }]);
  });

  it.each([
    [2, 5, 5],
    [5, 2, 5],
    [5, 5, 1],
    [null, null, 2],
  ])('%s/%s/%s is 差评 and forces 重办', (attitude, quality, effect) => {
    const decision = rated(attitude, quality, effect);
    expect(decision.ok && decision.events).toMatchObject([{ type: 'rated', bad: true }, { type: 'rework' }]);
  });

  it('tells the department why, in the enterprise’s words', () => {
    const decision = rated(4, 2, 1, '还在漏水');
    expect(decision.ok && decision.events[1]).toEqual({ type: 'rework', reason: '评价不满意（办理质量 2 分，办理效果 1 分）：还在漏水' });
  });
});

describe('受理', () => {
  it.each(['2026-04-27T09:00:00.000Z', 'not a date'])('never took place before the report was received (%s)', (receivedAt) => {
    const decision = decide(null, { ...COMMANDS.open, receivedAt }, NOW);
    expect(decision.ok && decision.events[0]).toMatchObject({ receivedAt: NOW.toISOString() });
  });
});

describe('合并, 完善', () => {
  it.each(['merge', 'absorb', 'split'] as const)('%s with itself is refused', (verb) => {
    const self = TicketNumber.parse(128);
    const command = {
      merge: { ...COMMANDS.merge, into: self },
      absorb: { ...COMMANDS.absorb, from: self },
      split: { ...COMMANDS.split, into: self },
    }[verb];
    const decision = decide(inState('claimed'), command, NOW);
    expect(decision.ok ? 'taken' : decision.refusal.code).toBe('same-ticket');
  });

  it('a merged ticket sends everybody on to the one it went into', () => {
    const { ticket } = live(COMMANDS.open, COMMANDS.merge);
    const decision = decide(ticket, COMMANDS.urge, NOW);
    expect(decision).toEqual({ ok: false, refusal: { code: 'already-merged', sentence: '128号已并入129号，请在129号上继续。' } });
  });

  it('split off again it says under which number it goes on; the other lets go whom it had brought along', () => {
    const third = TicketNumber.parse(130);
    expect(live(COMMANDS.open, COMMANDS.merge, { ...COMMANDS.split, into: third }).ticket).toMatchObject({
      state: 'withdrawn',
      mergedInto: 130,
    });
    const both = live(COMMANDS.open, COMMANDS.join, COMMANDS.absorb);
    expect(both.ticket.also.map((one) => one.inbox)).toEqual([12, 13]);
    const again = take(both, { ...COMMANDS.split, into: third, from: COMMANDS.absorb.from });
    expect(again.ticket.also.map((one) => one.inbox)).toEqual([12]);
  });

  it('records only what differs', () => {
    const same = decide(inState('claimed'), { ...COMMANDS.refine, summary: COMMANDS.open.summary, urgency: 'normal' }, NOW);
    expect(same.ok ? 'taken' : same.refusal.code).toBe('nothing-new');
  });
});
