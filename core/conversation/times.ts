import type { Clockwork } from '../deadlines/clockwork.ts';
import { headline, nextMoment } from '../deadlines/due.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { TicketTimes } from './effects.ts';

/** What is due next of a ticket as it stands. */
export function timesOf(ticket: Ticket, work: Clockwork): TicketTimes {
  const line = headline(ticket);
  return {
    dueAt: nextMoment(ticket, work)?.toISOString() ?? null,
    deadlineAt: line?.dueAt ?? null,
    deadlineStep: line?.step ?? null,
    warnAt: line?.warnAt ?? null,
  };
}
