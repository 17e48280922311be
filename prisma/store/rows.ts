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
    answeredAt: iso(row.answeredAt),
    closedAt: iso(row.closedAt),
    archivedAt: iso(row.archivedAt),
    updatedAt: iso(row.updatedAt),
  });
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

/** Columns of `ticket` by their names in the database, in the form `jsonb_populate_recordset` takes. */
export function ticketColumns(ticket: Ticket): Record<string, unknown> {
  return {
    number: ticket.number,
    version: ticket.version,
    state: ticket.state,
    reporter: ticket.reporter,
    reporter_key: reporterKey(ticket.reporter),
    enterprise: ticket.enterprise,
    source_chat: ticket.sourceChat,
    source_inbox: ticket.sourceInbox,
    text: ticket.text,
    summary: ticket.summary,
    urgency: ticket.urgency,
    sensitive: ticket.sensitive,
    department: ticket.department,
    handler: ticket.handler,
    commissioner: ticket.commissioner,
    cohandlers: ticket.cohandlers,
    route_reason: ticket.routeReason,
    returns: ticket.returns,
    reworks: ticket.reworks,
    urges: ticket.urges,
    supervised: ticket.supervised,
    outcome: ticket.outcome,
    rating: ticket.rating,
    last_answer: ticket.lastAnswer,
    merged_into: ticket.mergedInto,
    received_at: ticket.receivedAt,
    accepted_at: ticket.acceptedAt,
    dispatched_at: ticket.dispatchedAt,
    claimed_at: ticket.claimedAt,
    contacted_at: ticket.contactedAt,
    answered_at: ticket.answeredAt,
    closed_at: ticket.closedAt,
    archived_at: ticket.archivedAt,
    updated_at: ticket.updatedAt,
  };
}

const MUTABLE = Object.keys(ticketColumns(sampleTicket())).filter((column) => column !== 'number');
/** `col = EXCLUDED.col, …` for the upsert; made from the same list so that a new column cannot be forgotten. */
export const TICKET_UPDATES = Prisma.raw(MUTABLE.map((column) => `${column} = EXCLUDED.${column}`).join(', '));
export const TICKET_COLUMNS = Prisma.raw(['number', ...MUTABLE].join(', '));

function sampleTicket(): Ticket {
  const nothing = { member: null, channel: 'x', wireId: 'x', name: 'x' };
  const at = new Date(0).toISOString();
  return Ticket.parse({
    number: 1,
    version: 0,
    state: 'accepted',
    reporter: nothing,
    enterprise: null,
    sourceChat: 1,
    sourceInbox: 1,
    text: '',
    summary: '',
    urgency: 'normal',
    sensitive: false,
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
    receivedAt: at,
    acceptedAt: at,
    dispatchedAt: null,
    claimedAt: null,
    contactedAt: null,
    answeredAt: null,
    closedAt: null,
    archivedAt: null,
    updatedAt: at,
  });
}

export function eventColumns(event: TicketEvent): Record<string, unknown> {
  const body: EventBody = event.body;
  return { ticket: event.ticket, seq: event.seq, type: body.type, at: event.at, actor: event.actor, cause: event.cause, body };
}
