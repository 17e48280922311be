import type { CounterChange } from '../../conversation/effects.ts';
import { type Add, booker, type Moment } from './add.ts';
import { bucketMetric } from './buckets.ts';
import type { Metric, TookOver } from './metrics.ts';
import { netSeconds, punctual, workingSeconds } from './times.ts';

/**
 * First times. The stamps are never taken back, so an empty one before and a full one after is the first time. 签收 is timed from
 * the hand-over, 首次联系 and 办结 from the moment the report reached us.
 */
export function steps(moment: Moment): CounterChange[] {
  const { before, ticket, event, work } = moment;
  const add: Add = booker(moment);
  const counted: CounterChange[] = [...claims(moment)];
  if (before.contactedAt === null && ticket.contactedAt !== null) {
    counted.push(add('contacted'), ...onTime(moment, 'contact', 'contactOnTime', 'contactLate'));
    counted.push(...timed(moment, 'contact', 'contactSeconds', workingSeconds(ticket, ticket.receivedAt, event.at, work)));
  }
  if (before.verifiedAt === null && ticket.verifiedAt !== null) {
    counted.push(add('verified'), ...onTime(moment, 'verify', 'verifyOnTime', 'verifyLate'));
  }
  if (before.answeredAt === null && ticket.answeredAt !== null) {
    counted.push(add('answered'), ...onTime(moment, 'answer', 'answerOnTime', 'answerLate'));
    // 直接答复: by the first unit it was handed to, without 转办 or 退单.
    if (ticket.handOvers === 1) counted.push(add('answeredDirect'));
  }
  if (event.body.type === 'closed' && ticket.reworks === 0) counted.push(...closes(moment, event.body.outcome === 'solved'));
  return counted;
}

/** A 签收 of the same hand-over after a lapse is not another one. What a unit takes over from another counts for it, not for the house. */
function claims(moment: Moment): CounterChange[] {
  const { before, ticket, event, work } = moment;
  if (event.body.type !== 'claimed' || before.takenAt !== null) return [];
  const add: Add = booker(moment);
  const from = before.dispatchedAt ?? before.acceptedAt;
  const seconds = workingSeconds(ticket, from, event.at, work);
  if (before.claimedAt === null) {
    return [add('claimed'), ...onTime(moment, 'claim', 'claimOnTime', 'claimLate'), ...timed(moment, 'claim', 'claimSeconds', seconds)];
  }
  if (before.reworks > 0) return [];
  return [
    add('tookOver'),
    ...onTime(moment, 'claim', 'tookOverOnTime', 'tookOverLate'),
    ...timed(moment, 'tookOver', 'tookOverSeconds', seconds),
  ];
}

function closes(moment: Moment, solved: boolean): CounterChange[] {
  const { ticket, event, work } = moment;
  const add: Add = booker(moment);
  return [
    add('closed'),
    ...(solved ? [add('solved')] : []),
    ...(ticket.pauses.some((pause) => pause.kind === 'extension') ? [add('closedExtended')] : []),
    ...onTime(moment, 'close', 'closeOnTime', 'closeLate'),
    ...timed(moment, 'close', 'closeSeconds', workingSeconds(ticket, ticket.receivedAt, event.at, work)),
    ...timed(moment, 'closeNet', 'closeNetSeconds', netSeconds(ticket, ticket.receivedAt, event.at, work)),
  ];
}

type Step = Parameters<typeof punctual>[1];
type Counted = Metric | TookOver;

/** A step of a time without clocks has no deadline, and is in neither. */
function onTime(moment: Moment, step: Step, yes: Counted, no: Counted): CounterChange[] {
  const kept = punctual(moment.before, step, moment.event.at);
  return kept === null ? [] : [booker(moment)(kept ? yes : no)];
}

function timed(moment: Moment, time: string, sum: Counted, seconds: number): CounterChange[] {
  const add = booker(moment);
  return [add(sum, { by: seconds }), add(bucketMetric(time, seconds))];
}
