import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { countersOf } from '../../../core/ticket/counters.ts';
import { decide } from '../../../core/ticket/decide.ts';
import type { TicketEvent } from '../../../core/ticket/events.ts';
import { apply } from '../../../core/ticket/fold.ts';
import type { Ticket } from '../../../core/ticket/ticket.ts';
import { COMMANDS, ENVIRONMENT, type Lived, NOW, PLANNING, take } from './samples.ts';

const at = (minute: number) => new Date(NOW.getTime() + minute * 60_000);
const BAD = { verb: 'rate', rating: { attitude: 1, quality: 3, effect: 3, comment: null } } as const;

/** One command a minute. */
function lived(...commands: readonly TicketCommand[]): readonly TicketEvent[] {
  const life = commands.reduce<Lived | null>((so, command, minute) => take(so, command, at(minute)), null);
  return life?.events ?? [];
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

/** Sums over all days and departments. */
function totals(events: readonly TicketEvent[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { metric, by } of counted(events)) sums[metric] = (sums[metric] ?? 0) + by;
  return sums;
}

describe('counters', () => {
  it('counts a whole life, with the seconds each step took', () => {
    const events = lived(
      COMMANDS.open,
      COMMANDS.dispatch,
      COMMANDS.claim,
      COMMANDS.contact,
      COMMANDS.answer,
      COMMANDS.close,
      COMMANDS.rate,
    );
    expect(totals(events)).toEqual({
      received: 1,
      dispatched: 1,
      claimed: 1,
      claimSeconds: 60,
      contacted: 1,
      contactSeconds: 181,
      answered: 1,
      closed: 1,
      closeSeconds: 301,
      solved: 1,
      rated: 1,
      satisfied: 1,
    });
  });

  it('books the report without a department and the rest with the one that had it', () => {
    const changes = counted(lived(COMMANDS.open, COMMANDS.dispatch, COMMANDS.claim, COMMANDS.transfer, COMMANDS.answer));
    const departmentsOf = (metric: string) => changes.filter((change) => change.metric === metric).map((change) => change.department);
    expect(departmentsOf('received')).toEqual([null]);
    expect(departmentsOf('dispatched')).toEqual([ENVIRONMENT, PLANNING]);
    expect(departmentsOf('claimed')).toEqual([ENVIRONMENT]);
    expect(departmentsOf('tookOver')).toEqual([PLANNING]);
    expect(departmentsOf('transferred')).toEqual([ENVIRONMENT]);
    expect(departmentsOf('answered')).toEqual([PLANNING]);
  });

  it('books the 退单 with the department that returned it', () => {
    const changes = counted(lived(COMMANDS.open, COMMANDS.dispatch, COMMANDS.return));
    expect(changes.at(-1)).toMatchObject({ metric: 'returned', department: ENVIRONMENT, by: 1 });
  });

  it('counts the implied steps of one answer', () => {
    const sums = totals(lived(COMMANDS.open, COMMANDS.dispatch, COMMANDS.answer));
    expect(sums).toMatchObject({ claimed: 1, contacted: 1, answered: 1, claimSeconds: 60, contactSeconds: 121 });
  });

  it('counts 重办 and 重开 each time, and no first time twice', () => {
    const round = [COMMANDS.answer, COMMANDS.close] as const;
    const sums = totals(lived(COMMANDS.open, COMMANDS.dispatch, ...round, BAD, ...round, COMMANDS.reopen, ...round, COMMANDS.rate));
    expect(sums).toMatchObject({ claimed: 1, contacted: 1, answered: 1, closed: 1, solved: 1, rated: 1, reworked: 1, reopened: 1 });
    expect(sums).not.toHaveProperty('satisfied');
  });

  it('follows the last word while the rating may be changed', () => {
    const closed = [COMMANDS.open, COMMANDS.dispatch, COMMANDS.close] as const;
    expect(totals(lived(...closed, COMMANDS.rate, COMMANDS.rate))).toMatchObject({ rated: 1, satisfied: 1 });
    expect(totals(lived(...closed, COMMANDS.rate, BAD))).toMatchObject({ rated: 1, satisfied: 0, reworked: 1 });
  });

  it('does not call a merged ticket withdrawn', () => {
    expect(totals(lived(COMMANDS.open, COMMANDS.merge))).toEqual({ received: 1 });
    expect(totals(lived(COMMANDS.open, COMMANDS.withdraw))).toEqual({ received: 1, withdrawn: 1 });
  });

  it.each([
    ['2026-04-26T15:59:59.999Z', '2026-04-26'],
    ['2026-04-26T16:00:00.000Z', '2026-04-27'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('books %s on the Shanghai day %s', (moment, day) => {
    const { events } = take(null, COMMANDS.open, new Date(moment));
    expect(counted(events)).toEqual([{ day, department: null, metric: 'received', by: 1 }]);
  });

  it('lets no rate exceed one, whatever happens', () => {
    const any = fc.array(fc.constantFrom<TicketCommand>(...Object.values(COMMANDS), BAD), { maxLength: 40 });
    fc.assert(
      fc.property(any, (commands) => {
        let life = take(null, COMMANDS.open, at(0));
        for (const [minute, command] of commands.entries()) {
          if (decide(life.ticket, command, NOW).ok) life = take(life, command, at(minute + 1));
        }
        const sums = totals(life.events);
        const of = (metric: string) => sums[metric] ?? 0;
        for (const metric of ['claimed', 'contacted', 'answered', 'closed', 'withdrawn']) expect(of(metric)).toBeLessThanOrEqual(1);
        expect(of('solved')).toBeLessThanOrEqual(of('closed'));
        expect(of('satisfied')).toBeGreaterThanOrEqual(0);
        expect(of('satisfied')).toBeLessThanOrEqual(of('rated'));
        for (const seconds of ['claimSeconds', 'contactSeconds', 'closeSeconds']) expect(of(seconds)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });
});
