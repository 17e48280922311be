import type { WorkCalendar } from '../../deadlines/calendar.ts';
import type { Clockwork } from '../../deadlines/clockwork.ts';
import { netMinutes, workingMinutes } from '../../deadlines/net-time.ts';
import { calendarOf, policyOf } from '../../deadlines/policy.ts';
import type { Pause } from '../../deadlines/ticket-clock.ts';
import type { Ticket } from '../ticket.ts';

/** Working seconds between two moments, by the calendar of the ticket's own policy; round the clock where it says so. */
export function workingSeconds(ticket: Ticket, from: string, to: string, work: Clockwork): number {
  return Math.round(workingMinutes(from, to, calendarFor(ticket, work)) * 60);
}

/** The same without what its pauses took. */
export function netSeconds(ticket: Ticket, from: string, to: string, work: Clockwork): number {
  return Math.round(netMinutes(from, to, ticket.pauses, calendarFor(ticket, work)) * 60);
}

const calendarFor = (ticket: Ticket, work: Clockwork): WorkCalendar =>
  calendarOf(policyOf(work.limits, ticket).rules, ticket.urgency, work);

/**
 * Whether a step was taken by its deadline. A pause that ends with the very act (an answer to what was 挂账) has not moved the
 * clock yet: what counts is how it stood when it was stopped. null: it had no clock.
 */
export function punctual(before: Ticket, step: Ticket['clocks'][number]['step'], at: string): boolean | null {
  const clock = before.clocks.find((one) => one.step === step && one.metAt === null);
  if (clock === undefined) return null;
  const stopped = before.pauses.filter((pause) => stillThen(pause, at)).map((pause) => pause.from);
  const moment = stopped.reduce((first, one) => (Date.parse(one) < Date.parse(first) ? one : first), at);
  return Date.parse(moment) <= Date.parse(clock.dueAt);
}

const stillThen = ({ kind, from, to }: Pause, at: string): boolean => kind !== 'extension' && from <= at && (to === null || to === at);
