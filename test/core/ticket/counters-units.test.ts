import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DepartmentCode } from '../../../core/ids.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { countersOf } from '../../../core/ticket/counters.ts';
import { decide } from '../../../core/ticket/decide.ts';
import type { TicketEvent } from '../../../core/ticket/events.ts';
import { apply } from '../../../core/ticket/fold.ts';
import type { Ticket } from '../../../core/ticket/ticket.ts';
import { COMMANDS, ENVIRONMENT, NOW, OFFICE, PLANNING, take } from './samples.ts';

const UNITS = [ENVIRONMENT, PLANNING, OFFICE];
const HOURS = 7;
const at = (step: number) => new Date(NOW.getTime() + step * HOURS * 3_600_000);
const BAD = { verb: 'rate', rating: { attitude: 1, quality: 3, effect: 3, comment: null } } as const;

/** One command every seven hours, so that a life crosses days; what is refused is left out. */
function lived(commands: readonly TicketCommand[]): readonly TicketEvent[] {
  let life = take(null, COMMANDS.open, at(0));
  for (const [i, command] of commands.entries()) {
    if (decide(life.ticket, command, at(i + 1)).ok) life = take(life, command, at(i + 1));
  }
  return life.events;
}

function counted(events: readonly TicketEvent[]) {
  let before: Ticket | null = null;
  return events.flatMap((event) => {
    const ticket: Ticket = apply(before, event);
    const changes = countersOf(before, ticket, event);
    before = ticket;
    return changes;
  });
}

type Changes = ReturnType<typeof counted>;

function sum(changes: Changes, unit: DepartmentCode, ...metrics: readonly string[]): number {
  return changes.filter((one) => one.department === unit && metrics.includes(one.metric)).reduce((all, one) => all + one.by, 0);
}

const figures = (changes: Changes, unit: DepartmentCode) => ({
  kept: sum(changes, unit, 'dispatched') - sum(changes, unit, 'passed'),
  claimed: sum(changes, unit, 'claimed', 'tookOver'),
  closed: sum(changes, unit, 'closed'),
});

const house = (changes: Changes, metric: string) => changes.filter((one) => one.metric === metric).reduce((all, one) => all + one.by, 0);

/** What units should be measured by, told from the log alone: who held the ticket, and what became of it with him. */
function expected(events: readonly TicketEvent[], unit: DepartmentCode) {
  const holdings: { readonly unit: DepartmentCode; claimed: boolean; passed: boolean }[] = [];
  for (const { body } of events) {
    if (body.type === 'rework' || body.type === 'reopened') break;
    const held = holdings.at(-1);
    if (body.type === 'claimed' && held !== undefined) held.claimed = true;
    if ((body.type === 'transferred' || body.type === 'returned') && held !== undefined) held.passed = !held.claimed;
    const to = body.type === 'dispatched' || body.type === 'transferred' ? body.department : body.type === 'returned' ? body.to : null;
    if (to !== null) holdings.push({ unit: to, claimed: false, passed: false });
  }
  const own = holdings.filter((one) => one.unit === unit);
  return { kept: own.filter((one) => !one.passed).length, claimed: own.filter((one) => one.claimed).length };
}

