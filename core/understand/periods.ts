import { LONGEST_READ, NUMERAL, parseNumeral } from './numerals.ts';

/** A period as the samples spell it, with the span that said it. */
export interface PeriodMention {
  readonly period: string;
  readonly from: number;
  readonly to: number;
}

interface Day {
  readonly month: number;
  readonly day: number;
}

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The calendar day in Shanghai, which keeps one offset all year. */
function dayAt(now: Date, shift: number): Day {
  const there = new Date(now.getTime() + SHANGHAI_OFFSET_MS + shift * DAY_MS);
  return { month: there.getUTCMonth() + 1, day: there.getUTCDate() };
}

function spell(one: Day): string {
  return `${String(one.month).padStart(2, '0')}-${String(one.day).padStart(2, '0')}`;
}

const range = (from: Day, to: Day): string => `range:${spell(from)}..${spell(to)}`;

const UNTIL_NOW = '(?:以来|起|到(?:现在|今天|今儿|目前|眼下|如今|这会儿?|当下)|至今|到今)';
const NAMED: readonly (readonly [string, RegExp])[] = [
  [
    'this_year',
    new RegExp(
      `(?:[打从自]\\s*)?(?:今年|本年|开)?(?:年初|开年|(?:元旦|年头|开春)(?=${UNTIL_NOW}))(?:以来|开始)?${UNTIL_NOW}?|今年${UNTIL_NOW}`,
    ),
  ],
  ['this_month', new RegExp(`(?:[打从自]\\s*)?(?:本|这个?)?月初${UNTIL_NOW}?`)],
  ['last_week', /上一?个?(?:星期|礼拜|周(?!年))|上一周|last\s*week/],
  ['this_week', /(?:这|本)个?(?:星期|礼拜|周)|这一周|这周|this\s*week/],
  ['last_month', /上一?个?月|上月份|头一?个月|前一个月|last\s*month/],
  ['this_month', /(?:这一?个?|本|当)月|this\s*month/],
  ['this_year', /今年|本年度?|全年|这一?年(?!来)|this\s*year/],
  ['today', /今天|今日|今儿|当天|当日|today/],
];

const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function day(month: number | null, date: number | null): Day | null {
  if (month === null || date === null) return null;
  const longest = DAYS_IN_MONTH[month - 1];
  return longest !== undefined && date >= 1 && date <= longest ? { month, day: date } : null;
}

const MONTHS = new RegExp(
  `(${NUMERAL})\\s*月份?\\s*(?:到|至|-|~)\\s*(?:(${NUMERAL})\\s*月份?(?!\\s*${NUMERAL})|(?:现在|今天|目前|眼下|如今))`,
);
const QUARTERS = /(?:第|上|这|本|今年)?([一二三四1-4])季度|(上|下)半年/;

/** 三月到四月, 一月到现在, 一季度, 上半年. */
function monthsIn(folded: string, now: Date): PeriodMention | null {
  const found = MONTHS.exec(folded);
  const first = day(found?.[1] === undefined ? null : parseNumeral(found[1]), 1);
  if (found !== null && first !== null) {
    const to = found[2] === undefined ? dayAt(now, 0) : endOf(parseNumeral(found[2]), now);
    if (to !== null) return spanned(found, range(first, to));
  }
  const quarter = QUARTERS.exec(folded);
  if (quarter === null) return null;
  const [from, until] = quarter[1] === undefined ? (quarter[2] === '上' ? [1, 6] : [7, 12]) : monthsOf(parseNumeral(quarter[1]) ?? 1);
  const last = endOf(until, now);
  return last === null ? null : spanned(quarter, range({ month: from, day: 1 }, last));
}

const monthsOf = (quarter: number): readonly [number, number] => [quarter * 3 - 2, quarter * 3];

const endOf = (month: number | null, now: Date): Day | null => day(month, lastDay(month, now));

/** 2月底. */
function lastDay(month: number | null, now: Date): number | null {
  return month === null ? null : new Date(Date.UTC(now.getUTCFullYear(), month, 0)).getUTCDate();
}

const LINK = '\\s*(?:\\.\\.|到|至|~|-+|—)\\s*';
const FULL_RANGE = new RegExp(
  `(?:20\\d\\d[年./-])?(\\d{1,2}|${NUMERAL})\\s*[月./-]\\s*(${NUMERAL})\\s*[号日]?${LINK}(?:20\\d\\d[年./-])?(?:(${NUMERAL})\\s*[月./-]\\s*)?(${NUMERAL}|[底末])\\s*[号日]?`,
);
const DAY_RANGE = new RegExp(`(${NUMERAL})\\s*[号日]?${LINK}(${NUMERAL})\\s*[号日]`);
const ONE_DAY = new RegExp(`(${NUMERAL})\\s*月\\s*(${NUMERAL})\\s*[号日]`);
const SINCE = new RegExp(`(${NUMERAL})\\s*月\\s*(${NUMERAL})\\s*[号日]\\s*(?:${UNTIL_NOW}|开始)`);
const MONTH = new RegExp(`(${NUMERAL})\\s*月(?!\\s*${NUMERAL})份?`);

function spanned(found: RegExpExecArray, period: string): PeriodMention {
  return { period, from: found.index, to: found.index + found[0].length };
}

