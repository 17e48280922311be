import type { CommandContext, ReadResults } from '../../../core/commands/command.ts';
import type { Board, PostingRow, Totals } from '../../../core/report/reads.ts';
import { directory, run, ticket, unit } from '../commands/world.ts';

export const totals = (over: Partial<Totals> = {}): Totals => ({
  received: 12,
  claimed: 10,
  contacted: 9,
  answered: 8,
  closed: 6,
  solved: 5,
  withdrawn: 1,
  transferred: 2,
  returned: 1,
  reworked: 1,
  reopened: 0,
  rated: 4,
  satisfied: 3,
  claimSeconds: 6000,
  contactSeconds: 27_000,
  closeSeconds: 864_000,
  ...over,
});
const board: Board = {
  open: 7,
  byState: [
    { state: 'dispatched', n: 3 },
    { state: 'contacted', n: 4 },
    { state: 'suspended', n: 0 },
  ],
  byDepartment: [
    { department: unit('planning'), open: 5, overdue: 0 },
    { department: unit('environment'), open: 2, overdue: 2 },
  ],
  ageing: { day1: 3, day3: 2, day7: 1, older: 1 },
  slowest: [ticket()],
  receivedToday: 2,
  closedToday: 1,
  overdue: 2,
};
export const byDepartment = [
  { department: unit('environment'), ...totals({ received: 6, claimed: 6, claimSeconds: 6 * 600 }) },
  { department: unit('planning'), ...totals({ received: 8, claimed: 4, claimSeconds: 4 * 60 }) },
  { department: unit('land'), ...totals({ received: 4, claimed: 4, claimSeconds: 4 }) },
];
const late = { total: 3, rows: [{ ticket: ticket({ urgency: 'urgent' }), step: 'claim' as const, elapsed: 90, limit: 10 }] };
const postings: readonly PostingRow[] = directory.postings.map((one) => ({ ...one, tickets: 2, open: 1 }));
export const everything: ReadResults = {
  totals: totals(),
  totalsByDepartment: byDepartment,
  board,
  overdue: late,
  postings,
  openOf: { total: 4, tickets: [ticket()] },
  mine: [ticket(), ticket({ number: 120, state: 'closed', closedAt: '2017-04-25T01:00:00.000Z', receivedAt: '2017-04-24T01:00:00.000Z' })],
};
export const say = (name: string, rest: string, at: CommandContext, data: ReadResults = everything) =>
  run(name, rest, at, { data, tickets: [ticket()] }).say ?? '';
