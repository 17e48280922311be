import { amountWords } from '../deadlines/amount.ts';
import { roundTheClock, type WorkCalendar } from '../deadlines/calendar.ts';
import type { Clockwork } from '../deadlines/clockwork.ts';
import { netMinutes, workingMinutes } from '../deadlines/net-time.ts';
import { calendarOf, policyOf } from '../deadlines/policy.ts';
import { STEP_LABEL, STEPS, type Step } from '../deadlines/steps.ts';
import { openPause, type Pause, type TicketClock } from '../deadlines/ticket-clock.ts';
import type { Ticket } from '../ticket/ticket.ts';
import { durationText, workingText } from './duration.ts';
import { momentText } from './shanghai.ts';

const PAUSE_LABEL: Readonly<Record<Pause['kind'], string>> = { suspended: '挂账', waiting: '等企业补充', extension: '延期' };

/** What the reporter was promised; the other limits are between the units. */
const PROMISED_TO_HIM: ReadonlySet<Step> = new Set<Step>(['contact', 'answer', 'close']);

type Reckoned = Pick<Clockwork, 'calendar' | 'limits'>;

/** The clocks of a ticket: what runs, until when, how late it is; its pauses; its working time with and without them. */
export function clockLines(ticket: Ticket, work: Reckoned, until: Date, now: Date, inside: boolean): readonly string[] {
  const { rules } = policyOf(work.limits, ticket);
  const reading: Reading = { ticket, calendar: calendarOf(rules, ticket.urgency, work), now };
  const running = STEPS.flatMap((step) => ticket.clocks.filter((clock) => clock.step === step && clock.metAt === null)).filter(
    ({ step }) => inside || PROMISED_TO_HIM.has(step),
  );
  const paused = ticket.pauses.filter((pause) => Date.parse(pause.from) <= now.getTime());
  return [
    ...(running.length === 0 ? [] : [`办理时限（按“${rules.name}”）：`, ...running.map((clock) => `　${clockLine(clock, reading)}`)]),
    ...paused.map((pause) => pauseLine(pause, now)),
    `工作时间：${spentText(reading, until)}`,
  ];
}

interface Reading {
  readonly ticket: Ticket;
  readonly calendar: WorkCalendar;
  readonly now: Date;
}

function clockLine({ step, limit, dueAt }: TicketClock, { ticket, calendar, now }: Reading): string {
  const due = momentText(dueAt, now);
  if (step === 'return') return `${STEP_LABEL[step]}：${due} 前可以退`;
  if (step === 'review') return `${STEP_LABEL[step]}：${due}`;
  const head = `${STEP_LABEL[step]}：限${amountWords(limit, calendar === roundTheClock)}`;
  const pause = openPause(ticket.pauses);
  if (pause !== null && Date.parse(pause.from) < Date.parse(dueAt)) {
    return `${head}，暂停计时，还剩${lengthText(workingMinutes(pause.from, dueAt, calendar), calendar)}`;
  }
  const late = now.getTime() - Date.parse(dueAt);
  return late < 0 ? `${head}，${due} 到期` : `${head}，${due} 到期，已超时${lengthText(workingMinutes(dueAt, now, calendar), calendar)}`;
}

function pauseLine({ kind, from, to, reason }: Pause, now: Date): string {
  const lasts = to === null ? `自 ${momentText(from, now)} 起` : `${momentText(from, now)} 至 ${momentText(to, now)}`;
  return `暂停：${PAUSE_LABEL[kind]}，${lasts}，${reason}`;
}

function spentText({ ticket, calendar }: Reading, until: Date): string {
  const whole = lengthText(workingMinutes(ticket.receivedAt, until, calendar), calendar);
  if (ticket.pauses.length === 0) return whole;
  return `${whole}，扣除暂停后${lengthText(netMinutes(ticket.receivedAt, until, ticket.pauses, calendar), calendar)}`;
}

/** How long it took (or has taken) in working time; 特急 round the clock. */
export function workTimeText(ticket: Ticket, from: string | Date, to: string | Date, work: Reckoned): string {
  const calendar = calendarOf(policyOf(work.limits, ticket).rules, ticket.urgency, work);
  return lengthText(workingMinutes(from, to, calendar), calendar);
}

function lengthText(minutes: number, calendar: WorkCalendar): string {
  return calendar === roundTheClock ? durationText(minutes * 60_000) : workingText(minutes);
}
