import type { Config } from '../config.ts';
import { inSeason } from '../deadlines/day-plan.ts';
import { dateOfDay, dayNumber } from '../report/shanghai.ts';
import type { DaysEntry } from './calendar.ts';
import { datesOf, isRealDate, LONGEST_RANGE } from './calendar-days.ts';
import type { Problem } from './problem.ts';
import { repeats } from './repeats.ts';

const file = 'calendar';

/** A leap year: a season must say whose 29 February is. */
const LEAP = 2028;
type Calendar = Config['calendar'];
type Hours = Calendar['seasons'][number]['hours'];
type Path = Problem['path'];

export function checkCalendar({ calendar }: Pick<Config, 'calendar'>): readonly Problem[] {
  const { seasons, days } = calendar;
  return [
    ...seasons.flatMap(({ hours }, at) => checkHours(hours, ['seasons', at, 'hours'])),
    ...days.flatMap(({ hours }, at) => checkHours(hours ?? [], ['days', at, 'hours'])),
    ...checkSeasons(seasons),
    ...days.flatMap(checkDays),
    ...checkOverlaps(days),
    ...checkCompleteYears(calendar),
  ];
}

function checkHours(hours: Hours, path: Path): readonly Problem[] {
  return hours.flatMap(({ from, to }, at): readonly Problem[] => {
    const here = [...path, at];
    const before = hours[at - 1];
    if (from >= to) return [{ file, path: here, what: `${clock(from)}-${clock(to)} 的结束不晚于开始`, remedy: '请改正时间' }];
    if (before && from < before.to) {
      const what = `${clock(from)}-${clock(to)} 与前一段 ${clock(before.from)}-${clock(before.to)} 重叠或次序颠倒`;
      return [{ file, path: here, what, remedy: '请按先后写，前一段结束后再开始下一段' }];
    }
    return [];
  });
}

/** Every day of the year must have hours, and one set of them. */
function checkSeasons(seasons: Calendar['seasons']): readonly Problem[] {
  const unreal = seasons.flatMap(({ from, to }, at) =>
    Object.entries({ from, to }).flatMap(([key, value]) =>
      isRealDate(`${LEAP}-${value}`) ? [] : [{ file, path: ['seasons', at, key], ...noSuchDay(value) } as const],
    ),
  );
  // Gaps measured with an end that does not exist would blame the wrong season.
  if (unreal.length > 0) return unreal;
  const problems: Problem[] = [];
  const doubled = new Set<number>();
  let gap: string | null = null;
  for (let day = dayNumber(`${LEAP}-01-01`); day <= dayNumber(`${LEAP}-12-31`); day++) {
    const date = dateOfDay(day).slice(5);
    const [first, second] = seasons.flatMap((season, at) => (inSeason(season, date) ? [{ ...season, at }] : []));
    if (first === undefined) gap ??= date;
    if (!first || !second || doubled.has(second.at)) continue;
    doubled.add(second.at);
    const what = `“${second.name}”与“${first.name}”都包含 ${date}`;
    problems.push({ file, path: ['seasons', second.at], what, remedy: '请改正起止日期，使全年每一天只属于一季' });
  }
  if (gap !== null) {
    problems.push({ file, path: ['seasons'], what: `${gap} 起没有规定作息`, remedy: '请改正起止日期，使各季合起来覆盖全年' });
  }
  return problems;
}

function checkDays(entry: DaysEntry, at: number): readonly Problem[] {
  const { name, from, to, kind, hours } = entry;
  const problems: Problem[] = [];
  for (const [key, value] of Object.entries({ from, to })) {
    if (value !== null && !isRealDate(value)) problems.push({ file, path: ['days', at, key], ...noSuchDay(value) });
  }
  if (problems.length === 0 && to !== null) {
    const length = dayNumber(to) - dayNumber(from) + 1;
    const path = ['days', at, 'to'];
    if (length < 1) problems.push({ file, path, what: `“${name}”的最后一天 ${to} 早于第一天 ${from}`, remedy: '请改正日期' });
    if (length > LONGEST_RANGE)
      problems.push({ file, path, what: `“${name}”长达 ${length} 天`, remedy: '请核对年份；确需这么长的，请分成几条' });
  }
  if (kind === 'off' && hours !== null) {
    problems.push({ file, path: ['days', at, 'hours'], what: `“${name}”是放假，不该有上班时间`, remedy: '请删去 hours，或改正 kind' });
  }
  if (kind === 'hours' && hours === null) {
    problems.push({ file, path: ['days', at], what: `“${name}”没有写改成什么时间`, remedy: '请补上 hours' });
  }
  return problems;
}

/** One day in two entries: nobody could say which of them counts. */
function checkOverlaps(days: Calendar['days']): readonly Problem[] {
  const owners = new Map<string, string>();
  return days.flatMap((entry, at): readonly Problem[] => {
    const dates = datesOf(entry);
    const taken = dates.find((date) => owners.has(date));
    for (const date of dates) if (!owners.has(date)) owners.set(date, entry.name);
    if (taken === undefined) return [];
    const what = `${taken} 在“${owners.get(taken) ?? ''}”里已经写过，“${entry.name}”又写了一次`;
    return [{ file, path: ['days', at], what, remedy: '一天只能写在一条里，请删去一处' }];
  });
}

/** By law these two days are free every year; a year without them was declared too early. */
function checkCompleteYears({ days, completeYears }: Calendar): readonly Problem[] {
  const off = new Set(days.flatMap((entry) => (entry.kind === 'off' ? datesOf(entry) : [])));
  return [
    ...repeats(completeYears.map((year, at) => ({ value: String(year), path: ['completeYears', at] }))).map(
      ({ value, path }) => ({ file, path, what: `${value} 年写了两次`, remedy: '请删去一个' }) as const,
    ),
    ...completeYears.flatMap((year, at): readonly Problem[] => {
      const missing = [
        [`${year}-01-01`, '元旦'],
        [`${year}-10-01`, '国庆节'],
      ].flatMap(([date = '', called = '']) => (off.has(date) ? [] : [`${date}（${called}）`]));
      if (missing.length === 0) return [];
      const what = `${year} 年写明已录全，但 ${missing.join('、')}没有录为放假`;
      return [{ file, path: ['completeYears', at], what, remedy: '请在 days 补全这一年的放假和调休，或从这里删去这一年' }];
    }),
  ];
}

function noSuchDay(date: string): Pick<Problem, 'what' | 'remedy'> {
  return { what: `没有 ${date} 这一天`, remedy: '请改正日期' };
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
