import { z } from 'zod';
import { shanghaiDate } from '../deadlines/shanghai.ts';
import { dateOfDay, dayNumber } from './shanghai.ts';

/** Both days are in it. `label` says it in words and days, for the head of a report. */
export const Days = z.object({ from: z.string(), to: z.string(), label: z.string() });
export type Days = Readonly<z.infer<typeof Days>>;

/**
 * A named period as days in Shanghai; null: there is no such period. A month or a range that has not begun this year is last
 * year's: people ask for what was, never for what will be. What runs on ends today.
 */
export function resolvePeriod(period: string, now: Date): Days | null {
  const today = shanghaiDate(now);
  const year = Number(today.slice(0, 4));
  const firstOfMonth = `${today.slice(0, 8)}01`;
  const monday = dayNumber(today) - ((dayNumber(today) + 3) % 7);
  switch (period) {
    case 'today':
      return days('今天', today, today);
    case 'this_week':
      return days('本周', dateOfDay(monday), today);
    case 'last_week':
      return days('上周', dateOfDay(monday - 7), dateOfDay(monday - 1));
    case 'this_month':
      return days('本月', firstOfMonth, today);
    case 'last_month': {
      const last = dateOfDay(dayNumber(firstOfMonth) - 1);
      return days('上月', `${last.slice(0, 8)}01`, last);
    }
    case 'this_year':
      return days('今年', `${year}-01-01`, today);
    default:
      return monthOf(period, today) ?? rangeOf(period, today);
  }
}

function monthOf(period: string, today: string): Days | null {
  const month = Number(/^month:(\d{1,2})$/.exec(period)?.[1] ?? 0);
  if (month < 1 || month > 12) return null;
  const thisYear = Number(today.slice(0, 4));
  const year = month > Number(today.slice(5, 7)) ? thisYear - 1 : thisYear;
  const from = `${year}-${String(month).padStart(2, '0')}-01`;
  const next = month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
  const last = dateOfDay(dayNumber(next) - 1);
  return days(`${year === thisYear ? '' : `${year}年`}${month}月`, from, last < today ? last : today);
}

function rangeOf(period: string, today: string): Days | null {
  const found = /^range:(\d\d-\d\d)\.\.(\d\d-\d\d)$/.exec(period);
  if (found?.[1] === undefined || found[2] === undefined) return null;
  const thisYear = Number(today.slice(0, 4));
  const startYear = `${thisYear}-${found[1]}` > today ? thisYear - 1 : thisYear;
  // 12-20..01-05 runs over New Year; begun this year it would end in the next, so it began last year.
  const over = found[2] < found[1];
  const from = date(over && startYear === thisYear ? startYear - 1 : startYear, found[1]);
  const to = from === null ? null : date(Number(from.slice(0, 4)) + (over ? 1 : 0), found[2]);
  if (from === null || to === null) return null;
  return days('', from, to < today ? to : today);
}

/** So many days up to today. */
export function lastDays(count: number, now: Date): Days {
  const today = shanghaiDate(now);
  return days(`近${count}天`, dateOfDay(dayNumber(today) - count + 1), today);
}

/** null: no such day, e.g. 02-30, or 02-29 in a common year. */
function date(year: number, monthDay: string): string | null {
  const text = `${year}-${monthDay}`;
  const day = dayNumber(text);
  return Number.isNaN(day) || dateOfDay(day) !== text ? null : text;
}

function days(name: string, from: string, to: string): Days {
  const span = from === to ? spoken(from) : `${spoken(from)}至${spoken(to)}`;
  return { from, to, label: name === '' ? span : `${name}（${span}）` };
}

const spoken = (text: string): string => `${text.slice(0, 4)}年${Number(text.slice(5, 7))}月${Number(text.slice(8, 10))}日`;
