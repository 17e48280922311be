import type { Clockwork } from '../deadlines/clockwork.ts';
import { archiveAt, nextRung } from '../deadlines/due.ts';
import { policyInForce } from '../deadlines/policy.ts';
import { clocksUnder } from '../deadlines/schedule.ts';
import type { TicketCommand } from '../ticket/command.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { Draft } from './draft.ts';

/** A machine that slept for months has this many rungs to climb at most; the rest comes with the next look. */
const AT_MOST = 60;

/** Everything that is due for one ticket at `now`, in order, each rung once. False: nothing was. */
export function climbDue(draft: Draft, ticket: Ticket, work: Clockwork, now: Date): boolean {
  let current = ticket;
  let acted = false;
  for (let i = 0; i < AT_MOST; i += 1) {
    const command = dueCommand(current, work, now);
    if (command === null || draft.act(current, current.number, command) !== null) return acted;
    const next = draft.ticket(current.number);
    // An act that changes nothing would be asked for again and again.
    if (next === null || next.version === current.version) return acted;
    current = next;
    acted = true;
  }
  return acted;
}

function dueCommand(ticket: Ticket, work: Clockwork, now: Date): TicketCommand | null {
  if (ticket.state === 'closed') return archiveAt(ticket, work).getTime() <= now.getTime() ? { verb: 'archive' } : null;
  if (ticket.clocks.length === 0) return clocksUnder(policyInForce(work.limits), ticket, work, now).at(0) ?? null;
  const rung = nextRung(ticket, work, now);
  return rung !== null && new Date(rung.moment).getTime() <= now.getTime() ? { verb: 'escalate', rung } : null;
}
