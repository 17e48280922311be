import type { Step } from '../deadlines/steps.ts';
import { climb, drop, endPause, meet, type Pause, setClocks } from '../deadlines/ticket-clock.ts';
import { unreachable } from '../errors.ts';
import { alsoAbsorbing, alsoWith } from './also.ts';
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
      const clocks = meet(ticket.clocks, ['dispatch'], at);
      const handed = { dispatchedAt: at, takenAt: null, handOvers: ticket.handOvers + 1 };
      return { state: 'dispatched', department, handler, commissioner, cohandlers, routeReason: reason, clocks, ...handed };
    }
    case 'triaged':
      return { state: 'accepted', routeReason: body.reason };
    case 'claimed':
      return {
        state: 'claimed',
        handler: body.handler,
        claimedAt: ticket.claimedAt ?? at,
        takenAt: ticket.takenAt ?? at,
        firstTaker: ticket.firstTaker ?? ticket.department,
        clocks: meet(ticket.clocks, ['claim'], at),
      };
    case 'contacted':
      return {
        state: ticket.state === 'answered' ? 'answered' : 'contacted',
        contactedAt: ticket.contactedAt ?? at,
        clocks: meet(ticket.clocks, ['contact'], at),
      };
    case 'verified':
      return { verifiedAt: ticket.verifiedAt ?? at, clocks: meet(ticket.clocks, ['verify'], at) };
    case 'replied':
      // Words carried to the enterprise are a contact; they change nothing else.
      return {
        state: ticket.state === 'claimed' ? 'contacted' : ticket.state,
        contactedAt: ticket.contactedAt ?? at,
        clocks: meet(ticket.clocks, ['contact'], at),
      };
    case 'answered':
      return {
        state: 'answered',
        contactedAt: ticket.contactedAt ?? at,
        verifiedAt: ticket.verifiedAt ?? at,
        answeredAt: ticket.answeredAt ?? at,
        lastAnswer: body.text,
        // Who answers has spoken to the enterprise and looked into the matter.
        clocks: meet(ticket.clocks, ['contact', 'verify', 'answer'], at),
      };
    case 'transferred':
      return handOver(ticket, body.department, body.reason, at);
    case 'returned':
      return { ...takenBack(ticket, body, at), returns: ticket.returns + 1 };
    case 'cohandlers-added':
      return { cohandlers: [...new Set([...ticket.cohandlers, ...body.departments])] };
    case 'suspended':
      return { state: 'suspended', pauses: paused(ticket, 'suspended', body.reason, at) };
    case 'waiting':
      return { pauses: paused(ticket, 'waiting', body.reason, at) };
    case 'resumed':
      return {
        state: ticket.state === 'suspended' ? (ticket.contactedAt === null ? 'claimed' : 'contacted') : ticket.state,
        pauses: endPause(ticket.pauses, at),
        clocks: drop(ticket.clocks, ['review'], at),
      };
    case 'extension-asked':
      return { extension: { state: 'asked', days: body.days, reason: body.reason, askedAt: at } };
    case 'extension-granted':
      return extended(ticket, body.until);
    case 'extension-declined':
      return { extension: ticket.extension && { ...ticket.extension, state: 'declined' } };
    case 'handed-over':
      return { handler: body.to };
    case 'closed':
      return {
        state: 'closed',
        outcome: body.outcome,
        closedAt: at,
        rating: null,
        pauses: endPause(ticket.pauses, at),
        clocks: meet(ticket.clocks, ENDED_BY_CLOSE, at),
      };
    case 'rated':
      return { rating: body.rating, badRatings: ticket.badRatings + Number(body.bad) };
    case 'rework':
    case 'reopened':
      return { ...comesBack(ticket, at), reworks: ticket.reworks + 1 };
    case 'withdrawn':
      return { ...stopped(ticket, at), callback: body.callback ? 'asked' : ticket.callback };
    case 'called-back':
      return { callback: body.pressed ? 'yes' : 'no' };
    case 'archived':
      return { state: 'archived', archivedAt: at };
    case 'supplemented':
    case 'amended':
      return {};
    case 'absorbed':
      return { also: alsoAbsorbing(ticket, body) };
    case 'split':
      return splitOff(ticket, body);
    case 'joined':
      return { also: alsoWith(ticket, body, at) };
    case 'parted':
      return { also: ticket.also.filter((one) => one.inbox !== body.inbox) };
    case 'urged':
      return { urges: ticket.urges + 1 };
    case 'supervised':
      return { supervised: true };
    case 'merged':
      return { ...stopped(ticket, at), mergedInto: body.into };
    case 'clocked':
      return { policy: body.policy, clocks: setClocks(ticket.clocks, body.clocks, body.mode) };
    case 'escalated':
      return { clocks: climb(ticket.clocks, body.step, body.rung) };
    case 'lapsed':
      // The hand-over stays the one it was: the same unit has it, and is only asked again.
      return { state: 'dispatched' };
    case 'refined':
      return { summary: body.summary ?? ticket.summary, urgency: body.urgency ?? ticket.urgency };
    default:
      return unreachable(body);
  }
}

