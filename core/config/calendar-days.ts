import { dateOfDay, dayNumber } from '../report/shanghai.ts';
import type { DaysEntry } from './calendar.ts';

/** A range beyond this is a mistyped year. */
export const LONGEST_RANGE = 366;

/** The days of an entry; none where its dates cannot be right (`checkCalendar` says so). */
export function datesOf({ from, to }: Pick<DaysEntry, 'from' | 'to'>): readonly string[] {
  const last = to ?? from;
  if (!isRealDate(from) || !isRealDate(last)) return [];
  const first = dayNumber(from);
  const length = dayNumber(last) - first + 1;
  return length > LONGEST_RANGE ? [] : Array.from({ length: Math.max(0, length) }, (_, at) => dateOfDay(first + at));
}

/** 30 February parses, as 2 March. */
export function isRealDate(date: string): boolean {
  const day = dayNumber(date);
  return Number.isFinite(day) && dateOfDay(day) === date;
}
