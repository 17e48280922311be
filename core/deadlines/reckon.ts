import type { LadderFile } from '../config/ladder.ts';
import { type AmountText, amountOf } from './amount.ts';
import type { Amount, WorkCalendar } from './calendar.ts';
import { roundTheClock } from './calendar.ts';
import type { Step } from './steps.ts';
import type { ClockSetting, Pause } from './ticket-clock.ts';

/** Minutes a short limit stays under: a day's work, or a whole day round the clock. */
const DAY_MINUTES = 450;

export interface Reckoning {
  readonly calendar: WorkCalendar;
  readonly warning: LadderFile['warning'];
  readonly now: Date;
}

/** A clock that begins at `start`: its deadline, with every ended pause in between left out, and its 黄牌. */
export function setting(step: Step, start: Date, limit: AmountText, pauses: readonly Pause[], by: Reckoning): ClockSetting {
  const due = pauses.reduce(
    (end, pause) => (pause.to === null ? end : shifted(end, later(start, new Date(pause.from)), new Date(pause.to), by.calendar)),
    by.calendar.addWorking(start, amountOf(limit)),
  );
  return settingUntil(step, start, limit, due, by);
}

/** The same clock with another deadline. */
export function settingUntil(step: Step, start: Date, limit: AmountText, due: Date, by: Reckoning): ClockSetting {
  return {
    step,
    startedAt: start.toISOString(),
    limit,
    dueAt: due.toISOString(),
    warnAt: warningBefore(due, start, limit, by).toISOString(),
    setAt: by.now.toISOString(),
  };
}

/**
 * What was left when the clock was stopped is left when it goes on. A deadline already missed stays missed, and one that is an
 * opening time does not move back over the night before it.
 */
export function shifted(due: Date, from: Date, to: Date, calendar: WorkCalendar): Date {
  if (due.getTime() <= from.getTime() || to.getTime() <= from.getTime()) return due;
  return later(due, calendar.addWorking(to, { minutes: calendar.workingBetween(from, due) }));
}

/** Working minutes of a limit that begins here. */
export function lengthOf(start: Date, limit: AmountText, calendar: WorkCalendar): number {
  const amount = amountOf(limit);
  return 'minutes' in amount ? amount.minutes : calendar.workingBetween(start, calendar.addWorking(start, amount));
}

function warningBefore(due: Date, start: Date, limit: AmountText, { calendar, warning }: Reckoning): Date {
  if (!isShort(amountOf(limit), calendar)) return calendar.subtractWorking(due, amountOf(warning.before));
  return calendar.subtractWorking(due, { minutes: lengthOf(start, limit, calendar) * (1 - warning.share) });
}

/** A limit of one day would be warned of as it begins; it counts as a short one. */
function isShort(amount: Amount, calendar: WorkCalendar): boolean {
  if ('days' in amount) return amount.days <= 1;
  return amount.minutes <= (calendar === roundTheClock ? 1440 : DAY_MINUTES);
}

const later = (a: Date, b: Date): Date => (a.getTime() > b.getTime() ? a : b);
