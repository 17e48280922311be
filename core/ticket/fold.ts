import { HouseError } from '../errors.ts';
import type { InboxId, TicketNumber } from '../ids.ts';
import type { EventBody, TicketEvent } from './events.ts';
import { step } from './step.ts';
import type { Actor, Ticket } from './ticket.ts';

/** Folds one event into the row. A gap or a stranger's event in the log is a fault to be seen, not guessed around. */
export function apply(ticket: Ticket | null, event: TicketEvent): Ticket {
  if (ticket === null) return first(event);
  if (event.ticket !== ticket.number || event.seq !== ticket.version + 1) {
    throw brokenLog(event, `expected ${ticket.number}/${ticket.version + 1}`);
  }
  if (event.body.type === 'opened') throw brokenLog(event, 'opened twice');
  return { ...ticket, ...step(ticket, event.body, event.at), version: event.seq, updatedAt: event.at };
}

/** Rebuilds the row from its whole log. */
export function replay(events: readonly TicketEvent[]): Ticket {
  const [opening, ...later] = events;
  if (opening === undefined) throw new HouseError('log-broken', '工单记录不完整，请联系管理员。', { cause: 'no events' });
  return later.reduce<Ticket>(apply, apply(null, opening));
}

export interface Stamp {
  readonly number: TicketNumber;
  readonly actor: Actor;
  readonly cause: InboxId | null;
  readonly now: Date;
}

/** Numbers what was decided, says who and when, and folds it: the change that is written in one transaction. */
export function stamp(ticket: Ticket | null, bodies: readonly EventBody[], by: Stamp): { ticket: Ticket; events: TicketEvent[] } {
  const at = by.now.toISOString();
  const from = ticket?.version ?? 0;
  const events = bodies.map(
    (body, i): TicketEvent => ({ ticket: by.number, seq: from + i + 1, at, actor: by.actor, cause: by.cause, body }),
  );
  const folded = events.reduce<Ticket | null>(apply, ticket);
  if (folded === null) throw new HouseError('log-broken', '工单记录不完整，请联系管理员。', { cause: 'nothing to stamp' });
  return { ticket: folded, events };
}

function first(event: TicketEvent): Ticket {
  const { body } = event;
  if (body.type !== 'opened' || event.seq !== 1) throw brokenLog(event, 'the log does not begin with opened');
  const { type: _type, ...opening } = body;
  return {
    number: event.ticket,
    version: 1,
    state: 'accepted',
    ...opening,
    department: null,
    handler: null,
    commissioner: null,
    cohandlers: [],
    routeReason: '',
    returns: 0,
    reworks: 0,
    urges: 0,
    supervised: false,
    outcome: null,
    rating: null,
    lastAnswer: null,
    mergedInto: null,
    policy: null,
    clocks: [],
    pauses: [],
    extension: null,
    firstTaker: null,
    takenAt: null,
    handOvers: 0,
    badRatings: 0,
    callback: null,
    verifiedAt: null,
    acceptedAt: event.at,
    dispatchedAt: null,
    claimedAt: null,
    contactedAt: null,
    answeredAt: null,
    closedAt: null,
    archivedAt: null,
    updatedAt: event.at,
  };
}

function brokenLog(event: TicketEvent, why: string): HouseError {
  const where = `${event.ticket}/${event.seq} ${event.body.type}`;
  return new HouseError('log-broken', `${event.ticket}号的记录不完整，请联系管理员。`, { cause: `${where}: ${why}` });
}
