import { describe, expect, it, vi } from 'vitest';
import { calendarOf } from '../../../app/holidays.ts';
import { CalendarFile } from '../../../core/config/calendar.ts';
import { type Amount, type CalendarSpec, createCalendar, roundTheClock } from '../../../core/deadlines/calendar.ts';
import { HouseError } from '../../../core/errors.ts';

/**
 * China's calendar of 2026, to be checked by hand. Off: 1–3 January, 15–23 February, 4–6 April, 1–5 May, 19–21 June, 25–27 September,
 * 1–7 October. Worked in return: 4 January, 14 and 28 February, 9 May, 20 September, 10 October. Of 2027 nothing is known but what
 * is entered here.
 */
const calendar = calendarOf({
  calendar: CalendarFile.parse({
    seasons: [
      { name: '冬', from: '10-01', to: '04-30', hours: ['08:30-12:00', '13:30-17:30'] },
      { name: '夏', from: '05-01', to: '09-30', hours: ['08:30-12:00', '14:00-18:00'] },
    ],
    days: [
      { name: '半天', from: '2026-12-11', kind: 'hours', hours: ['08:30-12:00'] },
      { name: '晚上班', from: '2026-12-15', kind: 'hours', hours: ['10:00-12:00', '13:30-17:30'] },
      { name: '元旦', from: '2027-01-01', to: '2027-01-03', kind: 'off' },
    ],
  }),
});

/** `03-06 17:29` of 2026, Shanghai's clock; with a year where it is another. */
function at(text: string): Date {
  const [day = '', time = ''] = text.split(' ');
  return new Date(`${day.length === 5 ? `2026-${day}` : day}T${time}+08:00`);
}

function shown(moment: Date): string {
  const text = new Date(moment.getTime() + 8 * 3_600_000)
    .toISOString()
    .replace('T', ' ')
    .replace('Z', '')
    .replace(/:00\.000$/, '');
  return text.replace(/^2026-/, '');
}

