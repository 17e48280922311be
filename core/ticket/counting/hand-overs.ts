import type { CounterChange } from '../../conversation/effects.ts';
import { type Add, booker, type Moment } from './add.ts';
import { contactsBy, handedAbout, ticketsOfPosting } from './metrics.ts';

/**
 * What units are measured by, booked on the day of the hand-over it is about, so that in no period a unit passes on, takes or
 * sends back more than it got. After 重办 or 重开 nobody was handed anything, so these stop there, as 办结 and 评价 do.
 */
export function handOvers(moment: Moment): CounterChange[] {
  if (moment.before.reworks > 0) return [];
  return [...leaves(moment), ...taken(moment), ...spokenTo(moment), ...comes(moment)];
}

/** `passed`: let go untaken, or taken back by its reporter before anybody could take it: not to be blamed for. */
function leaves(moment: Moment): CounterChange[] {
  const { before, event } = moment;
  const { department, dispatchedAt: at } = before;
  const { type } = event.body;
  if (type !== 'transferred' && type !== 'returned' && type !== 'withdrawn' && type !== 'merged') return [];
  if (department === null || at === null) return [];
  const add = booker(moment);
  const untaken = before.state === 'dispatched' && before.takenAt === null;
  return [
    ...(untaken ? [add('passed', { at, department }), add(handedAbout(before.category), { at, department, by: -1 })] : []),
    ...(before.contactedAt === null ? [add('toContact', { at, department, by: -1 })] : []),
    ...(type === 'returned' ? [add('sentBack', { at, department })] : []),
  ];
}

function comes(moment: Moment): CounterChange[] {
  const { ticket, event } = moment;
  const { type } = event.body;
  if (type !== 'dispatched' && type !== 'transferred' && type !== 'returned') return [];
  if (ticket.department === null) return [];
  const add = booker(moment);
  const silent = ticket.contactedAt === null;
  return [add('dispatched'), add(handedAbout(ticket.category)), ...(silent ? [add('toContact')] : [])];
}

function taken(moment: Moment): CounterChange[] {
  const { before, event } = moment;
  if (event.body.type !== 'claimed' || before.takenAt !== null || before.dispatchedAt === null) return [];
  return [booker(moment)('taken', { at: before.dispatchedAt })];
}

/** The first answer of any kind: words with the enterprise, or at least the result. Nobody waits for it after a 撤单 or a merge. */
function spokenTo(moment: Moment): CounterChange[] {
  const { before, ticket, event } = moment;
  if (before.contactedAt !== null) return [];
  const add: Add = booker(moment);
  const { acceptedAt: at, dispatchedAt } = before;
  const { type } = event.body;
  if (type === 'withdrawn' || type === 'merged') return [add('gone', { at, department: null })];
  if (ticket.contactedAt === null && type !== 'closed') return [];
  const ofUnit = dispatchedAt === null || ticket.department === null ? [] : [add('contactedOf', { at: dispatchedAt })];
  return [add('responded', { at, department: null }), ...ofUnit];
}

/** 特派员: what was sent to his enterprises' account, and each time he spoke with one. */
export function commissioners(moment: Moment): CounterChange[] {
  const { before, ticket, event } = moment;
  const { commissioner, enterprise } = ticket;
  if (commissioner === null) return [];
  const add = booker(moment);
  const told = before.commissioner !== commissioner && enterprise !== null;
  const { type } = event.body;
  const spoke = type === 'contacted' || type === 'replied' || type === 'answered';
  const himself = event.actor.kind === 'member' && event.actor.member === commissioner;
  return [
    ...(told ? [add(ticketsOfPosting(commissioner, enterprise), { department: null })] : []),
    ...(spoke && himself ? [add(contactsBy(commissioner), { department: null })] : []),
  ];
}
