import type { Slots } from '../commands/command.ts';
import type { Directory } from '../directory.ts';
import { departmentsNamed, enterprisesNamed, membersNamed } from './names.ts';
import { fold, trimOf, visible } from './normalize.ts';
import { LONGEST_READ, NUMERAL } from './numerals.ts';
import { daysIn, periodMention } from './periods.ts';
import { isLead, type TicketMention, ticketMentions } from './tickets.ts';

/** Commands about a stretch of time: to them 3号到5号 are days; to all others a number is a ticket first. */
const ABOUT_TIME: ReadonlySet<string> = new Set([
  'stats',
  'ranking',
  'board',
  'overdue_list',
  'commissioner_list',
  'export',
  'list_dept',
  'my_tickets',
  'roster',
  'deputy',
  'leave',
  'leave_end',
  'shadow',
]);
/** 3月8日前评审,延期3天: a date is no length of time. */
const DATE = new RegExp(`${NUMERAL}\\s*月\\s*${NUMERAL}\\s*[号日]`, 'g');

const HEAD_EDGE = ' \t\n,.，。、:：;；!！~～-';
const TAIL_EDGE = ' \t\n,，、:：;；-';

/**
 * What a command's rest holds. `command` (its neutral name) settles what a number means where it could be a ticket or a day;
 * without it, numbers are tickets and the period is still read.
 */
export function extractSlots(text: string, directory: Directory, now: Date, command?: string): Slots {
  const rest = visible(text).trim();
  const folded = fold(rest.slice(0, LONGEST_READ));
  const period = periodMention(folded, now);
  const aboutTime = command !== undefined && ABOUT_TIME.has(command);
  // Days are blotted out, not cut, so that the spans of what is left still fit the text.
  const readable = aboutTime && period !== null ? blot(folded, period.from, period.to) : folded;
  const named = ticketMentions(readable);
  const bareDays = command === 'extend' && daysIn(readable) === null ? daysAmong(named, readable) : null;
  const tickets = bareDays === null ? named : named.slice(0, -1);
  const enterprises = enterprisesNamed(folded, directory.enterprises);
  const departments = departmentsNamed(folded, directory.departments, enterprises);
  return {
    rest,
    tickets: unique(tickets.map((one) => one.number)),
    departments: unique(departments.map((one) => one.value)),
    enterprises: unique(enterprises.map((one) => one.value)),
    members: unique(membersNamed(folded, directory.members).map((one) => one.value)),
    period: period === null || (!aboutTime && tickets.some((one) => one.from < period.to && one.to > period.from)) ? null : period.period,
    days:
      bareDays ??
      daysIn(tickets.reduce((left, one) => blot(left, one.from, one.to), folded).replace(DATE, (date) => ' '.repeat(date.length))),
    words: trimOf(without(rest, named), HEAD_EDGE, TAIL_EDGE),
  };
}

const LONGEST_EXTENSION = 30;

/** `延期 15 5`: the second number is how long. 23 24 may be two tickets, so it is asked. */
function daysAmong(tickets: readonly TicketMention[], folded: string): number | null {
  const [first, second, third] = tickets;
  if (first === undefined || second === undefined || third !== undefined) return null;
  const bare = /^\d+$/.test(folded.slice(second.from, second.to)) && /^\s+$/.test(folded.slice(first.to, second.from));
  return bare && second.number <= LONGEST_EXTENSION && Math.abs(second.number - first.number) > 1 ? second.number : null;
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function blot(folded: string, from: number, to: number): string {
  return folded.slice(0, from) + ' '.repeat(to - from) + folded.slice(to);
}

/** The text without its tickets. A list at the head goes with the commas and 和 between its numbers. */
function without(rest: string, tickets: readonly { readonly from: number; readonly to: number }[]): string {
  let left = '';
  let from = 0;
  for (const one of tickets) {
    const between = rest.slice(from, one.from);
    const joins = from > 0 ? /^[\s,，、和及与跟同&+/]*$/.test(between) : isLead(fold(between));
    left += joins ? ' ' : between;
    from = one.to;
  }
  return (left + rest.slice(from)).replace(/[ \t]{2,}/g, ' ').trim();
}
