import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import { calendarGaps, calendarOf, warnOfGaps } from '../../app/holidays.ts';
import { CalendarFile } from '../../core/config/calendar.ts';
import { copyOfOffice, OFFICE, spoil } from '../config/office.ts';
import { keptLog } from '../support/quiet-log.ts';

const office = loadConfig(OFFICE);
const today = new Date('2026-11-26T10:00:00+08:00');

function withDays(days: readonly object[], completeYears: readonly number[] = []) {
  return {
    calendar: CalendarFile.parse({ seasons: [{ name: '全年', from: '01-01', to: '12-31', hours: ['09:00-17:00'] }], days, completeYears }),
  };
}

describe('the office’s calendar', () => {
  it.each([
    ['2026-02-13', true, 'a Friday'],
    ['2026-02-14', true, 'a Saturday worked for 春节'],
    ['2026-02-15', false, '春节 begins'],
    ['2026-02-23', false, '春节 ends'],
    ['2026-02-24', true, 'the first day after'],
    ['2026-09-20', true, 'a Sunday worked for 国庆节'],
    ['2026-10-07', false, '国庆节 ends'],
    ['2026-10-10', true, 'a Saturday worked for 国庆节'],
    ['2026-11-28', false, 'a Saturday'],
    ['2020-01-31', false, '春节 of 2020, which was prolonged'],
  ])('%s: %s (%s)', (date, worked) => {
    expect(calendarOf(office).isWorkday(date)).toBe(worked);
  });

  it('knows winter and summer hours', () => {
    const spans = (date: string) =>
      calendarOf(office)
        .spansOn(date)
        .map(({ from, to }) => [from / 60, to / 60]);
    const winter = [
      [8.5, 12],
      [13.5, 17.5],
    ];
    const summer = [
      [8.5, 12],
      [14, 18],
    ];
    expect([spans('2026-04-30'), spans('2026-05-06')]).toEqual([winter, summer]);
    expect([spans('2026-09-30'), spans('2026-10-08')]).toEqual([summer, winter]);
    expect(spans('2026-10-01')).toEqual([]);
  });

  it.each([
    ['a day off wins over a make-up Saturday', { kind: 'off', from: '2026-10-10' }, '2026-10-10', []],
    ['a working day wins over a holiday', { kind: 'working', from: '2026-10-07' }, '2026-10-07', [{ from: 540, to: 1020 }]],
    [
      'a working day may have hours of its own',
      { kind: 'working', from: '2026-11-28', hours: ['10:00-11:00'] },
      '2026-11-28',
      [{ from: 600, to: 660 }],
    ],
    ['a range reaches its last day', { kind: 'off', from: '2026-11-23', to: '2026-11-27' }, '2026-11-27', []],
    ['a range ends with it', { kind: 'off', from: '2026-11-23', to: '2026-11-26' }, '2026-11-27', [{ from: 540, to: 1020 }]],
    [
      'other hours are a workday’s',
      { kind: 'hours', from: '2026-11-23', to: '2026-11-29', hours: ['09:00-12:00'] },
      '2026-11-27',
      [{ from: 540, to: 720 }],
    ],
    [
      'other hours leave the weekend free',
      { kind: 'hours', from: '2026-11-23', to: '2026-11-29', hours: ['09:00-12:00'] },
      '2026-11-28',
      [],
    ],
    ['a later year is entered by hand', { kind: 'off', from: '2027-01-01', to: '2027-01-03' }, '2027-01-01', []],
  ])('%s', (_, entry, date, spans) => {
    expect(calendarOf(withDays([{ name: '特殊', ...entry }])).spansOn(date)).toEqual(spans);
  });
});

