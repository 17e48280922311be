/**
 * Names of counters, as they stand in the table: sums per day and department. On which day a thing is booked is what keeps rates
 * honest: a numerator is booked on the day of what it is a part of, so that in no period it exceeds it.
 */

/** Booked on the day they happen, with the department that has the ticket then. The first time of a ticket's life only. */
const STEPS = ['received', 'claimed', 'contacted', 'verified', 'answered', 'closed', 'solved', 'answeredDirect', 'closedExtended'] as const;

/** With the step they are of: by the deadline or after it. */
const PUNCTUAL = [
  'claimOnTime',
  'claimLate',
  'contactOnTime',
  'contactLate',
  'verifyOnTime',
  'verifyLate',
  'answerOnTime',
  'answerLate',
  'closeOnTime',
  'closeLate',
] as const;

/** What followed a first 办结, booked on its day: 评价, 满意, and that it came back (重办, 重开). */
const AFTER_CLOSE = ['rated', 'satisfied', 'redone', 'reopenedOnce'] as const;

/** By unit, booked on the day of the hand-over they are about. */
const HAND_OVERS = ['dispatched', 'passed', 'taken', 'sentBack', 'toContact', 'contactedOf'] as const;

/** Of the whole house, booked on the day the ticket was accepted. */
const OF_RECEIPT = ['responded', 'gone'] as const;

/** Each time, on the day it happens. */
const TURNS = [
  'withdrawn',
  'transferred',
  'returned',
  'reworked',
  'reopened',
  'lapsed',
  'extensionsAsked',
  'extensionsGranted',
  'callbacksAsked',
  'callbacksAnswered',
  'callbacksPressed',
  'yellowCards',
  'redCards',
  'orders',
  'supervised',
] as const;

/** Sums of working seconds, for the mean. Medians come from the buckets (`<time>~<bucket>`). */
const SECONDS = ['claimSeconds', 'contactSeconds', 'closeSeconds', 'closeNetSeconds'] as const;

export const METRICS = [...STEPS, ...PUNCTUAL, ...AFTER_CLOSE, ...HAND_OVERS, ...OF_RECEIPT, ...TURNS, ...SECONDS] as const;
export type Metric = (typeof METRICS)[number];

/** What is timed. `closeNet`: without the pauses. */
export const TIMES = ['claim', 'contact', 'close', 'closeNet'] as const;
export type Timed = (typeof TIMES)[number];

/** A further unit's 签收 of a ticket: the whole house has counted its own already, the unit's figures add it. */
export const TOOK_OVER = {
  tookOver: 'claimed',
  tookOverSeconds: 'claimSeconds',
  tookOverOnTime: 'claimOnTime',
  tookOverLate: 'claimLate',
} as const satisfies Readonly<Record<string, Metric>>;
export type TookOver = keyof typeof TOOK_OVER;

/** Received, by what it is about; of the whole house. */
export const receivedAbout = (category: string): string => `in.${category}`;
/** Handed over and not passed on untaken, by what it is about; by unit. */
export const handedAbout = (category: string): string => `grid.${category}`;
/** Words of a commissioner with an enterprise of his. */
export const contactsBy = (member: number): string => `by.${member}`;
/** Tickets of an enterprise that its commissioner was told of. */
export const ticketsOfPosting = (member: number, enterprise: string): string => `posting.${member}.${enterprise}`;
