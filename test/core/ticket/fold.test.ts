import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DepartmentCode, InboxId, TicketNumber } from '../../../core/ids.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { decide } from '../../../core/ticket/decide.ts';
import { TicketEvent } from '../../../core/ticket/events.ts';
import { apply, replay, stamp } from '../../../core/ticket/fold.ts';
import { OPEN_STATES, Ticket } from '../../../core/ticket/ticket.ts';
import { BI, BY_BI, COLLEAGUE, COMMANDS, ENVIRONMENT, live, NOW, NUMBER, OFFICE, OTHER, PLANNING, take } from './samples.ts';

const text = fc.constantFrom('', ' ', '已安排', '还没解决', '〇'.repeat(50));
const handler = fc.constantFrom(null, BI, COLLEAGUE);
const department = fc.constantFrom(ENVIRONMENT, PLANNING, OFFICE, DepartmentCode.parse('treasury'));
const score = fc.constantFrom(null, 1, 2, 3, 4, 5);
const number = fc.constantFrom(NUMBER, OTHER);

/** Any command at all, sensible or not. */
const command: fc.Arbitrary<TicketCommand> = fc.oneof(
  fc.constantFrom(COMMANDS.open, COMMANDS.archive),
  fc.record({
    verb: fc.constant('dispatch' as const),
    department,
    handler,
    commissioner: handler,
    cohandlers: fc.array(department, { maxLength: 3 }),
    reason: text,
  }),
  fc.record({ verb: fc.constant('triage' as const), suggested: fc.option(department), reason: text }),
  fc.record({ verb: fc.constant('claim' as const), handler }),
  fc.record({ verb: fc.constant('contact' as const), note: text, handler }),
  fc.record({ verb: fc.constant('reply' as const), text, handler }),
  fc.record({ verb: fc.constant('answer' as const), text, handler }),
  fc.record({ verb: fc.constant('transfer' as const), department, reason: text }),
  fc.record({ verb: fc.constant('return' as const), reason: text, fallback: fc.constant(OFFICE) }),
  fc.record({ verb: fc.constant('addCohandlers' as const), departments: fc.array(department, { maxLength: 3 }) }),
  fc.record({ verb: fc.constant('suspend' as const), reason: text }),
  fc.record({ verb: fc.constant('resume' as const), note: text }),
  fc.record({
    verb: fc.constant('close' as const),
    outcome: fc.constantFrom('solved' as const, 'partly' as const, 'unsolved' as const),
    note: text,
    handler,
  }),
  fc.record({
    verb: fc.constant('rate' as const),
    rating: fc.record({ attitude: score, quality: score, effect: score, comment: fc.option(text) }),
  }),
  fc.record({ verb: fc.constantFrom('reopen' as const, 'withdraw' as const), reason: text }),
  fc.record({ verb: fc.constant('supplement' as const), text, media: fc.nat(2) }),
  fc.record({ verb: fc.constant('amend' as const), inbox: fc.constant(InboxId.parse(11)), oldText: text, newText: fc.option(text) }),
  fc.record({ verb: fc.constantFrom('urge' as const, 'supervise' as const), note: text }),
  fc.record({ verb: fc.constant('merge' as const), into: number, reason: text }),
  fc.record({ verb: fc.constant('absorb' as const), from: number, also: fc.constantFrom([], COMMANDS.absorb.also) }),
  fc.record({ verb: fc.constant('split' as const), into: number, from: fc.option(number) }),
  fc.constantFrom(COMMANDS.join, COMMANDS.part),
  fc.record({
    verb: fc.constant('refine' as const),
    summary: fc.option(text),
    urgency: fc.constantFrom(null, 'normal' as const, 'critical' as const),
    reason: text,
  }),
);

/** A life of a ticket: whatever is refused changes nothing. */
function lifeOf(commands: readonly TicketCommand[]): { ticket: Ticket | null; events: TicketEvent[] } {
  let ticket: Ticket | null = null;
  const events: TicketEvent[] = [];
  for (const [minute, one] of commands.entries()) {
    const now = new Date(NOW.getTime() + minute * 60_000);
    const decision = decide(ticket, one, now);
    if (!decision.ok) continue;
    const change = stamp(ticket, decision.events, { number: NUMBER, actor: BY_BI, cause: null, now });
    ticket = change.ticket;
    events.push(...change.events);
  }
  return { ticket, events };
}

const life = fc.array(command, { maxLength: 60 }).map((commands) => lifeOf([COMMANDS.open, ...commands]));

