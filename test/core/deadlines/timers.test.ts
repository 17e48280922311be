import { describe, expect, it } from 'vitest';
import { shanghaiDate } from '../../../core/deadlines/shanghai.ts';
import { timersOf } from '../../../core/deadlines/timers.ts';
import type { TicketCommand } from '../../../core/ticket/command.ts';
import { apply } from '../../../core/ticket/fold.ts';
import type { Ticket } from '../../../core/ticket/ticket.ts';
import { COMMANDS, type Lived, NOW, take } from '../ticket/samples.ts';

const BAD = { verb: 'rate', rating: { attitude: 1, quality: 3, effect: 3, comment: null } } as const;

/** One command a minute. */
function lived(...commands: readonly TicketCommand[]) {
  const life = commands.reduce<Lived | null>((so, command, minute) => take(so, command, new Date(NOW.getTime() + minute * 60_000)), null);
  return life?.events ?? [];
}

describe('the archive clock', () => {
  const clocks = (...commands: readonly TicketCommand[]) => {
    const events = lived(...commands);
    let ticket: Ticket | null = null;
    return events.flatMap((event) => {
      ticket = apply(ticket, event);
      return timersOf(ticket, event, 15).map(({ step, dueAt }) => ({ step, dueAt: dueAt?.toISOString() ?? null }));
    });
  };
  const closed = [COMMANDS.open, COMMANDS.dispatch, COMMANDS.close] as const;
  const due = { step: 'archive', dueAt: '2026-05-12T02:02:00.000Z' };

  it('is set by the close, for so many days later', () => {
    expect(clocks(...closed)).toEqual([due]);
  });

  it.each([
    { by: '重开', command: COMMANDS.reopen },
    { by: '重办', command: BAD },
    { by: '归档', command: COMMANDS.archive },
  ])('is cancelled by $by', ({ command }) => {
    expect(clocks(...closed, command)).toEqual([due, { step: 'archive', dueAt: null }]);
  });

  it('is left alone by a supplement or a good rating', () => {
    expect(clocks(...closed, COMMANDS.supplement, COMMANDS.rate)).toEqual([due]);
  });
});

describe('the Shanghai day', () => {
  it.each([
    ['2026-04-26T15:59:59.999Z', '2026-04-26'],
    ['2026-04-26T16:00:00.000Z', '2026-04-27'],
    ['2024-02-28T16:00:00.000Z', '2024-02-29'],
  ])('of %s is %s, as a text and as a moment', (at, day) => {
    expect(shanghaiDate(at)).toBe(day);
    expect(shanghaiDate(new Date(at))).toBe(day);
  });
});
