import type { CalendarFile } from '../config/calendar.ts';
import { datesOf } from '../config/calendar-days.ts';
import type { CalendarSpec } from './day-plan.ts';

/** What the state has announced; `years` are those of which all is known. */
export type PublicHolidays = Pick<CalendarSpec, 'holidays' | 'makeUpDays' | 'years'>;

/** The office's file over the public holidays. */
export function calendarSpec({ seasons, days, completeYears }: CalendarFile, known: PublicHolidays): CalendarSpec {
  return {
    ...known,
    seasons,
    overrides: new Map(days.flatMap((entry) => datesOf(entry).map((date) => [date, entry] as const))),
    years: new Set([...known.years, ...completeYears]),
  };
}
