import type { RungEntry, RungMoment, StepLadder } from '../config/ladder.ts';
import { OPEN_STATES, type Ticket } from '../ticket/ticket.ts';
import { AmountText, amountOf } from './amount.ts';
import type { WorkCalendar } from './calendar.ts';
import type { Clockwork } from './clockwork.ts';
import { calendarOf, policyOf } from './policy.ts';
import { lengthOf } from './reckon.ts';
import type { RungMark } from './rung.ts';
import { PROMISED, type PromisedStep, STEPS } from './steps.ts';
import { openPause, type TicketClock } from './ticket-clock.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** When something is to happen to this ticket next; null: nothing more, its life is over. */
export function nextMoment(ticket: Ticket, work: Clockwork): Date | null {
  if (ticket.state === 'closed') return archiveAt(ticket, work);
  if (!OPEN_STATES.has(ticket.state)) return null;
  // Without a clock it is found at once, and given its clocks.
  const rung = nextRung(ticket, work, null);
  return rung === null ? new Date(ticket.updatedAt) : new Date(rung.moment);
}

export function archiveAt(ticket: Ticket, { archiveAfterDays }: Clockwork): Date {
  return new Date(new Date(ticket.closedAt ?? ticket.updatedAt).getTime() + archiveAfterDays * DAY_MS);
}

/** The nearest deadline not met, whose it is, and its 黄牌; null: none runs. */
export function headline(ticket: Ticket): { readonly step: PromisedStep; readonly dueAt: string; readonly warnAt: string } | null {
  if (!OPEN_STATES.has(ticket.state) || openPause(ticket.pauses) !== null) return null;
  const running = ticket.clocks.flatMap(({ step, metAt, dueAt, warnAt }) =>
    metAt === null && isPromised(step) ? [{ step, dueAt, warnAt }] : [],
  );
  const [first] = running.toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0));
  if (first === undefined) return null;
  const warnAt = running.reduce((early, one) => (one.warnAt < early ? one.warnAt : early), first.warnAt);
  return { ...first, warnAt };
}

const isPromised = (step: TicketClock['step']): step is PromisedStep => PROMISED.some((one) => one === step);

/**
 * The next rung of the ladder over all its clocks, earliest moment first. While the ticket is paused only its review is climbed.
 * `now`: of a reminder that comes again and again only the latest is said after a long sleep; null: the next one, whenever.
 */
export function nextRung(ticket: Ticket, work: Clockwork, now: Date | null): RungMark | null {
  const paused = openPause(ticket.pauses) !== null;
  const { rules } = policyOf(work.limits, ticket);
  const calendar = calendarOf(rules, ticket.urgency, work);
  const next = ticket.clocks.flatMap((clock) => {
    const { step, metAt } = clock;
    if (metAt !== null || step === 'return' || (step === 'review') !== paused) return [];
    const mark = nextOf(clock, work.ladder.steps[step], calendar, now);
    return mark === null ? [] : [mark];
  });
  return (
    next.toSorted((a, b) => Date.parse(a.moment) - Date.parse(b.moment) || STEPS.indexOf(a.step) - STEPS.indexOf(b.step)).at(0) ?? null
  );
}

function nextOf(clock: TicketClock, ladder: StepLadder, calendar: WorkCalendar, now: Date | null): RungMark | null {
  const rungs = ladder.rungs.map((entry) => ({ entry, moment: momentOf(clock, entry.at, calendar) }));
  const open = rungs.filter(({ entry, moment }) => !clock.done.includes(entry.rung) && !neverToCome(clock, moment));
  const [first] = open.toSorted((a, b) => a.moment.getTime() - b.moment.getTime());
  if (first !== undefined) return mark(clock, first.entry, first.moment);
  const last = new Date(Math.max(...rungs.map(({ moment }) => moment.getTime())));
  return againOf(clock, ladder.again, last, calendar, now);
}

/** A clock set (or set anew) after its 黄牌 moment does not warn of what is past; once the deadline itself is past, it is told. */
function neverToCome({ setAt, dueAt }: TicketClock, moment: Date): boolean {
  return moment.getTime() < Date.parse(setAt) && moment.getTime() < Date.parse(dueAt);
}

function againOf(clock: TicketClock, again: StepLadder['again'], last: Date, calendar: WorkCalendar, now: Date | null): RungMark {
  const every = amountOf(again.every);
  let turn = 1 + Math.max(0, ...clock.done.flatMap((rung) => (rung.startsWith('again-') ? [Number(rung.slice(6))] : [])));
  const momentOfTurn = (n: number) =>
    calendar.addWorking(last, 'days' in every ? { days: every.days * n } : { minutes: every.minutes * n });
  while (now !== null && momentOfTurn(turn + 1).getTime() <= now.getTime()) turn += 1;
  const { tell } = again;
  return mark(clock, { rung: `again-${turn}`, tell, card: null, act: 'remind', digest: false }, momentOfTurn(turn));
}

function mark(clock: TicketClock, entry: Omit<RungEntry, 'at'>, moment: Date): RungMark {
  const { step, round, dueAt } = clock;
  const { rung, card, act, tell, digest } = entry;
  return { key: `${step}.${round}.${rung}`, step, round, rung, dueAt, moment: moment.toISOString(), card, act, tell, digest };
}

/** The moment a rung's spelling means for this clock. */
export function momentOf(clock: TicketClock, at: RungMoment, calendar: WorkCalendar): Date {
  const due = new Date(clock.dueAt);
  if (at === 'due') return due;
  if (at === 'warning') return new Date(clock.warnAt);
  const share = Number(/(\d+)%$/.exec(at)?.[1] ?? Number.NaN) / 100;
  const whole = () => lengthOf(new Date(clock.startedAt), clock.limit, calendar);
  if (!at.startsWith('due+')) return calendar.subtractWorking(due, { minutes: whole() * (1 - share) });
  if (!Number.isNaN(share)) return calendar.addWorking(due, { minutes: whole() * share });
  return calendar.addWorking(due, amountOf(AmountText.parse(at.slice(4))));
}
