import { shanghaiDate } from '../deadlines/shanghai.ts';

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** A calendar date `YYYY-MM-DD` as the number of its day; dates are added and compared as days, never as moments. */
export function dayNumber(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** `4月26日 09:30`; with the year where it is not this one. */
export function momentText(at: string, now: Date): string {
  const there = new Date(new Date(at).getTime() + OFFSET_MS).toISOString();
  const year = there.slice(0, 4) === shanghaiDate(now).slice(0, 4) ? '' : `${there.slice(0, 4)}年`;
  return `${year}${Number(there.slice(5, 7))}月${Number(there.slice(8, 10))}日 ${there.slice(11, 16)}`;
}
