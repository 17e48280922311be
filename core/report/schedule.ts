import type { ScheduleEntry } from '../config/reports.ts';
import { dutyChat } from '../conversation/people.ts';
import type { WorkCalendar } from '../deadlines/calendar.ts';
import { shanghaiDate } from '../deadlines/shanghai.ts';
import type { ChatInfo, Directory, Member } from '../directory.ts';
import { seesAll } from '../permission/scope.ts';
import { anySilence } from '../shadow/silence.ts';
import { type Days, resolvePeriod } from './period.ts';
import type { ReportOrder } from './request.ts';
import { dateOfDay, dayNumber } from './shanghai.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What a machine that slept finds again: nobody wants yesterday morning's figures tomorrow; a week's or a month's are wanted all the same. */
const LATE_DAYS = { daily: 1, weekly: 5, monthly: 10, shadow: 5 } as const;
/** Longer than any holiday. */
const LOOK_BACK_DAYS = 30;

/** A report that is due: the day it is for, and what it looks back on. */
export interface DueReport {
  readonly schedule: ScheduleEntry;
  readonly date: string;
  /** Its moment on that day. */
  readonly at: Date;
  readonly days: Days;
}

/** What is due now, or was and could not be ordered then. */
export function dueReports(schedules: readonly ScheduleEntry[], calendar: WorkCalendar, now: Date): readonly DueReport[] {
  const today = shanghaiDate(now);
  const dates = Array.from({ length: 1 + Math.max(...Object.values(LATE_DAYS)) }, (_, back) => dateOfDay(dayNumber(today) - back));
  return schedules.flatMap((schedule) =>
    dates.flatMap((date): DueReport[] => {
      const at = new Date(`${date}T${schedule.time}:00+08:00`);
      const late = now.getTime() - at.getTime();
      if (late < 0 || late >= LATE_DAYS[schedule.report] * DAY_MS || !isDueOn(schedule, date, calendar)) return [];
      return [{ schedule, date, at, days: looksBackOn(schedule, date, calendar) }];
    }),
  );
}

/** On working days; of a week or a month on its first. */
function isDueOn({ report }: ScheduleEntry, date: string, calendar: WorkCalendar): boolean {
  if (!calendar.isWorkday(date)) return false;
  if (report === 'daily') return true;
  const first = report !== 'monthly' ? mondayOf(date) : dayNumber(`${date.slice(0, 8)}01`);
  for (let day = first; day < dayNumber(date); day += 1) if (calendar.isWorkday(dateOfDay(day))) return false;
  return true;
}

function looksBackOn({ report }: ScheduleEntry, date: string, calendar: WorkCalendar): Days {
  if (report === 'daily') return sinceLastWorkday(date, calendar);
  const noon = new Date(`${date}T12:00:00+08:00`);
  const last = resolvePeriod(report === 'monthly' ? 'last_month' : 'last_week', noon);
  if (last === null) return sinceLastWorkday(date, calendar);
  return report === 'monthly' ? last : withUntold(last, calendar);
}

/** In a week that is all holiday nothing is sent: the week before it is told of with it. */
function withUntold(week: Days, calendar: WorkCalendar): Days {
  const to = dayNumber(week.to);
  let from = dayNumber(week.from);
  const worked = () => Array.from({ length: 7 }, (_, i) => dateOfDay(from + i)).some((day) => calendar.isWorkday(day));
  while (from > to - LOOK_BACK_DAYS && !worked()) from -= 7;
  const first = dateOfDay(from);
  return first === week.from ? week : { from: first, to: week.to, label: `${spoken(first)}至${spoken(week.to)}` };
}

/** From the last working day to the day before: what came in over a weekend is told on Monday. By dates: it may be sent late. */
function sinceLastWorkday(date: string, calendar: WorkCalendar): Days {
  const yesterday = dayNumber(date) - 1;
  let first = yesterday;
  while (first > yesterday - LOOK_BACK_DAYS && !calendar.isWorkday(dateOfDay(first))) first -= 1;
  const [from, to] = [dateOfDay(first), dateOfDay(yesterday)];
  return { from, to, label: from === to ? spoken(from) : `${spoken(from)}至${spoken(to)}` };
}

/** Day 0, 1970-01-01, was a Thursday. */
const mondayOf = (date: string): number => dayNumber(date) - ((dayNumber(date) + 3) % 7);
const spoken = (date: string): string => `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;

/** One order a reader. Its key is the same whoever makes it and however often: it is sent once. */
export function ordersOf(due: DueReport, directory: Directory): readonly ReportOrder[] {
  const { schedule, date, days } = due;
  if (schedule.report === 'shadow') {
    // Nobody is told every week that nothing was heard in silence; and the desk, which judges, reads the sum of it.
    if (!anySilence(directory)) return [];
    const { key, report, title, formats } = schedule;
    const desk = dutyChat(directory);
    const request = { kind: 'scheduled' as const, report, title, days, formats };
    const sum: readonly ReportOrder[] = desk ? [{ key: `${key}.${date}.duty-desk`, chat: desk.id, reader: null, request }] : [];
    return [...toReaders(due, directory), ...sum];
  }
  return toReaders(due, directory);
}

function toReaders({ schedule, date, days }: DueReport, directory: Directory): readonly ReportOrder[] {
  return readersOf(schedule, directory).flatMap((member): ReportOrder[] => {
    const chat = aloneWith(member, directory);
    // Of no unit, and not one who sees all: there is nothing that is his to read.
    if (chat === null || (!seesAll(member) && member.department === null)) return [];
    const { key, report, title, formats } = schedule;
    const request = { kind: 'scheduled' as const, report, title, days, formats };
    return [{ key: `${key}.${date}.${member.key}`, chat: chat.id, reader: member.id, request }];
  });
}

export function readersOf({ readers }: Pick<ScheduleEntry, 'readers'>, directory: Directory): readonly Member[] {
  return directory.members.filter(
    (member) =>
      member.active && (readers.people.includes(member.key) || member.roles.some((role) => readers.roles.some((one) => one === role))),
  );
}

/** Where he himself can be written to; never his stand-in, who may not read what he may. */
export function aloneWith(member: Member, { identities, chats, channels }: Directory): ChatInfo | null {
  const own = identities.filter((one) => one.member === member.id && one.privateChat !== null).map((one) => one.privateChat);
  const found = channels.flatMap((channel) => chats.filter((chat) => chat.channel === channel && own.includes(chat.id)));
  return found[0] ?? null;
}
