import { HouseError } from '../errors.ts';
import { dayNumber } from '../report/shanghai.ts';
import { type CalendarSpec, dayPlans, type Span } from './day-plan.ts';
import { SHANGHAI_OFFSET_MS } from './shanghai.ts';
import { backward, between, closing, DAY_MS, daysBackward, daysForward, forward, isOpen, opening } from './walk.ts';

export type { CalendarSpec, DayOverride, Span } from './day-plan.ts';

/** Working time: minutes, to the millisecond, or whole working days. Never negative. */
export type Amount = { readonly minutes: number } | { readonly days: number };

/** When the offices work, in Shanghai's days and hours whatever the machine's zone. Pure, and exact to the millisecond. */
export interface WorkCalendar {
  /** `YYYY-MM-DD`. */
  isWorkday(date: string): boolean;
  spansOn(date: string): readonly Span[];
  /** A span holds its opening and not its closing moment. */
  isWorking(at: Date): boolean;
  /** `at` itself when working, else the next opening. */
  nextWorking(at: Date): Date;
  /**
   * Minutes: the earliest moment with that much working time since `start`; it may be a closing time, never the next opening.
   * Days: `start`, or the next opening, on the n-th working day after; where that clock time is not worked, the last
   * closing time before it, or else the day's opening.
   */
  addWorking(start: Date, amount: Amount): Date;
  /** The mirror image: the latest moment from which that much is left until `end`. */
  subtractWorking(end: Date, amount: Amount): Date;
  /** Working minutes from `a` to `b` with their fractions; negative where b < a. */
  workingBetween(a: Date, b: Date): number;
}

const MINUTE_MS = 60_000;

export function createCalendar(spec: CalendarSpec): WorkCalendar {
  const plan = dayPlans(spec);
  return {
    isWorkday: (date) => plan(dayNumber(date)).total > 0,
    spansOn: (date) => plan(dayNumber(date)).spans.map(({ from, to }) => ({ from: from / MINUTE_MS, to: to / MINUTE_MS })),
    isWorking: (at) => isOpen(plan, wall(at)),
    nextWorking: (at) => moment(opening(plan, wall(at))),
    addWorking(start, amount) {
      const from = wall(start);
      return moment(
        'days' in amount ? daysForward(plan, opening(plan, from), wholeDays(amount)) : forward(plan, from, milliseconds(amount)),
      );
    },
    subtractWorking(end, amount) {
      const to = wall(end);
      return moment('days' in amount ? daysBackward(plan, closing(plan, to), wholeDays(amount)) : backward(plan, to, milliseconds(amount)));
    },
    workingBetween(a, b) {
      const [from, to] = [wall(a), wall(b)];
      // `0 -`: of nothing worked the negative is 0, not -0.
      return (from <= to ? between(plan, from, to) : 0 - between(plan, to, from)) / MINUTE_MS;
    },
  };
}

/** 特急: every minute counts, a day is 24 hours. */
export const roundTheClock: WorkCalendar = {
  isWorkday: () => true,
  spansOn: () => [{ from: 0, to: DAY_MS / MINUTE_MS }],
  isWorking: () => true,
  nextWorking: (at) => at,
  addWorking: (start, amount) => moment(wall(start) + elapsed(amount)),
  subtractWorking: (end, amount) => moment(wall(end) - elapsed(amount)),
  workingBetween: (a, b) => (wall(b) - wall(a)) / MINUTE_MS,
};

function elapsed(amount: Amount): number {
  return 'days' in amount ? wholeDays(amount) * DAY_MS : milliseconds(amount);
}

/** Shanghai's wall clock, as `walk.ts` counts it. */
function wall(at: Date): number {
  const time = at.getTime();
  if (Number.isNaN(time)) throw new HouseError('bad-moment', '时间无效，无法按工作日历推算。');
  return time + SHANGHAI_OFFSET_MS;
}

function moment(at: number): Date {
  return new Date(at - SHANGHAI_OFFSET_MS);
}

function milliseconds({ minutes }: { readonly minutes: number }): number {
  if (!Number.isFinite(minutes) || minutes < 0) throw new HouseError('bad-amount', `工作时间不能是 ${minutes} 分钟。`);
  return Math.round(minutes * MINUTE_MS);
}

function wholeDays({ days }: { readonly days: number }): number {
  if (!Number.isInteger(days) || days < 0) throw new HouseError('bad-amount', `工作日须是整天数，不能是 ${days} 天。`);
  return days;
}
