import type { CalendarRules } from './rules.ts';

/**
 * Working time as a row of minutes, each worked or not, and the sum before each: slow to build, and plain enough to be believed.
 * Moments are milliseconds since 1970 (UTC).
 */
export interface WorkTime {
  /** The earliest moment with so many worked milliseconds since then. */
  plus(from: number, amount: number): number;
  /** The latest moment from which so many are left until then. */
  minus(to: number, amount: number): number;
  plusDays(from: number, days: number): number;
  minusDays(to: number, days: number): number;
  between(from: number, to: number): number;
  readonly dayLength: number;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAY_MINUTES = 1440;
const SHANGHAI = 8 * 60 * MINUTE;

export const aroundTheClock: WorkTime = {
  plus: (from, amount) => from + amount,
  minus: (to, amount) => to - amount,
  plusDays: (from, days) => from + days * DAY,
  minusDays: (to, days) => to - days * DAY,
  between: (from, to) => to - from,
  dayLength: DAY,
};

/** A day's work, under which a limit counts as short. */
const WORKDAY = 450 * MINUTE;

export function officeHours(rules: CalendarRules, firstDay: number, days: number): WorkTime {
  const worked = new Uint8Array(days * DAY_MINUTES);
  for (let day = 0; day < days; day += 1) {
    for (const [from, to] of spansOf(rules, firstDay + day)) worked.fill(1, day * DAY_MINUTES + from, day * DAY_MINUTES + to);
  }
  const sum = new Uint32Array(worked.length + 1);
  for (const [minute, open] of worked.entries()) sum[minute + 1] = (sum[minute] ?? 0) + open;
  const origin = firstDay * DAY - SHANGHAI;
  const isOpen = (minute: number) => worked[minute] === 1;
  const sumAt = (minute: number) => (sum[minute] ?? 0) * MINUTE;

  /** Worked milliseconds before a moment. */
  function before(at: number): number {
    const minute = Math.floor((at - origin) / MINUTE);
    if (minute < 0 || minute >= worked.length) throw outside(at);
    return sumAt(minute) + (isOpen(minute) ? at - origin - minute * MINUTE : 0);
  }

  /** The first minute that a test holds for; it must hold for all after it. */
  function firstMinute(holds: (minute: number) => boolean): number {
    let [low, high] = [0, worked.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  function plus(from: number, amount: number): number {
    if (amount === 0) return from;
    const target = before(from) + amount;
    const minute = firstMinute((one) => sumAt(one + 1) >= target);
    if (minute === worked.length) throw outside(from);
    return origin + minute * MINUTE + target - sumAt(minute);
  }

  function minus(to: number, amount: number): number {
    if (amount === 0) return to;
    const target = before(to) - amount;
    if (target < 0) throw outside(to);
    const minute = firstMinute((one) => sumAt(one) > target) - 1;
    return origin + minute * MINUTE + target - sumAt(minute);
  }

  /** Runs of worked minutes of a day, [from, to). */
  function runsOf(day: number): (readonly [number, number])[] {
    const runs: (readonly [number, number])[] = [];
    for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
      const at = day * DAY_MINUTES + minute;
      if (!isOpen(at) || (minute > 0 && isOpen(at - 1))) continue;
      let end = minute;
      while (end < DAY_MINUTES && isOpen(day * DAY_MINUTES + end)) end += 1;
      runs.push([minute * MINUTE, end * MINUTE]);
    }
    return runs;
  }

  const isWorkday = (day: number) => sumAt((day + 1) * DAY_MINUTES) > sumAt(day * DAY_MINUTES);

  function nthWorkday(from: number, count: number, step: 1 | -1): number {
    let day = from;
    for (let left = count; left > 0; ) {
      day += step;
      if (day < 0 || day >= days) throw outside(origin + day * DAY);
      if (isWorkday(day)) left -= 1;
    }
    return day;
  }

  function plusDays(from: number, count: number): number {
    const minute = Math.floor((from - origin) / MINUTE);
    const opens = isOpen(minute) ? from : origin + firstMinute((one) => sumAt(one + 1) > sumAt(minute)) * MINUTE;
    if (count === 0) return opens;
    const day = Math.floor((opens - origin) / DAY);
    const clock = opens - origin - day * DAY;
    const there = nthWorkday(day, count, 1);
    const runs = runsOf(there);
    const run = runs.findLast(([start]) => start <= clock) ?? runs[0] ?? [0, 0];
    return origin + there * DAY + Math.max(run[0], Math.min(clock, run[1]));
  }

  function minusDays(to: number, count: number): number {
    const last = Math.ceil((to - origin) / MINUTE) - 1;
    const closes = isOpen(last) ? to : origin + firstMinute((one) => sumAt(one) >= sumAt(last + 1)) * MINUTE;
    if (count === 0) return closes;
    const day = Math.ceil((closes - origin) / DAY) - 1;
    const clock = closes - origin - day * DAY;
    const there = nthWorkday(day, count, -1);
    const runs = runsOf(there);
    const run = runs.find(([, end]) => clock <= end) ?? runs.at(-1) ?? [0, 0];
    return origin + there * DAY + Math.min(run[1], Math.max(clock, run[0]));
  }

  return { plus, minus, plusDays, minusDays, between: (from, to) => before(to) - before(from), dayLength: WORKDAY };
}

/** A guess beyond the edge would look like a verdict. */
function outside(at: number): Error {
  return new Error(`from ${new Date(at).toISOString()} the reckoning leaves the oracle's calendar`);
}

/** Minutes of a day (number since 1970-01-01) that are worked. */
function spansOf(rules: CalendarRules, day: number): (readonly [number, number])[] {
  const date = new Date(day * DAY).toISOString().slice(0, 10);
  const own = rules.days.findLast((entry) => entry.from <= date && date <= (entry.to ?? entry.from));
  if (own?.kind === 'off') return [];
  const weekday = new Date(day * DAY).getUTCDay();
  const ordinary = rules.worked.has(date) || (weekday !== 0 && weekday !== 6 && !rules.free.has(date));
  if (own?.kind !== 'working' && !ordinary) return [];
  return (own?.hours ?? seasonOf(rules, date.slice(5))).map(spanOf);
}

function seasonOf(rules: CalendarRules, monthDay: string): readonly string[] {
  const season = rules.seasons.find(({ from, to }) =>
    from <= to ? from <= monthDay && monthDay <= to : monthDay >= from || monthDay <= to,
  );
  return season?.hours ?? [];
}

function spanOf(text: string): readonly [number, number] {
  const [from = 0, to = 0] = text.split('-').map((clock) => {
    const [hour = 0, minute = 0] = clock.split(':').map(Number);
    return hour * 60 + minute;
  });
  return [from, to];
}