function dated(folded: string, now: Date): PeriodMention | null {
  const full = FULL_RANGE.exec(folded);
  if (full?.[1] !== undefined && full[2] !== undefined && full[4] !== undefined) {
    const month = parseNumeral(full[1]);
    const from = day(month, parseNumeral(full[2]));
    const last = full[3] === undefined ? month : parseNumeral(full[3]);
    const to = day(last, /[底末]/.test(full[4]) ? lastDay(last, now) : parseNumeral(full[4]));
    if (from !== null && to !== null) return spanned(full, range(from, to));
  }
  const months = monthsIn(folded, now);
  if (months !== null) return months;
  const since = SINCE.exec(folded);
  if (since?.[1] !== undefined && since[2] !== undefined) {
    const from = day(parseNumeral(since[1]), parseNumeral(since[2]));
    if (from !== null) return spanned(since, range(from, dayAt(now, 0)));
  }
  const one = ONE_DAY.exec(folded);
  if (one?.[1] !== undefined && one[2] !== undefined) {
    const only = day(parseNumeral(one[1]), parseNumeral(one[2]));
    if (only !== null) return spanned(one, range(only, only));
  }
  const days = DAY_RANGE.exec(folded);
  if (days?.[1] !== undefined && days[2] !== undefined) {
    const { month } = dayAt(now, 0);
    const from = day(month, parseNumeral(days[1]));
    const to = day(month, parseNumeral(days[2]));
    if (from !== null && to !== null) return spanned(days, range(from, to));
  }
  return null;
}

/** 5号到12号: where two days stand with 到 between them, which could be tickets too. */
export function dayRange(folded: string): { readonly from: number; readonly to: number } | null {
  const found = DAY_RANGE.exec(folded.slice(0, LONGEST_READ));
  return found === null ? null : { from: found.index, to: found.index + found[0].length };
}

/** The period a sentence names: a named one, a month, a day or a stretch of days; null: none. */
export function periodMention(text: string, now: Date): PeriodMention | null {
  const folded = text.slice(0, LONGEST_READ);
  const exact = dated(folded, now);
  if (exact !== null) return exact;
  for (const [period, pattern] of NAMED) {
    const found = pattern.exec(folded);
    if (found !== null) return spanned(found, period);
  }
  const yesterday = /昨天|昨日|昨儿|yesterday/.exec(folded);
  if (yesterday !== null) {
    const until = new RegExp(`^${UNTIL_NOW}`).test(folded.slice(yesterday.index + yesterday[0].length));
    return spanned(yesterday, range(dayAt(now, -1), dayAt(now, until ? 0 : -1)));
  }
  const recent = new RegExp(`(?:最近|近|过去)\\s*(${NUMERAL})\\s*天`).exec(folded);
  const back = recent?.[1] === undefined ? null : parseNumeral(recent[1]);
  if (recent !== null && back !== null && back >= 1 && back <= 366) return spanned(recent, range(dayAt(now, 1 - back), dayAt(now, 0)));
  return month(folded);
}

function month(folded: string): PeriodMention | null {
  const found = MONTH.exec(folded);
  const number = found?.[1] === undefined ? null : parseNumeral(found[1]);
  return found !== null && number !== null && number >= 1 && number <= 12 ? spanned(found, `month:${number}`) : null;
}

// 俩工作日, 两三天: the more of the two. 半个月 and 一个月 are what people mean by them.
const COUNT = `(?:${NUMERAL}|俩|仨)`;
const DAYS = new RegExp(
  `(?:(${COUNT})|个?把)\\s*(?:[来多]\\s*)?(?:个\\s*)?(工作日|天|日(?!期)|星期|礼拜|周(?!${NUMERAL}))|(半|${COUNT})\\s*个(月)(?!前)`,
  'g',
);
/** 一周(五个工作日): the second says what the first means. */
const EXACTLY = new RegExp(`\\(\\s*(?:即|就是|也就是|共)?\\s*(${COUNT})\\s*个?\\s*(?:工作日|天|日)\\s*\\)`);

/** How many days a sentence asks for: 延期5天, 宽限两天, 一周. Weeks are seven days; 半天 is none. */
export function daysIn(text: string): number | null {
  const folded = text.slice(0, LONGEST_READ);
  const exactly = EXACTLY.exec(folded)?.[1];
  if (exactly !== undefined) return inDays(exactly, '天');
  const found = [...folded.matchAll(DAYS)][0];
  return found === undefined ? null : inDays(found[1] ?? found[3] ?? '一', found[2] ?? '月');
}

/** Where lengths of time stand. */
export function daySpans(folded: string): readonly { readonly from: number; readonly to: number }[] {
  return [...folded.slice(0, LONGEST_READ).matchAll(DAYS)].map((one) => ({ from: one.index, to: one.index + one[0].length }));
}

function inDays(spelled: string, unit: string): number | null {
  if (spelled === '半') return unit === '月' ? 15 : null;
  const two = /^[一二两三四五六七八九]([二三四五六七八九])$/.exec(spelled)?.[1];
  const count = spelled === '俩' ? 2 : spelled === '仨' ? 3 : parseNumeral(two ?? spelled);
  if (count === null) return null;
  const days = count * (unit === '月' ? 30 : /星期|礼拜|周/.test(unit) ? 7 : 1);
  return days >= 1 && days <= 366 ? days : null;
}
