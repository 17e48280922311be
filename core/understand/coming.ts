import { shanghaiDate } from '../deadlines/shanghai.ts';
import { dateOfDay, dayNumber } from '../report/shanghai.ts';
import { normalize } from './normalize.ts';
import { NUMERAL, parseNumeral } from './numerals.ts';

/** Days to come, both included, `YYYY-MM-DD`. */
interface Coming {
  readonly from: string;
  readonly to: string;
}

const NAMED: Readonly<Record<string, number>> = { 前天: -2, 昨天: -1, 今天: 0, 今日: 0, 明天: 1, 明日: 1, 后天: 2, 大后天: 3 };
const WEEKDAYS = '一二三四五六日';

const DAY = new RegExp(
  `(?<named>大后天|后天|明天|明日|今天|今日|昨天|前天)` +
    `|(?<week>下|这|本)?个?(?:周|星期|礼拜)(?<weekday>[一二三四五六日天])` +
    `|(?:(?<year>20\\d\\d)\\s*[年./-]\\s*)?(?<month>${NUMERAL})\\s*[月./]\\s*(?<date>${NUMERAL})\\s*[号日]?` +
    `|(?<isoYear>20\\d\\d)-(?<isoMonth>\\d{1,2})-(?<isoDate>\\d{1,2})` +
    `|(?<only>${NUMERAL})\\s*[号日]`,
  'g',
);
const LINK = /^\s*(?:起|开始)?\s*(?:到|至|~|-+)\s*$/;
const LENGTH = new RegExp(`(${NUMERAL})\\s*个?\\s*(天|日(?!期)|星期|礼拜|周)(?![一二三四五六日天])`);
/** Said without a year, a day that is past this year means next year's only if that is not far off. */
const NOT_FAR = 183;
/** Longer than any leave that is registered here: the days were meant otherwise. */
const LONGEST = 200;

/** A day as it was said: what was left out is filled in from today, or from the day before it. */
interface Said {
  /** Its number, where the words leave nothing open. */
  readonly day: number | null;
  readonly month: number | null;
  readonly date: number;
  readonly from: number;
  readonly to: number;
}

/** The days a sentence names, from today on: 4月1日到4月3日, 明天起三天, 下周一; `past`: they are over; null: it names none. */
export function comingDays(text: string, now: Date): Coming | 'past' | null {
  const folded = normalize(text).slice(0, 200);
  const today = dayNumber(shanghaiDate(now));
  const found = [...folded.matchAll(DAY)].map((match) => saidDay(match, today));
  // 13月40日 must not be read as forty days.
  const said = found.filter((one) => one !== null);
  if (said.length < found.length) return null;
  const [first, second] = said;
  const length = lengthOf(said.reduce((left, one) => left.slice(0, one.from) + ' '.repeat(one.to - one.from) + left.slice(one.to), folded));
  if (first === undefined) {
    if (length !== null) return spanned(today, today + length - 1);
    return folded.includes('半天') ? spanned(today, today) : null;
  }
  const last = second !== undefined && LINK.test(folded.slice(first.to, second.from)) ? second : null;
  return placed(first, last, length, today);
}

function saidDay(found: RegExpExecArray, today: number): Said | null {
  const { named, week, weekday, year, month, date, isoYear, isoMonth, isoDate, only } = found.groups ?? {};
  const span = { from: found.index, to: found.index + found[0].length };
  if (named !== undefined) return { ...span, day: today + (NAMED[named] ?? 0), month: null, date: 0 };
  if (weekday !== undefined) return { ...span, day: weekdayOf(week, weekday, today), month: null, date: 0 };
  if (only !== undefined) return valid({ ...span, day: null, month: null, date: parseNumeral(only) ?? 0 });
  const said = { ...span, month: Number(parseNumeral(isoMonth ?? month ?? '')), date: Number(parseNumeral(isoDate ?? date ?? '')) };
  const of = isoYear ?? year;
  if (of === undefined) return valid({ ...said, day: null });
  const day = dayOf(Number(of), said.month, said.date);
  return day === null ? null : { ...said, day };
}

const valid = (said: Said): Said | null =>
  said.date >= 1 && said.date <= 31 && (said.month === null || (said.month >= 1 && said.month <= 12)) ? said : null;

function weekdayOf(week: string | undefined, weekday: string, today: number): number {
  const monday = today - ((today + 3) % 7);
  const day = monday + WEEKDAYS.indexOf(weekday === '天' ? '日' : weekday);
  if (week === '下') return day + 7;
  return week === undefined && day < today ? day + 7 : day;
}

function placed(first: Said, last: Said | null, length: number | null, today: number): Coming | 'past' | null {
  const { year, month } = partsOf(today);
  let over = false;
  // What began before the last turn of the year (or month) and is not over, what begins now, what is to come.
  for (const shift of first.day === null ? [-1, 0, 1] : [0]) {
    const from =
      first.day ?? (first.month === null ? inMonth(year, month + shift, first.date) : dayOf(year + shift, first.month, first.date));
    if (from === null) continue;
    const to = last === null ? from + (length ?? 1) - 1 : endOf(last, from);
    if (to === null || to < from || to - from >= LONGEST) continue;
    over = true;
    if (to >= today) return shift > 0 && from - today > NOT_FAR ? 'past' : spanned(from, to);
  }
  return over ? 'past' : null;
}

/** The first such day from the beginning on. */
function endOf(last: Said, from: number): number | null {
  if (last.day !== null) return last.day;
  const { year, month } = partsOf(from);
  const ends = [0, 1].map((shift) =>
    last.month === null ? inMonth(year, month + shift, last.date) : dayOf(year + shift, last.month, last.date),
  );
  return ends.find((end) => end !== null && end >= from) ?? null;
}

function lengthOf(rest: string): number | null {
  const found = LENGTH.exec(rest);
  const count = found?.[1] === undefined ? null : parseNumeral(found[1]);
  if (count === null || count < 1) return null;
  return /[天日]/.test(found?.[2] ?? '') ? count : count * 7;
}

function spanned(from: number, to: number): Coming | null {
  return to - from >= LONGEST ? null : { from: dateOfDay(from), to: dateOfDay(to) };
}

function partsOf(day: number): { readonly year: number; readonly month: number } {
  const text = dateOfDay(day);
  return { year: Number(text.slice(0, 4)), month: Number(text.slice(5, 7)) };
}

/** `month` may run over the end of the year. */
function inMonth(year: number, month: number, date: number): number | null {
  return dayOf(year + Math.floor((month - 1) / 12), ((month - 1) % 12) + 1, date);
}

/** null: there is no such day. */
function dayOf(year: number, month: number, date: number): number | null {
  const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  const day = dayNumber(text);
  return Number.isNaN(day) || dateOfDay(day) !== text ? null : day;
}