describe('any life of a ticket', () => {
  it('replays to exactly the row, and the version counts its events', () => {
    fc.assert(
      fc.property(life, ({ ticket, events }) => {
        expect(replay(events)).toEqual(ticket);
        expect(ticket?.version).toBe(events.length);
        expect(events.map((event) => event.seq)).toEqual(events.map((_, i) => i + 1));
      }),
      { numRuns: 1500 },
    );
  });

  it('reaches the depths of the table, or the properties above would be empty words', () => {
    const seen = new Set(fc.sample(life, { numRuns: 1500, seed: 7 }).map(({ ticket }) => ticket?.state));
    for (const state of ['accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended', 'closed', 'withdrawn', 'archived']) {
      expect(seen).toContain(state);
    }
  });

  it('survives the store: row and log are what their schemas say, and JSON changes nothing', () => {
    fc.assert(
      fc.property(life, ({ ticket, events }) => {
        expect(Ticket.parse(JSON.parse(JSON.stringify(ticket)))).toEqual(ticket);
        expect(TicketEvent.array().parse(JSON.parse(JSON.stringify(events)))).toEqual(events);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its promises in every row on the way', () => {
    fc.assert(
      fc.property(life, ({ events }) => {
        let before: Ticket | null = null;
        for (const event of events) {
          const row: Ticket = apply(before, event);
          if (row.state === 'accepted') expect(row.department).toBeNull();
          else if (OPEN_STATES.has(row.state) || row.state === 'closed') expect(row.department).not.toBeNull();
          expect(row.closedAt !== null).toBe(row.state === 'closed' || row.state === 'archived');
          expect(row.outcome !== null).toBe(row.state === 'closed' || row.state === 'archived');
          if (row.department !== null) expect(row.cohandlers).not.toContain(row.department);
          // First times stand: nothing takes them back or moves them.
          for (const stamped of ['claimedAt', 'contactedAt', 'answeredAt'] as const) {
            const earlier: string | null = before?.[stamped] ?? null;
            if (earlier !== null) expect(row[stamped]).toBe(earlier);
          }
          before = row;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never makes decide throw, whatever is asked of whatever ticket', () => {
    fc.assert(
      fc.property(fc.option(life), command, (lived, asked) => {
        const decision = decide(lived?.ticket ?? null, asked, NOW);
        if (decision.ok) expect(decision.events.length).toBeGreaterThan(0);
        else expect(decision.refusal.sentence).toMatch(/^[^。]{4,80}。$/);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('the fold', () => {
  it('keeps the first times and the latest hand-over', () => {
    const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);
    let lived = take(null, COMMANDS.open, at(0));
    for (const [minute, one] of [COMMANDS.dispatch, COMMANDS.claim, COMMANDS.reply, COMMANDS.transfer, COMMANDS.answer].entries()) {
      lived = take(lived, one, at(minute + 1));
    }
    expect(lived.ticket).toMatchObject({
      receivedAt: COMMANDS.open.receivedAt,
      acceptedAt: at(0).toISOString(),
      dispatchedAt: at(4).toISOString(),
      claimedAt: at(2).toISOString(),
      contactedAt: at(3).toISOString(),
      answeredAt: at(5).toISOString(),
      updatedAt: at(5).toISOString(),
      lastAnswer: '管道已疏通',
    });
  });

  it('sends 重办 back to the department and the hands that closed it, with nothing closed any more', () => {
    const bad = { verb: 'rate', rating: { attitude: 1, quality: 1, effect: 1, comment: null } } as const;
    const { ticket } = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.close, bad);
    expect(ticket).toMatchObject({
      state: 'dispatched',
      department: ENVIRONMENT,
      handler: COLLEAGUE,
      reworks: 1,
      outcome: null,
      closedAt: null,
    });
    expect(ticket.rating?.effect).toBe(1);
    expect(take({ ticket, events: [] }, COMMANDS.close).ticket.rating).toBeNull();
  });

  it('counts 催办, marks 督办, and an archived ticket can come back', () => {
    const pressed = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.urge, COMMANDS.urge, COMMANDS.supervise).ticket;
    expect(pressed).toMatchObject({ state: 'dispatched', urges: 2, supervised: true });
    const back = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.close, COMMANDS.archive, COMMANDS.reopen).ticket;
    expect(back).toMatchObject({ state: 'dispatched', reworks: 1, archivedAt: null });
  });
});

describe('a broken log', () => {
  const { events } = live(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim);
  const [opened, dispatched, claimed] = events;

  it.each([
    { what: 'an empty one', log: [] },
    { what: 'one that does not begin with opened', log: [dispatched] },
    { what: 'one with a gap', log: [opened, claimed] },
    { what: 'one that repeats an event', log: [opened, dispatched, dispatched] },
    { what: 'one opened twice', log: [opened, opened === undefined ? undefined : { ...opened, seq: 2 }] },
    {
      what: 'one with another ticket’s event',
      log: [opened, dispatched === undefined ? undefined : { ...dispatched, ticket: TicketNumber.parse(129) }],
    },
  ])('is seen: $what', ({ log }) => {
    expect(() => replay(log.filter((event) => event !== undefined))).toThrow(/log-broken/);
  });
});