/** Read forwards: start, amount, result. */
const added: readonly [what: string, start: string, amount: Amount, result: string][] = [
  ['Friday, one minute before closing', '03-06 17:29', { minutes: 2 }, '03-09 08:31'],
  ['the last minute of a day ends with it', '03-06 17:29', { minutes: 1 }, '03-06 17:30'],
  ['the last minutes of a morning too', '03-06 11:45', { minutes: 15 }, '03-06 12:00'],
  ['over lunch', '03-06 11:45', { minutes: 30 }, '03-06 13:45'],
  ['said at lunch', '03-06 12:20', { minutes: 30 }, '03-06 14:00'],
  ['said before opening', '03-06 06:00', { minutes: 30 }, '03-06 09:00'],
  ['said on Friday evening', '03-06 21:00', { minutes: 30 }, '03-09 09:00'],
  ['two working hours over lunch', '03-06 11:00', { minutes: 120 }, '03-06 14:30'],
  ['to the millisecond', '03-06 17:29:59.999', { minutes: 0.5 }, '03-09 08:30:29.999'],
  ['no time at all, at night', '03-06 21:00', { minutes: 0 }, '03-06 21:00'],
  ['into a Saturday worked for 春节', '02-13 17:00', { minutes: 60 }, '02-14 09:00'],
  ['over 春节', '02-14 17:00', { minutes: 60 }, '02-24 09:00'],
  ['over 清明', '04-03 17:00', { minutes: 60 }, '04-07 09:00'],
  ['over 劳动节 into summer', '04-30 17:00', { minutes: 60 }, '05-06 09:00'],
  ['a summer lunch is later', '05-06 11:45', { minutes: 30 }, '05-06 14:15'],
  ['a summer day closes later', '05-06 17:45', { minutes: 30 }, '05-07 08:45'],
  ['into a Saturday worked for 劳动节', '05-08 17:45', { minutes: 30 }, '05-09 08:45'],
  ['over 端午', '06-18 17:30', { minutes: 60 }, '06-22 09:00'],
  ['into a Sunday worked for 国庆节', '09-18 17:30', { minutes: 60 }, '09-20 09:00'],
  ['over 国庆节 into winter', '09-30 17:00', { minutes: 150 }, '10-08 10:00'],
  ['into a Saturday worked for 国庆节', '10-09 17:00', { minutes: 60 }, '10-10 09:00'],
  ['a half day closes at noon', '12-11 11:45', { minutes: 30 }, '12-14 08:45'],
  ['over new year into a Sunday worked', '2025-12-31 17:00', { minutes: 60 }, '01-04 09:00'],
  ['over a new year that was entered by hand', '12-31 17:00', { minutes: 60 }, '2027-01-04 09:00'],
  ['fifteen working days’ minutes', '03-02 08:30', { minutes: 15 * 450 }, '03-20 17:30'],

  ['a day keeps the clock', '03-03 10:20', { days: 1 }, '03-04 10:20'],
  ['a day over a weekend', '03-06 10:20', { days: 1 }, '03-09 10:20'],
  ['a day said on Friday evening begins on Monday', '03-06 18:00', { days: 1 }, '03-10 08:30'],
  ['a day said at lunch begins after it', '03-03 12:20', { days: 1 }, '03-04 13:30'],
  ['no days at all, at night', '03-06 21:00', { days: 0 }, '03-09 08:30'],
  ['a Saturday worked is a day', '02-13 10:00', { days: 1 }, '02-14 10:00'],
  ['春节 is none', '02-13 10:00', { days: 2 }, '02-24 10:00'],
  ['three days over 国庆节', '09-30 09:00', { days: 3 }, '10-10 09:00'],
  ['fifteen days over 中秋 and 国庆节', '09-21 10:00', { days: 15 }, '10-19 10:00'],
  ['a winter hour that is a summer lunch', '04-30 13:40', { days: 1 }, '05-06 12:00'],
  ['a summer hour after a winter’s closing', '09-30 17:45', { days: 1 }, '10-08 17:30'],
  ['an afternoon on a half day', '12-10 15:00', { days: 1 }, '12-11 12:00'],
  ['an hour before a late opening', '12-14 09:00', { days: 1 }, '12-15 10:00'],
  ['milliseconds of the clock are kept', '03-03 10:20:30.456', { days: 1 }, '03-04 10:20:30.456'],
  ['a leap day is a day', '2024-02-28 10:00', { days: 1 }, '2024-02-29 10:00'],
];

/** Read backwards: end, amount, result. */
const subtracted: readonly [what: string, end: string, amount: Amount, result: string][] = [
  ['Monday, a minute after opening', '03-09 08:31', { minutes: 2 }, '03-06 17:29'],
  ['a morning’s first minutes begin with it', '03-09 08:45', { minutes: 15 }, '03-09 08:30'],
  ['over lunch', '03-06 13:45', { minutes: 30 }, '03-06 11:45'],
  ['from the weekend', '03-08 12:00', { minutes: 30 }, '03-06 17:00'],
  ['over 春节', '02-24 09:00', { minutes: 60 }, '02-14 17:00'],
  ['no time at all, at night', '03-06 21:00', { minutes: 0 }, '03-06 21:00'],
  ['a day before a deadline', '03-09 10:20', { days: 1 }, '03-06 10:20'],
  ['a day before a closing time', '03-09 17:30', { days: 1 }, '03-06 17:30'],
  ['a day before the weekend', '03-08 12:00', { days: 1 }, '03-05 17:30'],
  ['a day before an opening is one before the last closing', '03-09 08:30', { days: 1 }, '03-05 17:30'],
  ['no days at all, at night', '03-06 21:00', { days: 0 }, '03-06 17:30'],
  ['a day before, over 春节', '02-24 10:00', { days: 1 }, '02-14 10:00'],
  ['a winter hour that was a summer lunch', '10-08 13:45', { days: 1 }, '09-30 14:00'],
  ['a summer hour after a winter’s closing', '05-06 17:45', { days: 1 }, '04-30 17:30'],
  ['an hour before a late opening', '12-16 09:00', { days: 1 }, '12-15 10:00'],
];

