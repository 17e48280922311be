import { openPause, type TicketClock } from '../deadlines/ticket-clock.ts';
import type { TicketEvent } from '../ticket/events.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import type { TriageChange } from './effects.ts';

/** Rungs of clocks that ran before and do not run so any more: what they had to say, if it is still held, would be said too late. */
export function stoppedClocks(before: Ticket | null, ticket: Ticket): string[] {
  // Over, or back with somebody: nothing of what was to be said of it is true any more.
  if (before !== null && OPEN_STATES.has(before.state) && !OPEN_STATES.has(ticket.state)) return [''];
  const ran = (before?.clocks ?? []).filter((clock) => clock.metAt === null && clock.done.length > 0);
  // While it stands still nobody is hurried.
  const stops = before !== null && openPause(before.pauses) === null && openPause(ticket.pauses) !== null;
  const runs = (clock: TicketClock) =>
    ticket.clocks.some((one) => one.step === clock.step && one.round === clock.round && one.metAt === null);
  const over = ran.filter((clock) => stops || !runs(clock)).map(({ step, round }) => `${step}.${round}.`);
  return before?.state === 'dispatched' && ticket.state !== 'dispatched' ? [...over, 'lapsed'] : over;
}

/** The question to the duty desk that an event opens or settles. A first 退单 asks again. */
export function questionOf(ticket: Ticket, event: TicketEvent): TriageChange[] {
  const ask = (suggested: Ticket['department']): TriageChange[] => [
    { kind: 'ask', inbox: ticket.sourceInbox, ticket: ticket.number, suggested, pieces: [] },
  ];
  switch (event.body.type) {
    case 'triaged':
      return ask(event.body.suggested);
    case 'returned':
      return event.body.to === null ? ask(null) : [];
    case 'dispatched':
    case 'transferred':
    case 'merged':
    case 'withdrawn':
      return [{ kind: 'settle', ticket: ticket.number }];
    default:
      return [];
  }
}
