import type { TicketChange } from '../../core/conversation/effects.ts';
import { type EventBody, TicketEvent } from '../../core/ticket/events.ts';
import { type Reporter, Ticket } from '../../core/ticket/ticket.ts';
import type { TicketEvent as EventRow, Ticket as TicketRow } from '../generated/client.ts';
import { Prisma } from '../generated/client.ts';

/** Rows of the database ↔ types of the house. Every row is parsed: a column edited by hand fails here, with its name. */

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

export function ticketOf(row: TicketRow): Ticket {
  return Ticket.parse({
    ...row,
    sourceInbox: Number(row.sourceInbox),
    receivedAt: iso(row.receivedAt),
    acceptedAt: iso(row.acceptedAt),
    dispatchedAt: iso(row.dispatchedAt),
    claimedAt: iso(row.claimedAt),
    contactedAt: iso(row.contactedAt),
    verifiedAt: iso(row.verifiedAt),
    takenAt: iso(row.takenAt),
    answeredAt: iso(row.answeredAt),
    closedAt: iso(row.closedAt),
    archivedAt: iso(row.archivedAt),
    updatedAt: iso(row.updatedAt),
  });
}

/** The same of a row as `to_jsonb` gives it: names of the columns, moments in whatever zone the session has. */
export function ticketOfJson(row: Readonly<Record<string, unknown>>): Ticket {
  const named = Object.entries(row).map(([column, value]): [string, unknown] => [
    column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    column.endsWith('_at') && typeof value === 'string' ? new Date(value).toISOString() : value,
  ]);
  return Ticket.parse(Object.fromEntries(named));
}

export function eventOf(row: EventRow): TicketEvent {
  return TicketEvent.parse({
    ticket: row.ticket,
    seq: row.seq,
    at: row.at.toISOString(),
    actor: row.actor,
    cause: row.cause === null ? null : Number(row.cause),
    body: row.body,
  });
}

/** "My tickets" finds a person across channels when he is known, else on the one wire he spoke on. */
export function reporterKey(reporter: Pick<Reporter, 'member' | 'channel' | 'wireId'>): string {
  return reporter.member === null ? `${reporter.channel}:${reporter.wireId}` : `member:${reporter.member}`;
}

/** Columns of `ticket` by their names in the database. The one list: a new column cannot be forgotten in insert or update. */
const COLUMNS: Readonly<Record<string, (ticket: Ticket, times: TicketChange['times']) => unknown>> = {
  number: (ticket) => ticket.number,
  version: (ticket) => ticket.version,
  state: (ticket) => ticket.state,
  reporter: (ticket) => ticket.reporter,
  reporter_key: (ticket) => reporterKey(ticket.reporter),
  enterprise: (ticket) => ticket.enterprise,
  source_chat: (ticket) => ticket.sourceChat,
  source_inbox: (ticket) => ticket.sourceInbox,
  text: (ticket) => ticket.text,
  summary: (ticket) => ticket.summary,
  urgency: (ticket) => ticket.urgency,
  sensitive: (ticket) => ticket.sensitive,
  category: (ticket) => ticket.category,
  department: (ticket) => ticket.department,
  handler: (ticket) => ticket.handler,
  commissioner: (ticket) => ticket.commissioner,
  cohandlers: (ticket) => ticket.cohandlers,
  route_reason: (ticket) => ticket.routeReason,
  returns: (ticket) => ticket.returns,
  reworks: (ticket) => ticket.reworks,
  urges: (ticket) => ticket.urges,
  supervised: (ticket) => ticket.supervised,
  outcome: (ticket) => ticket.outcome,
  rating: (ticket) => ticket.rating,
  last_answer: (ticket) => ticket.lastAnswer,
  merged_into: (ticket) => ticket.mergedInto,
  also: (ticket) => ticket.also,
  policy: (ticket) => ticket.policy,
  clocks: (ticket) => ticket.clocks,
  pauses: (ticket) => ticket.pauses,
  extension: (ticket) => ticket.extension,
  first_taker: (ticket) => ticket.firstTaker,
  taken_at: (ticket) => ticket.takenAt,
  hand_overs: (ticket) => ticket.handOvers,
  bad_ratings: (ticket) => ticket.badRatings,
  callback: (ticket) => ticket.callback,
  due_at: (_ticket, times) => times.dueAt,
  deadline_at: (_ticket, times) => times.deadlineAt,
  deadline_step: (_ticket, times) => times.deadlineStep,
  warn_at: (_ticket, times) => times.warnAt,
  received_at: (ticket) => ticket.receivedAt,
  accepted_at: (ticket) => ticket.acceptedAt,
  dispatched_at: (ticket) => ticket.dispatchedAt,
  claimed_at: (ticket) => ticket.claimedAt,
  contacted_at: (ticket) => ticket.contactedAt,
  verified_at: (ticket) => ticket.verifiedAt,
  answered_at: (ticket) => ticket.answeredAt,
  closed_at: (ticket) => ticket.closedAt,
  archived_at: (ticket) => ticket.archivedAt,
  updated_at: (ticket) => ticket.updatedAt,
};

/** In the form `jsonb_populate_recordset` takes. */
export function ticketColumns({ ticket, times }: TicketChange): Record<string, unknown> {
  return Object.fromEntries(Object.entries(COLUMNS).map(([column, read]): [string, unknown] => [column, read(ticket, times)]));
}

const MUTABLE = Object.keys(COLUMNS).filter((column) => column !== 'number');
/** `col = EXCLUDED.col, …` for the upsert. */
export const TICKET_UPDATES = Prisma.raw(MUTABLE.map((column) => `${column} = EXCLUDED.${column}`).join(', '));
export const TICKET_COLUMNS = Prisma.raw(['number', ...MUTABLE].join(', '));

export function eventColumns(event: TicketEvent): Record<string, unknown> {
  const body: EventBody = event.body;
  return { ticket: event.ticket, seq: event.seq, type: body.type, at: event.at, actor: event.actor, cause: event.cause, body };
}