describe('working time from a moment on', () => {
  it.each(added)('%s: %s + %o = %s', (_, start, amount, result) => {
    expect(shown(calendar.addWorking(at(start), amount))).toBe(result);
  });
});

describe('working time up to a moment', () => {
  it.each(subtracted)('%s: %s - %o = %s', (_, end, amount, result) => {
    expect(shown(calendar.subtractWorking(at(end), amount))).toBe(result);
  });
});

describe('working time between two moments', () => {
  it.each([
    ['a day', '03-03 00:00', '03-04 00:00', 450],
    ['a weekend', '03-06 17:30', '03-09 08:30', 0],
    ['lunch', '03-06 11:50', '03-06 13:40', 20],
    ['春节', '02-14 17:00', '02-24 09:00', 60],
    ['a millisecond', '03-06 17:29:59.999', '03-06 20:00', 1 / 60_000],
    ['a week with 国庆节 in it', '09-28 00:00', '10-12 00:00', 6 * 450],
    ['the year 2026', '01-01 00:00', '2027-01-01 00:00', 248 * 450 - 240 - 90],
    ['the other way round', '03-04 00:00', '03-03 00:00', -450],
    ['nothing, the other way round', '03-07 12:00', '03-07 11:00', 0],
  ])('%s: %s to %s is %d minutes', (_, from, to, minutes) => {
    expect(calendar.workingBetween(at(from), at(to))).toBe(minutes);
  });
});

describe('working or not', () => {
  it.each([
    ['03-06 08:29:59.999', false, '03-06 08:30'],
    ['03-06 08:30', true, '03-06 08:30'],
    ['03-06 12:00', false, '03-06 13:30'],
    ['03-06 17:29:59.999', true, '03-06 17:29:59.999'],
    ['03-06 17:30', false, '03-09 08:30'],
    ['02-14 20:00', false, '02-24 08:30'],
  ])('%s: %s, and next at %s', (moment, working, next) => {
    expect(calendar.isWorking(at(moment))).toBe(working);
    expect(shown(calendar.nextWorking(at(moment)))).toBe(next);
  });

  it('spans are in order, and those that touch or overlap are one', () => {
    const hours = [
      [780, 900],
      [540, 600],
      [600, 660],
      [840, 960],
      [700, 700],
    ].map(([from = 0, to = 0]) => ({ from, to }));
    const odd = createCalendar({
      seasons: [{ from: '01-01', to: '12-31', hours }],
      holidays: new Set(),
      makeUpDays: new Set(),
      overrides: new Map(),
      years: new Set(),
    });
    expect(odd.spansOn('2026-03-06')).toEqual([
      { from: 540, to: 660 },
      { from: 780, to: 960 },
    ]);
    expect(odd.spansOn('2026-03-07')).toEqual([]);
  });

  it('2026 has 248 working days', () => {
    const days = Array.from({ length: 365 }, (_, day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10));
    expect(days.filter((day) => calendar.isWorkday(day))).toHaveLength(248);
  });
});

it.each(['America/Los_Angeles', 'Asia/Shanghai', 'Pacific/Apia', 'Europe/London'])('the machine’s zone does not matter: %s', (zone) => {
  vi.stubEnv('TZ', zone);
  try {
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
    const fresh = calendarOf({
      calendar: CalendarFile.parse({ seasons: [{ name: '全年', from: '01-01', to: '12-31', hours: ['08:30-17:30'] }] }),
    });
    expect(shown(fresh.addWorking(at('02-14 17:00'), { minutes: 60 }))).toBe('02-24 09:00');
    expect(fresh.workingBetween(at('02-14 17:00'), at('02-24 09:00'))).toBe(60);
    for (const [, start, amount, result] of added) expect(shown(calendar.addWorking(at(start), amount))).toBe(result);
  } finally {
    vi.unstubAllEnvs();
  }
});

