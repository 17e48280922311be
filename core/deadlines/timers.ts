import type { TimerChange } from '../conversation/effects.ts';
import type { TicketEvent } from '../ticket/events.ts';
import type { Ticket } from '../ticket/ticket.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What an event does to the ticket's clocks: a closed ticket is archived after `archiveAfterDays` unless it comes back before. */
export function timersOf(ticket: Ticket, event: TicketEvent, archiveAfterDays: number): readonly TimerChange[] {
  const archive = (dueAt: Date | null): readonly TimerChange[] => [{ ticket: ticket.number, step: 'archive', dueAt }];
  switch (event.body.type) {
    case 'closed':
      return archive(new Date(new Date(event.at).getTime() + archiveAfterDays * DAY_MS));
    case 'rework':
    case 'reopened':
    case 'archived':
      return archive(null);
    default:
      return [];
  }
}