describe('units', () => {
  it('a ticket passed on untaken burdens nobody, and counts for whoever does the work', () => {
    const changes = counted(lived([COMMANDS.dispatch, COMMANDS.transfer, COMMANDS.claim, COMMANDS.close]));
    expect(figures(changes, ENVIRONMENT)).toEqual({ kept: 0, claimed: 0, closed: 0 });
    expect(figures(changes, PLANNING)).toEqual({ kept: 1, claimed: 1, closed: 1 });
    expect(sum(changes, PLANNING, 'claimSeconds')).toBe(HOURS * 3600);
  });

  it('a ticket taken by two units counts for both, each from its own hand-over, and once for the house', () => {
    const changes = counted(lived([COMMANDS.dispatch, COMMANDS.claim, COMMANDS.transfer, COMMANDS.supplement, COMMANDS.answer]));
    expect(figures(changes, ENVIRONMENT)).toMatchObject({ kept: 1, claimed: 1 });
    expect(figures(changes, PLANNING)).toMatchObject({ kept: 1, claimed: 1 });
    expect(sum(changes, PLANNING, 'tookOverSeconds')).toBe(2 * HOURS * 3600);
    expect(house(changes, 'claimed')).toBe(1);
    expect(house(changes, 'claimSeconds')).toBe(HOURS * 3600);
  });

  it('退单: the first leaves it with nobody, the second with the unit that rules', () => {
    const once = counted(lived([COMMANDS.dispatch, COMMANDS.return]));
    expect(UNITS.map((unit) => figures(once, unit).kept)).toEqual([0, 0, 0]);
    const twice = counted(lived([COMMANDS.dispatch, COMMANDS.return, COMMANDS.dispatch, COMMANDS.return, COMMANDS.claim]));
    expect(UNITS.map((unit) => figures(twice, unit))).toEqual([
      { kept: 0, claimed: 0, closed: 0 },
      { kept: 0, claimed: 0, closed: 0 },
      { kept: 1, claimed: 1, closed: 0 },
    ]);
  });

  it('重办 and 重开 are no new hand-over to the unit that has it', () => {
    const changes = counted(
      lived([COMMANDS.dispatch, COMMANDS.close, BAD, COMMANDS.claim, COMMANDS.close, COMMANDS.reopen, COMMANDS.claim]),
    );
    expect(figures(changes, ENVIRONMENT)).toEqual({ kept: 1, claimed: 1, closed: 1 });
  });

  it('takes a passed ticket back from the day it was handed over on', () => {
    const changes = counted(lived([COMMANDS.dispatch, COMMANDS.supplement, COMMANDS.supplement, COMMANDS.supplement, COMMANDS.transfer]));
    const dayOf = (metric: string) =>
      changes.filter((one) => one.metric === metric && one.department === ENVIRONMENT).map((one) => one.day);
    expect(dayOf('passed')).toEqual(dayOf('dispatched'));
    expect(dayOf('transferred')).not.toEqual(dayOf('passed'));
  });

  it('no unit takes more than stayed with it nor passes on more than it got on any day, whatever happens', () => {
    const handing: readonly TicketCommand[] = UNITS.flatMap((department) => [
      { ...COMMANDS.transfer, department },
      { ...COMMANDS.dispatch, department },
    ]);
    const any = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom<TicketCommand>(...handing, COMMANDS.claim, COMMANDS.return) },
        { weight: 1, arbitrary: fc.constantFrom<TicketCommand>(...Object.values(COMMANDS), BAD) },
      ),
      { maxLength: 40, size: 'max' },
    );
    let passedOn = 0;
    let tookOver = 0;
    fc.assert(
      fc.property(any, (commands) => {
        const events = lived([COMMANDS.dispatch, ...commands]);
        const changes = counted(events);
        passedOn += house(changes, 'passed');
        tookOver += house(changes, 'tookOver');
        expect(house(changes, 'claimed')).toBeLessThanOrEqual(1);
        for (const unit of UNITS) {
          const { kept, claimed, closed } = figures(changes, unit);
          expect({ kept, claimed }).toEqual(expected(events, unit));
          expect(claimed).toBeLessThanOrEqual(kept);
          expect(closed).toBeLessThanOrEqual(claimed);
          for (const day of new Set(changes.map((one) => one.day))) {
            const today = changes.filter((one) => one.day === day);
            expect(sum(today, unit, 'passed')).toBeLessThanOrEqual(sum(today, unit, 'dispatched'));
          }
        }
      }),
      { numRuns: 500 },
    );
    // The lives above did hand over: a property of nothing would hold as well.
    expect(passedOn).toBeGreaterThan(100);
    expect(tookOver).toBeGreaterThan(50);
  });
});
