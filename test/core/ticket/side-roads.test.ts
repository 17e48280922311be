import { describe, expect, it } from 'vitest';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { decide } from '../../../core/ticket/decide.ts';
import type { Ticket } from '../../../core/ticket/ticket.ts';
import { BI, COLLEAGUE, COMMANDS, ENVIRONMENT, inState, live, NOW, OFFICE, PLANNING, take } from './samples.ts';

/** A ticket in hand whose clock of this step runs out at 10:30. */
function withClock(step: 'close' | 'return', ...more: readonly TicketCommand[]): Ticket {
  const clock: TicketCommand = { ...COMMANDS.clock, clocks: COMMANDS.clock.clocks.map((one) => ({ ...one, step })) };
  return live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim, clock, ...more).ticket;
}
const DUE = new Date('2026-04-27T02:30:00.000Z');
const before = new Date(DUE.getTime() - 1);
const after = new Date(DUE.getTime() + 1);
const code = (ticket: Ticket, command: TicketCommand, now = NOW) => {
  const decision = decide(ticket, command, now);
  return decision.ok ? 'taken' : decision.refusal.code;
};

describe('延期', () => {
  it('is asked before the deadline, and not at it', () => {
    expect(code(withClock('close'), COMMANDS.askExtension, before)).toBe('taken');
    expect(code(withClock('close'), COMMANDS.askExtension, DUE)).toBe('extension-late');
  });

  it('is at most so long, with a reason, one at a time', () => {
    const ticket = withClock('close');
    expect(code(ticket, { ...COMMANDS.askExtension, days: 10 })).toBe('taken');
    expect(code(ticket, { ...COMMANDS.askExtension, days: 11 })).toBe('extension-too-long');
    expect(code(ticket, { ...COMMANDS.askExtension, reason: ' ' })).toBe('reason-missing');
    expect(code(withClock('close', COMMANDS.askExtension), COMMANDS.askExtension)).toBe('extension-pending');
  });

  it('once granted is not asked again; once declined it may be', () => {
    const granted = withClock('close', COMMANDS.askExtension, COMMANDS.grantExtension);
    expect(granted.pauses).toEqual([
      { kind: 'extension', from: NOW.toISOString(), to: COMMANDS.grantExtension.until, reason: '等待专家评审' },
    ]);
    expect(code(granted, COMMANDS.askExtension)).toBe('extension-used');
    expect(code(granted, { ...COMMANDS.askExtension, times: 2 })).toBe('taken');
    expect(code(withClock('close', COMMANDS.askExtension, COMMANDS.declineExtension), COMMANDS.askExtension)).toBe('taken');
  });

  it('is decided once, and declined with a reason', () => {
    const asked = withClock('close', COMMANDS.askExtension);
    expect(code(asked, COMMANDS.grantExtension)).toBe('taken');
    expect(code(asked, { ...COMMANDS.declineExtension, reason: '' })).toBe('reason-missing');
    expect(code(withClock('close', COMMANDS.askExtension, COMMANDS.grantExtension), COMMANDS.declineExtension)).toBe('no-extension-asked');
  });
});

describe('等企业', () => {
  it('stands still once, and work on it ends that', () => {
    const waiting = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim, COMMANDS.wait);
    expect(waiting.ticket).toMatchObject({ state: 'claimed', pauses: [{ kind: 'waiting', to: null }] });
    expect(code(waiting.ticket, COMMANDS.wait)).toBe('already-waiting');
    for (const verb of ['contact', 'verify', 'answer', 'close'] as const) {
      const { ticket, events } = take(waiting, COMMANDS[verb]);
      expect(ticket.pauses).toMatchObject([{ kind: 'waiting', to: NOW.toISOString() }]);
      expect(events.map((event) => event.body.type)).toContain('resumed');
    }
    expect(take(waiting, COMMANDS.reply).ticket.pauses).toMatchObject([{ to: null }]);
  });

  it('is followed by 恢复, or by 挂账, which takes its place', () => {
    const waiting = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim, COMMANDS.wait);
    expect(take(waiting, COMMANDS.resume).ticket).toMatchObject({ state: 'claimed', pauses: [{ to: NOW.toISOString() }] });
    expect(take(waiting, COMMANDS.suspend).ticket.pauses).toMatchObject([
      { kind: 'waiting', to: NOW.toISOString() },
      { kind: 'suspended', to: null },
    ]);
  });
});

describe('退单', () => {
  it('is inside its own limit', () => {
    expect(code(withClock('return'), COMMANDS.return, DUE)).toBe('taken');
    expect(code(withClock('return'), COMMANDS.return, after)).toBe('return-late');
  });

  it('remembers the first that took it, whoever has it later', () => {
    const first = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim, COMMANDS.return);
    expect(first.ticket).toMatchObject({ state: 'accepted', department: null, firstTaker: ENVIRONMENT });
    const second = take(take(take(first, { ...COMMANDS.dispatch, department: PLANNING }), COMMANDS.claim), COMMANDS.return);
    expect(second.ticket).toMatchObject({ department: OFFICE, firstTaker: ENVIRONMENT });
    expect(live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.return).ticket.firstTaker).toBeNull();
  });

  it('is over once the 推进办 has ruled', () => {
    const lives = [COMMANDS.return, { ...COMMANDS.dispatch, department: PLANNING }, COMMANDS.return, COMMANDS.transfer] as const;
    expect(code(live(COMMANDS.open, COMMANDS.dispatch, ...lives).ticket, COMMANDS.return)).toBe('ruled');
  });
});

describe('差评', () => {
  it('the second brings a 督办单, in whatever order good ones come between', () => {
    const bad = { verb: 'rate', rating: { attitude: 1, quality: 3, effect: 3, comment: null } } as const;
    const once = take(live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.close), bad);
    expect(once.ticket).toMatchObject({ badRatings: 1, supervised: false, state: 'dispatched' });
    const twice = take(take(take(take(once, COMMANDS.close), COMMANDS.rate), COMMANDS.reopen), COMMANDS.close);
    expect(
      take(twice, bad)
        .events.slice(-3)
        .map((event) => event.body),
    ).toMatchObject([{ type: 'rated', bad: true }, { type: 'rework' }, { type: 'supervised', rule: 'unsatisfied-twice' }]);
  });
});

describe('回访', () => {
  const asked = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim, { ...COMMANDS.withdraw, ask: true });
  const yes = { verb: 'callBack', pressed: true, note: '有人打电话' } as const;

  it('is asked only where the reporter took it back himself', () => {
    expect(asked.ticket.callback).toBe('asked');
    expect(code(live(COMMANDS.open, COMMANDS.withdraw).ticket, COMMANDS.callBack)).toBe('not-asked');
  });

  it('takes the first answer; that he was pressed he may say later still', () => {
    const no = take(asked, COMMANDS.callBack);
    expect(no.ticket.callback).toBe('no');
    expect(code(no.ticket, COMMANDS.callBack)).toBe('already-answered');
    expect(take(no, yes).ticket.callback).toBe('yes');
    expect(code(take(asked, yes).ticket, COMMANDS.callBack)).toBe('already-answered');
  });
});

it('移交 changes the hands and nothing else, and not twice to the same', () => {
  const { ticket } = take({ ticket: inState('dispatched'), events: [] }, COMMANDS.handOver);
  expect(ticket).toMatchObject({ handler: COLLEAGUE, state: 'dispatched', department: ENVIRONMENT });
  expect(code(ticket, COMMANDS.handOver)).toBe('same-handler');
  expect(code(ticket, { ...COMMANDS.handOver, to: BI })).toBe('taken');
});