/** A merged ticket that is split off again goes on under the new number, with those it had brought along. */
function splitOff(ticket: Ticket, { into, from }: Extract<EventBody, { type: 'split' }>): Partial<Ticket> {
  if (ticket.mergedInto !== null) return { mergedInto: into };
  return from === null ? {} : { also: ticket.also.filter((one) => !one.via.includes(from)) };
}

function handOver(ticket: Ticket, department: NonNullable<Ticket['department']>, reason: string, at: string): Partial<Ticket> {
  const cohandlers = ticket.cohandlers.filter((code) => code !== department);
  return {
    state: 'dispatched',
    department,
    handler: null,
    cohandlers,
    routeReason: reason,
    dispatchedAt: at,
    takenAt: null,
    handOvers: ticket.handOvers + 1,
    pauses: endPause(ticket.pauses, at),
    clocks: drop(ticket.clocks, OF_THE_UNIT, at),
    extension: undecided(ticket),
  };
}

function takenBack(ticket: Ticket, body: Extract<EventBody, { type: 'returned' }>, at: string): Partial<Ticket> {
  if (body.to !== null) return handOver(ticket, body.to, body.reason, at);
  return {
    state: 'accepted',
    department: null,
    handler: null,
    routeReason: body.reason,
    takenAt: null,
    pauses: endPause(ticket.pauses, at),
    clocks: drop(ticket.clocks, OF_THE_UNIT, at),
    extension: undecided(ticket),
  };
}

/** A request nobody has decided on was the unit's that let the ticket go; one that was decided stays on record. */
function undecided({ extension }: Ticket): Ticket['extension'] {
  return extension?.state === 'asked' ? null : extension;
}

/** Asked of the unit that has it; who gets it next has clocks of his own. The enterprise's 答复 and 办结 run on. */
const OF_THE_UNIT: readonly Step[] = ['claim', 'contact', 'verify', 'return', 'review'];
const ENDED_BY_CLOSE: readonly Step[] = ['dispatch', 'claim', 'contact', 'verify', 'answer', 'close', 'return', 'review'];

/** A new pause ends the one before it. */
function paused(ticket: Ticket, kind: Pause['kind'], reason: string, at: string): Pause[] {
  return [...endPause(ticket.pauses, at), { kind, from: at, to: null, reason }];
}

/** The granted days count from the asking: how long the decision took is not the unit's fault. */
function extended(ticket: Ticket, until: string): Partial<Ticket> {
  const { extension } = ticket;
  if (extension === null) return {};
  const pause: Pause = { kind: 'extension', from: extension.askedAt, to: until, reason: extension.reason };
  return { extension: { ...extension, state: 'granted' }, pauses: [...ticket.pauses, pause] };
}

/** 撤单, 合并: nothing is asked of anybody any more. */
function stopped(ticket: Ticket, at: string): Partial<Ticket> {
  return { state: 'withdrawn', pauses: endPause(ticket.pauses, at), clocks: drop(ticket.clocks, ENDED_BY_CLOSE, at) };
}

/** Back to the department that closed it, in the hands of whoever had it, with a new claim clock. */
function comesBack(ticket: Ticket, at: string): Partial<Ticket> {
  const state = ticket.department === null ? 'accepted' : 'dispatched';
  const dispatchedAt = state === 'dispatched' ? at : ticket.dispatchedAt;
  return { state, dispatchedAt, takenAt: null, outcome: null, closedAt: null, archivedAt: null, extension: null };
}
