import { createRequire } from 'node:module';
import { z } from 'zod';
import type { Config } from '../core/config.ts';
import { type CalendarSpec, createCalendar, type WorkCalendar } from '../core/deadlines/calendar.ts';
import { calendarSpec, type PublicHolidays } from '../core/deadlines/calendar-spec.ts';
import { type HolidayGap, holidayGaps } from '../core/deadlines/holiday-gaps.ts';
import type { Log } from '../core/log.ts';

const require = createRequire(import.meta.url);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Data = z.object({ holidays: z.record(date, z.string()), workdays: z.record(date, z.string()) });

/**
 * The package's data file and not its functions: those read a date in UTC and write it in the machine's zone, so that west of
 * Greenwich every holiday is a day early. Nor can they tell a year without holidays from one they do not know.
 */
function publicHolidays(): PublicHolidays {
  const raw: unknown = require('chinese-days/dist/chinese-days.json');
  const { holidays, workdays } = Data.parse(raw);
  const dates = Object.keys(holidays);
  return {
    holidays: new Set(dates),
    makeUpDays: new Set(Object.keys(workdays)),
    // 国庆节 stands for the whole announcement: a year's first days alone may come with the year before.
    years: new Set(dates.filter((one) => one.endsWith('-10-01')).map((one) => Number(one.slice(0, 4)))),
  };
}

export function calendarOf(config: Pick<Config, 'calendar'>): WorkCalendar {
  return createCalendar(specOf(config));
}

export function specOf({ calendar }: Pick<Config, 'calendar'>): CalendarSpec {
  return calendarSpec(calendar, publicHolidays());
}

/** The years, this one and the next, that neither the package nor the office knows the holidays of. */
export function calendarGaps(config: Pick<Config, 'calendar'>, now: Date): readonly HolidayGap[] {
  return holidayGaps(specOf(config).years, now);
}

/** For whoever starts the house. */
export function warnOfGaps(config: Pick<Config, 'calendar'>, now: Date, log: Pick<Log, 'warn'>): void {
  const years = calendarGaps(config, now).map(({ year }) => year);
  if (years.length === 0) return;
  log.warn({ years }, 'years without public holidays: deadlines know only their weekends; npm run config:check says what to do');
}
