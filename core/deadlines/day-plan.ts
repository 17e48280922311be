import { dateOfDay } from '../report/shanghai.ts';

/** Minutes of the day, [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * A day that is not as its season and the public holidays would have it. off: free. working: worked, at `hours` or else the
 * season's. hours: worked at `hours` where it is worked anyway.
 */
export interface DayOverride {
  readonly kind: 'off' | 'working' | 'hours';
  readonly hours: readonly Span[] | null;
}

/** All that a calendar knows. Dates are `YYYY-MM-DD`, a season's ends `MM-DD`, both included, over new year where from > to. */
export interface CalendarSpec {
  readonly seasons: readonly { readonly from: string; readonly to: string; readonly hours: readonly Span[] }[];
  readonly holidays: ReadonlySet<string>;
  /** 调休: weekend days that are worked in return. */
  readonly makeUpDays: ReadonlySet<string>;
  /** They win over everything else. */
  readonly overrides: ReadonlyMap<string, DayOverride>;
  /** Years whose holidays are known; in others only weekends are free. */
  readonly years: ReadonlySet<number>;
}

/** One day's working time in milliseconds of the day: sorted, apart from each other, none empty. */
export interface DayPlan {
  readonly spans: readonly Span[];
  readonly total: number;
}

/** The plan of the n-th day since 1970-01-01. */
export type PlanOf = (day: number) => DayPlan;

const MINUTE_MS = 60_000;
const FREE: DayPlan = { spans: [], total: 0 };
/** Some three hundred years; beyond, dates come from nonsense, and remembering them would only cost memory. */
const REMEMBERED_DAYS = 110_000;

export function dayPlans(spec: CalendarSpec): PlanOf {
  const seasons = spec.seasons.map((season) => ({ ...season, plan: planOf(season.hours) }));
  const plans = new Map<number, DayPlan>();

  function plan(day: number): DayPlan {
    const date = dateOfDay(day);
    const override = spec.overrides.get(date);
    if (override?.kind === 'off') return FREE;
    if (override?.kind !== 'working' && !isOrdinaryWorkday(day, date)) return FREE;
    if (override?.hours) return planOf(override.hours);
    const monthDay = date.slice(-5);
    return seasons.find((season) => inSeason(season, monthDay))?.plan ?? FREE;
  }

  function isOrdinaryWorkday(day: number, date: string): boolean {
    return spec.makeUpDays.has(date) || (!isWeekend(day) && !spec.holidays.has(date));
  }

  return (day) => {
    const known = plans.get(day);
    if (known) return known;
    const found = plan(day);
    if (plans.size >= REMEMBERED_DAYS) plans.clear();
    plans.set(day, found);
    return found;
  };
}

/** `monthDay` and both ends as `MM-DD`, which sorts like the days of a year. */
export function inSeason({ from, to }: { readonly from: string; readonly to: string }, monthDay: string): boolean {
  return from <= to ? from <= monthDay && monthDay <= to : from <= monthDay || monthDay <= to;
}

/** Day 0, 1970-01-01, was a Thursday. */
function isWeekend(day: number): boolean {
  const sinceMonday = (((day + 3) % 7) + 7) % 7;
  return sinceMonday >= 5;
}

/** Spans that touch become one: between them nobody leaves, so there is no closing time to land on. */
function planOf(hours: readonly Span[]): DayPlan {
  const spans: Span[] = [];
  for (const { from, to } of hours.toSorted((one, other) => one.from - other.from)) {
    const last = spans.at(-1);
    if (from >= to) continue;
    if (last && from * MINUTE_MS <= last.to) spans.splice(-1, 1, { from: last.from, to: Math.max(last.to, to * MINUTE_MS) });
    else spans.push({ from: from * MINUTE_MS, to: to * MINUTE_MS });
  }
  return spans.length === 0 ? FREE : { spans, total: spans.reduce((sum, { from, to }) => sum + to - from, 0) };
}
