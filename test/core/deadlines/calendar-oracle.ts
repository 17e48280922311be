import type { CalendarSpec } from '../../../core/deadlines/calendar.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1440;

/**
 * What the calendar must say, found the slow way: every minute of some years is marked worked or not, and the answers walk
 * from minute to minute. Nothing of the calendar's own code is used; a date is what `Date` says in UTC, eight hours on.
 */
export class CalendarOracle {
  readonly start: number;
  /** Moments at which work begins or ends. */
  readonly edges: readonly number[];
  readonly #worked: Uint8Array;

  constructor(spec: CalendarSpec, years: readonly [first: number, last: number]) {
    this.start = Date.UTC(years[0], 0, 1, -8);
    this.#worked = new Uint8Array((Date.UTC(years[1] + 1, 0, 1, -8) - this.start) / MINUTE);
    for (let minute = 0; minute < this.#worked.length; minute += DAY_MINUTES) {
      const shanghai = new Date(this.start + minute * MINUTE + 8 * 60 * MINUTE);
      for (const { from, to } of hoursOn(spec, shanghai)) this.#worked.fill(1, minute + from, minute + to);
    }
    const edges: number[] = [];
    for (let minute = 1; minute < this.#worked.length; minute++) {
      if (this.#worked[minute] !== this.#worked[minute - 1]) edges.push(this.start + minute * MINUTE);
    }
    this.edges = edges;
  }

  isWorking(at: number): boolean {
    return this.#isWorked(this.#minuteAfter(at));
  }

  next(at: number): number {
    let t = at;
    while (!this.isWorking(t)) t = this.#moment(this.#minuteAfter(t) + 1);
    return t;
  }

  addMinutes(at: number, amount: number): number {
    let t = at;
    let left = amount;
    for (let minute = this.#minuteAfter(at); left > 0; minute++) {
      const end = this.#moment(minute + 1);
      if (this.#isWorked(minute)) {
        if (left <= end - t) return t + left;
        left -= end - t;
      }
      t = end;
    }
    return t;
  }

  subtractMinutes(at: number, amount: number): number {
    let t = at;
    let left = amount;
    for (let minute = this.#minuteBefore(at); left > 0; minute--) {
      const begin = this.#moment(minute);
      if (this.#isWorked(minute)) {
        if (left <= t - begin) return t - left;
        left -= t - begin;
      }
      t = begin;
    }
    return t;
  }

  /** In milliseconds, a <= b. */
  between(a: number, b: number): number {
    let sum = 0;
    for (let minute = this.#minuteAfter(a); this.#moment(minute) < b; minute++) {
      if (this.#isWorked(minute)) sum += Math.min(b, this.#moment(minute + 1)) - Math.max(a, this.#moment(minute));
    }
    return sum;
  }

  addDays(at: number, count: number): number {
    const from = this.next(at);
    if (count === 0) return from;
    let midnight = this.#minuteAfter(from) - (this.#minuteAfter(from) % DAY_MINUTES);
    const clock = from - this.#moment(midnight);
    for (let left = count; left > 0; ) {
      midnight += DAY_MINUTES;
      if (this.#isWorkday(midnight)) left--;
    }
    const there = midnight + Math.floor(clock / MINUTE);
    if (this.#isWorked(there)) return this.#moment(midnight) + clock;
    for (let minute = there - 1; minute >= midnight; minute--) if (this.#isWorked(minute)) return this.#moment(minute + 1);
    let minute = there;
    while (!this.#isWorked(minute)) minute++;
    return this.#moment(minute);
  }

  subtractDays(at: number, count: number): number {
    let to = at;
    while (!this.#isWorked(this.#minuteBefore(to))) to = this.#moment(this.#minuteBefore(to));
    if (count === 0) return to;
    let midnight = this.#minuteBefore(to) - (this.#minuteBefore(to) % DAY_MINUTES);
    const clock = to - this.#moment(midnight);
    for (let left = count; left > 0; ) {
      midnight -= DAY_MINUTES;
      if (this.#isWorkday(midnight)) left--;
    }
    const there = midnight + Math.ceil(clock / MINUTE) - 1;
    if (this.#isWorked(there)) return this.#moment(midnight) + clock;
    for (let minute = there + 1; minute < midnight + DAY_MINUTES; minute++) if (this.#isWorked(minute)) return this.#moment(minute);
    let minute = there;
    while (!this.#isWorked(minute)) minute--;
    return this.#moment(minute + 1);
  }

  #isWorked(minute: number): boolean {
    const worked = this.#worked[minute];
    if (worked === undefined) throw new Error('the oracle was asked beyond its years');
    return worked === 1;
  }

  #isWorkday(midnight: number): boolean {
    return this.#worked.subarray(midnight, midnight + DAY_MINUTES).includes(1);
  }

  #moment(minute: number): number {
    return this.start + minute * MINUTE;
  }

  /** The minute in which time goes on after `at`. */
  #minuteAfter(at: number): number {
    return Math.floor((at - this.start) / MINUTE);
  }

  /** The minute in which time went by before `at`. */
  #minuteBefore(at: number): number {
    return Math.ceil((at - this.start) / MINUTE) - 1;
  }
}

function hoursOn(spec: CalendarSpec, day: Date): CalendarSpec['seasons'][number]['hours'] {
  const date = day.toISOString().slice(0, 10);
  const weekend = day.getUTCDay() === 0 || day.getUTCDay() === 6;
  const override = spec.overrides.get(date);
  const byRule = spec.makeUpDays.has(date) || (!weekend && !spec.holidays.has(date));
  const seasonal = spec.seasons.filter(({ from, to }) => {
    const [today = 0, first = 0, last = 0] = [date.slice(5), from, to].map((one) => Number(one.replace('-', '')));
    return first > last ? today >= first || today <= last : today >= first && today <= last;
  });
  switch (override?.kind) {
    case undefined:
      return byRule ? (seasonal[0]?.hours ?? []) : [];
    case 'off':
      return [];
    case 'working':
      return override.hours ?? seasonal[0]?.hours ?? [];
    case 'hours':
      return byRule ? (override.hours ?? []) : [];
  }
}
