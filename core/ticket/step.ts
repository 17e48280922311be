import { unreachable } from '../errors.ts';
import type { EventBody } from './events.ts';
import type { Ticket } from './ticket.ts';

/**
 * What one event changes of the row. The state says what is waited for now; `claimedAt`, `contactedAt` and `answeredAt` say when
 * that first happened and are never taken back; `dispatchedAt` is the latest hand-over (the clock of whoever has it now) and
 * `closedAt` the latest close, null while the ticket is open again.
 */
export function step(ticket: Ticket, body: Exclude<EventBody, { type: 'opened' }>, at: string): Partial<Ticket> {
  switch (body.type) {
    case 'dispatched': {
      const { department, handler, commissioner, cohandlers, reason } = body;
      return { state: 'dispatched', department, handler, commissioner, cohandlers, routeReason: reason, dispatchedAt: at };
    }
    case 'triaged':
      return { state: 'accepted', routeReason: body.reason };
    case 'claimed':
      return { state: 'claimed', handler: body.handler, claimedAt: ticket.claimedAt ?? at };
    case 'contacted':
      return { state: ticket.state === 'answered' ? 'answered' : 'contacted', contactedAt: ticket.contactedAt ?? at };
    case 'replied':
      // Words carried to the enterprise are a contact; they change nothing else.
      return { state: ticket.state === 'claimed' ? 'contacted' : ticket.state, contactedAt: ticket.contactedAt ?? at };
    case 'answered':
      return {
        state: 'answered',
        contactedAt: ticket.contactedAt ?? at,
        answeredAt: ticket.answeredAt ?? at,
        lastAnswer: body.text,
      };
    case 'transferred':
      return handOver(ticket, body.department, body.reason, at);
    case 'returned':
      return { ...takenBack(ticket, body, at), returns: ticket.returns + 1 };
    case 'cohandlers-added':
      return { cohandlers: [...new Set([...ticket.cohandlers, ...body.departments])] };
    case 'suspended':
      return { state: 'suspended' };
    case 'resumed':
      return { state: ticket.contactedAt === null ? 'claimed' : 'contacted' };
    case 'closed':
      return { state: 'closed', outcome: body.outcome, closedAt: at, rating: null };
    case 'rated':
      return { rating: body.rating };
    case 'rework':
    case 'reopened':
      return { ...comesBack(ticket, at), reworks: ticket.reworks + 1 };
    case 'withdrawn':
      return { state: 'withdrawn' };
    case 'archived':
      return { state: 'archived', archivedAt: at };
    case 'supplemented':
    case 'amended':
    case 'absorbed':
    case 'split':
      return {};
    case 'urged':
      return { urges: ticket.urges + 1 };
    case 'supervised':
      return { supervised: true };
    case 'merged':
      return { state: 'withdrawn', mergedInto: body.into };
    case 'refined':
      return { summary: body.summary ?? ticket.summary, urgency: body.urgency ?? ticket.urgency };
    default:
      return unreachable(body);
  }
}

function handOver(ticket: Ticket, department: NonNullable<Ticket['department']>, reason: string, at: string): Partial<Ticket> {
  const cohandlers = ticket.cohandlers.filter((code) => code !== department);
  return { state: 'dispatched', department, handler: null, cohandlers, routeReason: reason, dispatchedAt: at };
}

function takenBack(ticket: Ticket, body: Extract<EventBody, { type: 'returned' }>, at: string): Partial<Ticket> {
  if (body.to !== null) return handOver(ticket, body.to, body.reason, at);
  return { state: 'accepted', department: null, handler: null, routeReason: body.reason };
}

/** Back to the department that closed it, in the hands of whoever had it, with a new claim clock. */
function comesBack(ticket: Ticket, at: string): Partial<Ticket> {
  const state = ticket.department === null ? 'accepted' : 'dispatched';
  return { state, dispatchedAt: state === 'dispatched' ? at : ticket.dispatchedAt, outcome: null, closedAt: null, archivedAt: null };
}