it('the examples in calendar.yaml’s comments mean what they say once they are taken over', () => {
  const dir = copyOfOffice();
  const path = join(dir, 'calendar.yaml');
  const text = readFileSync(path, 'utf8');
  const examples = [...text.matchAll(/^#   (- \{.*\})$/gm)].map(([, entry = '']) => `  ${entry}`);
  writeFileSync(path, text.replace('days: []', ['days:', ...examples].join('\n')));
  const calendar = calendarOf(loadConfig(dir));
  expect(examples).toHaveLength(4);
  expect(['2027-01-01', '2027-02-20', '2027-07-24'].map((date) => calendar.isWorkday(date))).toEqual([false, true, false]);
  expect(calendar.spansOn('2027-07-20')[0]).toEqual({ from: 480, to: 720 });
  expect(calendar.spansOn('2026-12-11')).toEqual([{ from: 510, to: 720 }]);
});

describe('a year without holidays', () => {
  const complete = withDays(
    [
      { name: '元旦', from: '2027-01-01', to: '2027-01-03', kind: 'off' },
      { name: '国庆节', from: '2027-10-01', to: '2027-10-07', kind: 'off' },
    ],
    [2027],
  );

  it('is told of a year ahead: which, what it means, what to do', () => {
    expect(calendarGaps(office, today)).toEqual([
      {
        year: 2027,
        sentence:
          '提醒：明年（2027 年）还没有放假和调休的数据，到期日落在明年的时限只能按周末休息推算，可能不准。' +
          '国务院办公厅一般在上一年 10 月至 12 月公布，公布后请升级到带有这一年数据的版本，或在 calendar.yaml 的 days 录入，录全后在 completeYears 写上 2027。',
      },
    ]);
  });

  it('is told of more urgently once it has come, by Shanghai’s new year', () => {
    expect(calendarGaps(office, new Date('2026-12-31T15:59:59Z')).map(({ year }) => year)).toEqual([2027]);
    const gaps = calendarGaps(office, new Date('2026-12-31T16:00:00Z'));
    expect(gaps.map(({ year }) => year)).toEqual([2027, 2028]);
    expect(gaps[0]?.sentence).toBe(
      '提醒：今年（2027 年）没有放假和调休的数据，只能按周末休息推算，节假日会算成工作日，调休上班日会算成休息日，时限会算错。' +
        '请尽快升级到带有这一年数据的版本，或在 calendar.yaml 的 days 录入，录全后在 completeYears 写上 2027。',
    );
  });

  it('is not told of when it was entered, nor where the data has it', () => {
    expect(calendarGaps(complete, today)).toEqual([]);
    expect(calendarGaps(office, new Date('2025-12-31T12:00:00Z'))).toEqual([]);
  });

  it('is one line in the log at start-up', () => {
    const log = keptLog();
    warnOfGaps(office, today, log);
    warnOfGaps(complete, today, log);
    expect(log.lines).toEqual([
      { level: 'warn', fields: { years: [2027] }, message: expect.stringMatching(/^years without public holidays: .*config:check/) },
    ]);
  });

  it('does not fail config:check', () => {
    const dir = copyOfOffice();
    spoil(dir, 'calendar', 'days: []', 'days:\n  - { name: 停电, from: 2027-01-05, kind: hours, hours: [08:30-12:00] }');
    const root = fileURLToPath(new URL('../..', import.meta.url));
    const { status, stdout, stderr } = spawnSync('npx', ['tsx', 'app/config-check.ts', dir], { cwd: root, encoding: 'utf8' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^配置无误：/);
    expect(stderr).toBe(
      calendarGaps(office, new Date())
        .map(({ sentence }) => `${sentence}\n`)
        .join(''),
    );
  });
});

it('the public holidays do not depend on the machine’s zone', () => {
  vi.stubEnv('TZ', 'America/Los_Angeles');
  try {
    expect(new Date('2026-01-01T00:00:00Z').getDate()).toBe(31);
    const calendar = calendarOf(office);
    expect(['2026-02-14', '2026-02-15', '2026-10-07', '2026-10-08'].map((date) => calendar.isWorkday(date))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  } finally {
    vi.unstubAllEnvs();
  }
});
