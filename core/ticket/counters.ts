import type { CounterChange } from '../conversation/effects.ts';
import { shanghaiDate } from '../deadlines/shanghai.ts';
import type { DepartmentCode } from '../ids.ts';
import type { TicketEvent } from './events.ts';
import type { Ticket } from './ticket.ts';

export { timersOf } from '../deadlines/timers.ts';

/**
 * What an event adds to the day's counters. Steps that make rates and times (签收 联系 答复 办结 评价) count once in a ticket's
 * life, so that no rate can exceed one and every sum of seconds has exactly its own count beside it; 转办 退单 重办 重开 count each
 * time; what units are measured by counts at each hand-over. 签收 is timed from the latest hand-over, 联系 and 办结 from the moment
 * the report reached us.
 */
export function countersOf(before: Ticket | null, ticket: Ticket, event: TicketEvent): readonly CounterChange[] {
  const day = shanghaiDate(event.at);
  const add = (metric: string, by = 1, department: DepartmentCode | null = ticket.department): CounterChange => ({
    day,
    department,
    metric,
    by,
  });
  if (before === null) return [add('received', 1, null)];
  return [...steps(before, ticket, event, add), ...handOvers(before, ticket, event, add), ...turns(before, ticket, event, add)];
}

type Add = (metric: string, by?: number, department?: DepartmentCode | null) => CounterChange;

/** First times. The stamps are never taken back, so an empty one before and a full one after is the first time. */
function steps(before: Ticket, ticket: Ticket, event: TicketEvent, add: Add): CounterChange[] {
  const counted: CounterChange[] = [];
  if (before.claimedAt === null && ticket.claimedAt !== null) {
    counted.push(add('claimed'), add('claimSeconds', claimSeconds(before, event)));
  }
  if (before.contactedAt === null && ticket.contactedAt !== null) {
    counted.push(add('contacted'), add('contactSeconds', seconds(ticket.receivedAt, event.at)));
  }
  if (before.answeredAt === null && ticket.answeredAt !== null) counted.push(add('answered'));
  if (event.body.type === 'closed' && ticket.reworks === 0) {
    counted.push(add('closed'), add('closeSeconds', seconds(ticket.receivedAt, event.at)));
    if (event.body.outcome === 'solved') counted.push(add('solved'));
  }
  // A rating may be changed while the ticket is closed: the count stays one, its being satisfied follows the last word.
  if (event.body.type === 'rated' && ticket.reworks === 0) {
    if (before.rating === null) counted.push(add('rated'));
    const change = Number(!event.body.bad) - Number(before.rating !== null && !isBad(before.rating));
    if (change !== 0) counted.push(add('satisfied', change));
  }
  return counted;
}

/**
 * By unit, at each hand-over: `dispatched` for whoever gets the ticket, `passed` for whoever lets it go untaken, `tookOver` for the
 * 签收 of a ticket that was taken before: the whole house has counted its `claimed` already. After 重办 or 重开 the row no longer
 * tells a new hand-over from a ticket that came back to its own unit, so these stop there, as 办结 and 评价 do.
 */
function handOvers(before: Ticket, ticket: Ticket, event: TicketEvent, add: Add): CounterChange[] {
  if (before.reworks > 0) return [];
  switch (event.body.type) {
    case 'dispatched':
      return [add('dispatched')];
    case 'transferred':
    case 'returned':
      return [...passed(before), ...(ticket.department === null ? [] : [add('dispatched')])];
    case 'claimed':
      return before.claimedAt === null ? [] : [add('tookOver'), add('tookOverSeconds', claimSeconds(before, event))];
    default:
      return [];
  }
}

/** Booked on the day of the hand-over it takes back, so that in no period a unit passes on more than it got. */
function passed({ state, department, dispatchedAt }: Ticket): CounterChange[] {
  if (state !== 'dispatched' || dispatchedAt === null) return [];
  return [{ day: shanghaiDate(dispatchedAt), department, metric: 'passed', by: 1 }];
}

/** What is counted each time it happens, for the department that had the ticket when it happened. */
function turns(before: Ticket, ticket: Ticket, event: TicketEvent, add: Add): CounterChange[] {
  switch (event.body.type) {
    case 'transferred':
      return [add('transferred', 1, before.department)];
    case 'returned':
      return [add('returned', 1, before.department)];
    case 'withdrawn':
      return [add('withdrawn', 1, ticket.department)];
    case 'rework':
      return [add('reworked', 1, before.department)];
    case 'reopened':
      return [add('reopened', 1, before.department)];
    default:
      return [];
  }
}

function isBad(rating: NonNullable<Ticket['rating']>): boolean {
  return [rating.attitude, rating.quality, rating.effect].some((score) => score !== null && score <= 2);
}

const claimSeconds = (before: Ticket, event: TicketEvent): number => seconds(before.dispatchedAt ?? before.acceptedAt, event.at);

function seconds(from: string, to: string): number {
  return Math.max(0, Math.round((new Date(to).getTime() - new Date(from).getTime()) / 1000));
}
