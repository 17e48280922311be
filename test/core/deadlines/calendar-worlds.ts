import fc from 'fast-check';
import { specOf } from '../../../app/holidays.ts';
import { CalendarFile } from '../../../core/config/calendar.ts';
import { type CalendarSpec, createCalendar, type DayOverride, type Span, type WorkCalendar } from '../../../core/deadlines/calendar.ts';
import { CalendarOracle } from './calendar-oracle.ts';

/** Calendars to try things in: China's own, and invented ones that are odder than any office. */

export const SEED = 20261126;
/** The oracle's years; 2024 is a leap year. Cases begin and end well inside, so that no walk leaves them. */
const YEARS = [2022, 2027] as const;
const FIRST = Date.UTC(2023, 6, 1);
const LAST = Date.UTC(2027, 0, 31);
const INVENTED = 17;
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

export interface World {
  readonly calendar: WorkCalendar;
  readonly oracle: CalendarOracle;
  /** Those that a case may begin at. */
  readonly edges: readonly number[];
}

const shipped = CalendarFile.parse({
  seasons: [
    { name: '冬', from: '10-01', to: '04-30', hours: ['08:30-12:00', '13:30-17:30'] },
    { name: '夏', from: '05-01', to: '09-30', hours: ['08:30-12:00', '14:00-18:00'] },
  ],
  days: [
    { name: '除夕前提早下班', from: '2026-02-13', kind: 'hours', hours: ['08:30-12:00'] },
    { name: '加班', from: '2026-12-19', to: '2026-12-20', kind: 'working', hours: ['09:00-11:00'] },
    { name: '停电', from: '2025-12-30', to: '2026-01-01', kind: 'off' },
  ],
});

const date = fc.integer({ min: 0, max: 365 * 5 }).map((days) => new Date(Date.UTC(2023, 0, 1 + days)).toISOString().slice(0, 10));
const monthDay = fc.integer({ min: 0, max: 365 }).map((days) => new Date(Date.UTC(2024, 0, 1 + days)).toISOString().slice(5, 10));

/** One to three spans on five minutes, two hours at least; some touch midnight, some each other. */
const hours = fc
  .array(fc.oneof(fc.constant(0), fc.constant(288), fc.integer({ min: 84, max: 240 }), fc.integer({ min: 0, max: 288 })), {
    minLength: 2,
    maxLength: 6,
  })
  .map((cuts) => cuts.toSorted((one, other) => one - other).map((cut) => cut * 5))
  .map((cuts) => cuts.flatMap((from, at): Span[] => (at % 2 === 0 && cuts[at + 1] !== undefined ? [{ from, to: cuts[at + 1] ?? 0 }] : [])))
  .filter((spans) => spans.reduce((sum, { from, to }) => sum + to - from, 0) >= 120);

const seasons = fc.oneof(
  hours.map((all) => [{ from: '01-01', to: '12-31', hours: all }]),
  fc.tuple(fc.uniqueArray(monthDay, { minLength: 2, maxLength: 2 }), hours, hours).map(([[one = '', other = ''], first, second]) => [
    { from: one, to: before(other), hours: first },
    { from: other, to: before(one), hours: second },
  ]),
);

const override: fc.Arbitrary<DayOverride> = fc.oneof(
  fc.constant({ kind: 'off', hours: null } as const),
  fc.record({ kind: fc.constant('working' as const), hours: fc.option(hours) }),
  fc.record({ kind: fc.constant('hours' as const), hours }),
);

const spec: fc.Arbitrary<CalendarSpec> = fc.record({
  seasons,
  holidays: fc
    .array(fc.tuple(date, fc.integer({ min: 1, max: 9 })), { minLength: 20, maxLength: 60 })
    .map((blocks) => new Set(blocks.flatMap(run))),
  makeUpDays: fc.array(date, { minLength: 30, maxLength: 120 }).map((dates) => new Set(dates)),
  overrides: fc.array(fc.tuple(date, override), { minLength: 20, maxLength: 120 }).map((entries) => new Map(entries)),
  years: fc.constant(new Set<number>()),
});

export function worlds(): readonly World[] {
  const specs = [specOf({ calendar: shipped }), ...fc.sample(spec, { numRuns: INVENTED, seed: SEED })];
  return specs.map((one) => {
    const oracle = new CalendarOracle(one, YEARS);
    return { calendar: createCalendar(one), oracle, edges: oracle.edges.filter((edge) => edge >= FIRST && edge <= LAST) };
  });
}

/** Where and when: anywhere to the millisecond, at or beside an edge of working time, or around a new year. */
export interface Place {
  readonly world: number;
  readonly at: { readonly edge: number; readonly off: number } | { readonly ms: number };
}

const beside = fc.oneof(fc.constantFrom(-1, 0, 1, -MINUTE, MINUTE), fc.integer({ min: -90 * MINUTE, max: 90 * MINUTE }));
export const place: fc.Arbitrary<Place> = fc.record({
  world: fc.nat(INVENTED),
  at: fc.oneof(
    fc.record({ edge: fc.nat(), off: beside }),
    fc.record({ ms: fc.integer({ min: FIRST, max: LAST }) }),
    fc.record({ ms: fc.tuple(fc.constantFrom(2024, 2025, 2026), fc.integer({ min: -3, max: 3 }), beside).map(newYear) }),
  ),
});

/** Milliseconds of working time: mostly as limits are, some of weeks. */
export const amount = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 960 }).map((minutes) => minutes * MINUTE) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 960 * MINUTE }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 7200 * MINUTE }) },
);
/** From one moment to another. */
export const distance = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -3 * DAY, max: 3 * DAY }) },
  { weight: 1, arbitrary: fc.integer({ min: -40 * DAY, max: 40 * DAY }) },
);
export const days = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 40 }));

export function momentIn({ edges }: World, { at }: Place): number {
  return 'ms' in at ? at.ms : (edges[at.edge % edges.length] ?? FIRST) + at.off;
}

function before(monthAndDay: string): string {
  return new Date(Date.parse(`2024-${monthAndDay}T00:00:00Z`) - DAY).toISOString().slice(5, 10);
}

function run([first, length]: readonly [string, number]): string[] {
  return Array.from({ length }, (_, at) => new Date(Date.parse(`${first}T00:00:00Z`) + at * DAY).toISOString().slice(0, 10));
}

function newYear([year, day, off]: readonly [number, number, number]): number {
  return Date.UTC(year, 0, 1 + day, -8) + off;
}