describe('round the clock', () => {
  it('every minute counts, and a day is 24 hours', () => {
    const night = at('02-15 03:00');
    expect(roundTheClock.isWorking(night)).toBe(true);
    expect(roundTheClock.isWorkday('2026-02-15')).toBe(true);
    expect(roundTheClock.spansOn('2026-02-15')).toEqual([{ from: 0, to: 1440 }]);
    expect(roundTheClock.nextWorking(night)).toEqual(night);
    expect(shown(roundTheClock.addWorking(night, { minutes: 5 }))).toBe('02-15 03:05');
    expect(shown(roundTheClock.addWorking(night, { days: 3 }))).toBe('02-18 03:00');
    expect(shown(roundTheClock.subtractWorking(night, { days: 1 }))).toBe('02-14 03:00');
    expect(shown(roundTheClock.subtractWorking(night, { minutes: 240 }))).toBe('02-14 23:00');
    expect(roundTheClock.workingBetween(night, at('02-16 03:00'))).toBe(1440);
    expect(roundTheClock.workingBetween(at('02-16 03:00'), night)).toBe(-1440);
  });
});

describe('what makes no sense is refused, and never an endless loop', () => {
  const never: CalendarSpec = {
    seasons: [{ from: '01-01', to: '12-31', hours: [{ from: 600, to: 600 }] }],
    holidays: new Set(),
    makeUpDays: new Set(),
    overrides: new Map(),
    years: new Set(),
  };
  const idle = createCalendar(never);
  const start = at('03-06 10:00');
  const end = new Date(Number.NaN);

  it.each<[string, string, () => unknown]>([
    ['minutes where nobody works', 'no-working-time', () => idle.addWorking(start, { minutes: 1 })],
    ['days where nobody works', 'no-working-time', () => idle.addWorking(start, { days: 1 })],
    ['minutes back where nobody works', 'no-working-time', () => idle.subtractWorking(start, { minutes: 1 })],
    ['days back where nobody works', 'no-working-time', () => idle.subtractWorking(start, { days: 1 })],
    ['an opening where nobody works', 'no-working-time', () => idle.nextWorking(start)],
    ['a thousand years', 'no-working-time', () => calendar.addWorking(start, { days: 248_000 })],
    ['a thousand years of minutes', 'no-working-time', () => calendar.subtractWorking(start, { minutes: 111_600_000 })],
    ['less than nothing', 'bad-amount', () => calendar.addWorking(start, { minutes: -1 })],
    ['half a day', 'bad-amount', () => calendar.addWorking(start, { days: 0.5 })],
    ['forever', 'bad-amount', () => calendar.subtractWorking(start, { minutes: Number.POSITIVE_INFINITY })],
    ['forever, round the clock', 'bad-amount', () => roundTheClock.addWorking(start, { days: Number.NaN })],
    ['no moment', 'bad-moment', () => calendar.workingBetween(start, end)],
    ['no moment, round the clock', 'bad-moment', () => roundTheClock.addWorking(end, { minutes: 1 })],
  ])('%s', (_, code, run) => {
    expect(run).toThrow(HouseError);
    expect(run).toThrow(expect.objectContaining({ code, certain: true }));
  });

  it('where nobody works, that much can be said', () => {
    expect([idle.isWorking(start), idle.isWorkday('2026-03-06'), idle.workingBetween(start, at('04-06 10:00'))]).toEqual([false, false, 0]);
  });

  it('years are reckoned in a moment', () => {
    const started = performance.now();
    for (let round = 0; round < 100; round++) calendar.workingBetween(at('2004-01-01 00:00'), at('2027-01-01 00:00'));
    for (let round = 0; round < 10_000; round++) calendar.addWorking(start, { days: 30 });
    for (let round = 0; round < 10_000; round++) calendar.addWorking(start, { minutes: 30 * 450 });
    // A few tens of milliseconds where it was written; the bound only tells a walk by days from one by minutes.
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
