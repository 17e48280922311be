import { z } from 'zod';

/** `config/calendar.yaml`: when the offices are open. Its rules across entries are in `calendar-check.ts`. */

const name = z.string().trim().min(1).max(64);

const monthDay = z.string().regex(/^\d{2}-\d{2}$/);
const date = z.string().regex(/^20\d{2}-\d{2}-\d{2}$/);

/** `08:30-12:00`, as minutes of the day; `24:00` is the end of a day, never the beginning of a span. */
const span = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/)
  .transform((text) => ({ from: minuteOf(text.slice(0, 5)), to: minuteOf(text.slice(6)) }));
const hours = z.array(span).min(1);

export const SeasonEntry = z.strictObject({
  name,
  /** First and last day, each year; a season may reach over new year. */
  from: monthDay,
  to: monthDay,
  hours,
});
export type SeasonEntry = z.infer<typeof SeasonEntry>;

/** Days that are not as the season and the public holidays would have them; they win over both. */
export const DaysEntry = z.strictObject({
  name,
  from: date,
  /** null: the one day. */
  to: date.nullable().default(null),
  /**
   * off: nobody works. working: everybody does, weekend or not, at `hours` or else the season's. hours: days that are worked
   * anyway have these hours; the weekends and holidays among them stay free.
   */
  kind: z.enum(['off', 'working', 'hours']),
  hours: hours.nullable().default(null),
});
export type DaysEntry = z.infer<typeof DaysEntry>;

export const CalendarFile = z.strictObject({
  seasons: z.array(SeasonEntry).min(1),
  days: z.array(DaysEntry).default([]),
  /** Years whose public holidays stand in `days` completely, so that nobody is warned of them any more. */
  completeYears: z.array(z.int().min(2000).max(2099)).default([]),
});
export type CalendarFile = z.infer<typeof CalendarFile>;

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
