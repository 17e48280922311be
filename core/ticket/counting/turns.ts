import type { CounterChange } from '../../conversation/effects.ts';
import type { Ticket } from '../ticket.ts';
import { type Add, booker, type Moment } from './add.ts';

/** What is counted each time it happens, for the department that had the ticket when it happened. */
export function turns(moment: Moment): CounterChange[] {
  const { before, event } = moment;
  const add: Add = booker(moment);
  const { body } = event;
  const whose = { department: before.department };
  const house = { department: null };
  switch (body.type) {
    case 'transferred':
      return [add('transferred', whose)];
    case 'returned':
      return [add('returned', whose)];
    case 'withdrawn':
      return [add('withdrawn'), ...(body.callback ? [add('callbacksAsked', house)] : [])];
    case 'called-back':
      // Never by unit: the one he speaks of would read it there. Pressed may still be said after a first no, as one answer.
      return [
        ...(before.callback === 'asked' ? [add('callbacksAnswered', house)] : []),
        ...(body.pressed && before.callback !== 'yes' ? [add('callbacksPressed', house)] : []),
      ];
    case 'rework':
      return [add('reworked', whose)];
    case 'reopened':
      return [add('reopened', whose)];
    case 'lapsed':
      return [add('lapsed')];
    case 'extension-asked':
      return [add('extensionsAsked')];
    case 'extension-granted':
      return [add('extensionsGranted')];
    case 'escalated':
      return body.card === null ? [] : [add(body.card === 'red' ? 'redCards' : 'yellowCards')];
    case 'supervised':
      return [add(body.rule === null ? 'supervised' : 'orders')];
    default:
      return [];
  }
}

/**
 * What follows the first 办结 is booked on its day, with the unit that closed it: the share that came back is of those closed then.
 * A rating may be changed while the ticket is closed: the count stays one, its being satisfied follows the last word.
 */
export function afterClose(moment: Moment): CounterChange[] {
  const { before, event } = moment;
  const { closedAt: at, department } = before;
  if (before.reworks > 0 || at === null) return [];
  const add: Add = booker(moment);
  const { body } = event;
  if (body.type === 'rework') return [add('redone', { at, department })];
  if (body.type === 'reopened') return [add('reopenedOnce', { at, department })];
  if (body.type !== 'rated') return [];
  const change = Number(!body.bad) - Number(before.rating !== null && !isBad(before.rating));
  return [
    ...(before.rating === null ? [add('rated', { at, department })] : []),
    ...(change === 0 ? [] : [add('satisfied', { at, department, by: change })]),
  ];
}

function isBad(rating: NonNullable<Ticket['rating']>): boolean {
  return [rating.attitude, rating.quality, rating.effect].some((score) => score !== null && score <= 2);
}
