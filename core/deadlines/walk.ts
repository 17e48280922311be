import { HouseError } from '../errors.ts';
import type { DayPlan, PlanOf } from './day-plan.ts';

/**
 * Steps through working time. Moments here are milliseconds of Shanghai's wall clock since 1970-01-01T00:00, amounts are
 * milliseconds: whole numbers, so every result is exact.
 */

export const DAY_MS = 86_400_000;

/** A hundred years. Whoever has not arrived by then never will: nobody works in this calendar. */
const HORIZON_DAYS = 36_525;

export function isOpen(plan: PlanOf, at: number): boolean {
  const clock = at - dayOf(at) * DAY_MS;
  return plan(dayOf(at)).spans.some(({ from, to }) => from <= clock && clock < to);
}

/** The earliest moment >= `at` with working time right after it. */
export function opening(plan: PlanOf, at: number): number {
  const first = dayOf(at);
  for (let day = first; day <= first + HORIZON_DAYS; day++) {
    const start = day * DAY_MS;
    const span = plan(day).spans.find(({ to }) => at < start + to);
    if (span) return Math.max(at, start + span.from);
  }
  throw noWorkingTime();
}

/** The latest moment <= `at` with working time right before it. */
export function closing(plan: PlanOf, at: number): number {
  const last = dayBefore(at);
  for (let day = last; day >= last - HORIZON_DAYS; day--) {
    const start = day * DAY_MS;
    const span = plan(day).spans.findLast(({ from }) => start + from < at);
    if (span) return Math.min(at, start + span.to);
  }
  throw noWorkingTime();
}

/** The earliest moment with `amount` of working time between `at` and it: it may be a closing time, never the next opening. */
export function forward(plan: PlanOf, at: number, amount: number): number {
  if (amount === 0) return at;
  const first = dayOf(at);
  let left = amount;
  for (let day = first; day <= first + HORIZON_DAYS; day++) {
    const { spans, total } = plan(day);
    if (day > first && total < left) {
      left -= total;
      continue;
    }
    for (const { from, to } of spans) {
      const begin = Math.max(at, day * DAY_MS + from);
      const room = day * DAY_MS + to - begin;
      if (room <= 0) continue;
      if (left <= room) return begin + left;
      left -= room;
    }
  }
  throw noWorkingTime();
}

/** The latest moment with `amount` of working time between it and `at`. */
export function backward(plan: PlanOf, at: number, amount: number): number {
  if (amount === 0) return at;
  const last = dayBefore(at);
  let left = amount;
  for (let day = last; day >= last - HORIZON_DAYS; day--) {
    const { spans, total } = plan(day);
    if (day < last && total < left) {
      left -= total;
      continue;
    }
    for (const { from, to } of spans.toReversed()) {
      const end = Math.min(at, day * DAY_MS + to);
      const room = end - day * DAY_MS - from;
      if (room <= 0) continue;
      if (left <= room) return end - left;
      left -= room;
    }
  }
  throw noWorkingTime();
}

/** Working time in [a, b), a <= b. */
export function between(plan: PlanOf, a: number, b: number): number {
  const first = dayOf(a);
  const last = dayOf(b);
  let sum = 0;
  for (let day = first + 1; day < last; day++) sum += plan(day).total;
  for (const day of new Set([first, last])) {
    for (const { from, to } of plan(day).spans) {
      sum += Math.max(0, Math.min(b, day * DAY_MS + to) - Math.max(a, day * DAY_MS + from));
    }
  }
  return sum;
}

/** From an opening moment (`opening`) to the same wall clock on the n-th working day after it. */
export function daysForward(plan: PlanOf, at: number, count: number): number {
  const first = dayOf(at);
  if (count === 0) return at;
  let left = count;
  for (let day = first + 1; day <= first + HORIZON_DAYS; day++) {
    const there = plan(day);
    if (there.total > 0 && --left === 0) return day * DAY_MS + snappedBack(there, at - first * DAY_MS);
  }
  throw noWorkingTime();
}

/** From a closing moment (`closing`) to the same wall clock on the n-th working day before it. */
export function daysBackward(plan: PlanOf, at: number, count: number): number {
  const last = dayBefore(at);
  if (count === 0) return at;
  let left = count;
  for (let day = last - 1; day >= last - HORIZON_DAYS; day--) {
    const there = plan(day);
    if (there.total > 0 && --left === 0) return day * DAY_MS + snappedForward(there, at - last * DAY_MS);
  }
  throw noWorkingTime();
}

/** A clock time with working time right after it, or else the last closing time before it, or else the first opening. */
function snappedBack({ spans }: DayPlan, clock: number): number {
  const span = spans.findLast(({ from }) => from <= clock) ?? spans[0];
  return span ? Math.max(span.from, Math.min(clock, span.to)) : clock;
}

/** The mirror: working time right before it, or else the next opening after it, or else the last closing. */
function snappedForward({ spans }: DayPlan, clock: number): number {
  const span = spans.find(({ to }) => clock <= to) ?? spans.at(-1);
  return span ? Math.min(span.to, Math.max(clock, span.from)) : clock;
}

function dayOf(at: number): number {
  return Math.floor(at / DAY_MS);
}

/** The day that ends at midnight, seen from that midnight. */
function dayBefore(at: number): number {
  return Math.ceil(at / DAY_MS) - 1;
}

function noWorkingTime(): HouseError {
  return new HouseError(
    'no-working-time',
    '按工作日历推算一百年仍凑不够工作时间，请检查 calendar.yaml 里的作息和放假安排，以及时限是否写错。',
  );
}
