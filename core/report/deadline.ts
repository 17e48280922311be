import { amountWords } from '../deadlines/amount.ts';
import { roundTheClock } from '../deadlines/calendar.ts';
import { calendarOf, policyOf } from '../deadlines/policy.ts';
import { STEP_LABEL } from '../deadlines/steps.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { workTimeText } from './clocks.ts';
import { type Showing, ticketLine } from './list.ts';
import type { DeadlineRow } from './reads.ts';
import { momentText } from './shanghai.ts';

/** A ticket with its nearest deadline: three phone lines. */
export function deadlineLine(row: DeadlineRow, showing: Showing): string {
  const { step, taken, limit } = deadlineWords(row, showing);
  return `${ticketLine(row.ticket, showing)}\n　${step}${limit === '' ? '' : `限${limit}`}，${taken}`;
}

/** The step, its limit, and how it stands: 已超时2小时, 4月26日 11:00 到期. */
export function deadlineWords({ ticket, step, dueAt }: DeadlineRow, { now, clockwork }: Pick<Showing, 'now' | 'clockwork'>) {
  const clock = ticket.clocks.find((one) => one.step === step && one.metAt === null);
  const past = new Date(dueAt).getTime() < now.getTime();
  return {
    step: STEP_LABEL[step],
    limit: clock === undefined ? '' : amountWords(clock.limit, isRoundTheClock(ticket, clockwork)),
    taken: past ? `已超时${workTimeText(ticket, dueAt, now, clockwork)}` : `${momentText(dueAt, now)} 到期`,
  };
}

function isRoundTheClock(ticket: Ticket, clockwork: Showing['clockwork']): boolean {
  return calendarOf(policyOf(clockwork.limits, ticket).rules, ticket.urgency, clockwork) === roundTheClock;
}
