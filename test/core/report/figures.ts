import type { CommandContext, ReadResults } from '../../../core/commands/command.ts';
import type { Board, DeadlineList, FlowRow, PostingRow, Totals } from '../../../core/report/reads.ts';
import { bucketMetric } from '../../../core/ticket/counting/buckets.ts';
import type { Metric, Timed } from '../../../core/ticket/counting/metrics.ts';
import { houseTotals, unitTotals } from '../../../core/ticket/counting/sums.ts';
import { directory, enterprise, run, ticket, unit } from '../commands/world.ts';

type Numbers = Partial<Record<Metric, number>>;
type Times = Partial<Record<Timed, readonly number[]>>;

const sumsOf = (numbers: Numbers, times: Times) => [
  ...Object.entries(numbers).map(([metric, total]) => ({ metric, total })),
  ...Object.entries(times).flatMap(([time, seconds]) => seconds.map((one) => ({ metric: bucketMetric(time, one), total: 1 }))),
];

const HOUSE: Numbers = {
  received: 12,
  gone: 2,
  responded: 9,
  claimed: 10,
  claimOnTime: 8,
  claimLate: 2,
  contacted: 9,
  contactOnTime: 9,
  verified: 8,
  verifyOnTime: 8,
  answered: 8,
  answerOnTime: 7,
  answerLate: 1,
  answeredDirect: 6,
  closed: 6,
  closeOnTime: 6,
  solved: 5,
  closedExtended: 1,
  rated: 4,
  satisfied: 3,
  redone: 1,
  dispatched: 13,
  passed: 1,
  taken: 11,
  sentBack: 1,
  withdrawn: 1,
  transferred: 2,
  returned: 1,
  reworked: 1,
  extensionsAsked: 2,
  extensionsGranted: 1,
  yellowCards: 3,
  redCards: 2,
  orders: 1,
  claimSeconds: 6000,
};
const minutes = (...all: readonly number[]) => all.map((one) => one * 60);
const TIMES: Times = {
  claim: minutes(5, 6, 8, 9, 10, 10, 12, 20, 65, 300),
  contact: minutes(50),
  close: minutes(4500),
  closeNet: minutes(900),
};

export const totals = (over: Numbers = {}, times: Times = TIMES): Totals => houseTotals(sumsOf({ ...HOUSE, ...over }, times));

/** A unit that was handed `kept` and took `taken` of them, each so many minutes after. */
export const unitOf = (code: string, kept: number, taken: number, pace: number, over: Numbers = {}) => ({
  department: unit(code),
  ...unitTotals(
    sumsOf(
      {
        dispatched: kept,
        taken,
        claimed: taken,
        claimOnTime: taken,
        toContact: kept,
        contactedOf: taken,
        closed: 6,
        solved: 5,
        rated: 4,
        satisfied: 3,
        ...over,
      },
      { claim: minutes(...Array.from({ length: taken }, () => pace)) },
    ),
  ),
});

const clock = (step: string, limit: string, dueAt: string) => ({
  step,
  limit,
  dueAt,
  startedAt: '2017-04-26T01:00:01.000Z',
  warnAt: dueAt,
  setAt: '2017-04-26T01:00:01.000Z',
  round: 1,
  metAt: null,
  done: [],
});
/** Due at 9:10, and it is 10:30. */
const late = ticket({ urgency: 'urgent', clocks: [clock('claim', '10m', '2017-04-26T01:10:00.000Z')] });

export const overdue: DeadlineList = { total: 3, rows: [{ ticket: late, step: 'claim', dueAt: '2017-04-26T01:10:00.000Z' }] };

export const board: Board = {
  open: 8,
  red: 2,
  yellow: 1,
  green: 4,
  paused: 1,
  byState: [
    { state: 'dispatched', n: 3 },
    { state: 'contacted', n: 4 },
    { state: 'suspended', n: 1 },
  ],
  byDepartment: [
    { department: unit('environment'), open: 2, red: 2, yellow: 0, green: 0, paused: 0 },
    { department: unit('planning'), open: 6, red: 0, yellow: 1, green: 4, paused: 1 },
  ],
  supervised: 1,
  dueToday: 1,
  pressing: overdue.rows,
  receivedToday: 2,
  closedToday: 1,
};
export const byDepartment = [unitOf('environment', 6, 6, 10), unitOf('planning', 8, 4, 1), unitOf('land', 4, 4, 1)];

const days = ['2017-04-23', '2017-04-24', '2017-04-25', '2017-04-26'];
const flow: readonly FlowRow[] = days.map((day, i) => ({ day, received: i + 1, closed: i }));
const postings: readonly PostingRow[] = directory.postings.map((one) => ({ ...one, tickets: 2, open: 1 }));
export const closed = ticket({
  number: 120,
  state: 'closed',
  closedAt: '2017-04-25T01:00:00.000Z',
  receivedAt: '2017-04-24T01:00:00.000Z',
  outcome: 'solved',
});
/** Of another unit, and touchy. */
export const touchy = ticket({
  number: 131,
  sensitive: true,
  department: 'planning',
  cohandlers: [],
  enterprise: enterprise('tangu-composite'),
});

export const everything: ReadResults = {
  totals: totals(),
  totalsByDepartment: byDepartment,
  board,
  overdue,
  dueBy: {
    total: 1,
    rows: [
      { ticket: ticket({ clocks: [clock('close', '15d', '2017-04-26T09:00:00.000Z')] }), step: 'close', dueAt: '2017-04-26T09:00:00.000Z' },
    ],
  },
  supervised: { total: 1, tickets: [ticket({ supervised: true })] },
  flow,
  grid: [
    { department: unit('environment'), category: 'environment', n: 6 },
    { department: unit('planning'), category: 'other', n: 2 },
  ],
  contacts: [{ member: postings[0]?.member ?? never(), day: '2017-04-26', n: 2 }],
  postings,
  openOf: { total: 4, tickets: [ticket()] },
  ledger: { total: 3, tickets: [closed, ticket(), touchy] },
  mine: [ticket(), closed],
};

export const say = (name: string, rest: string, at: CommandContext, data: ReadResults = everything) =>
  run(name, rest, at, { data, tickets: [ticket()] }).say ?? '';

function never(): never {
  throw new Error('the world has postings');
}
