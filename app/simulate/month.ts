import type { WorkCalendar } from '../../core/deadlines/calendar.ts';
import type { Utterance } from './agenda.ts';
import type { Cast, Leave } from './cast.ts';
import { DANGER, MATTERS, PLACES, PRESSING, SPANS, TALK, UNCLEAR } from './matters.ts';
import type { Chance } from './random.ts';

/** Something that is said whatever becomes of the rest. */
export interface Fixed extends Utterance {
  readonly at: Date;
  /** Of a report: whose it is; null: it is none, or nobody knows. */
  readonly meant: string | null;
}

const DAY = 86_400_000;
/** A group of 48 entrepreneurs brings so many matters on a working day, and so many on another. */
const WORKDAY_REPORTS = 10;
const FREE_DAY_REPORTS = 1.8;
const WHOLE_GROUP = 48;

/** The days of a run, `YYYY-MM-DD` in Shanghai. */
export function daysOf(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => new Date(Date.parse(`${start}T00:00:00Z`) + i * DAY).toISOString().slice(0, 10));
}

/** What the group says of its own accord in a month: matters, small talk, questions for figures, leaves. */
export function monthOf(days: readonly string[], cast: Cast, leaves: readonly Leave[], calendar: WorkCalendar, chance: Chance): Fixed[] {
  const share = cast.reporters.length / WHOLE_GROUP;
  return days.flatMap((day) => {
    const own = chance.of(day);
    const works = calendar.isWorkday(day);
    const mean = (works ? WORKDAY_REPORTS : FREE_DAY_REPORTS) * share;
    const count = Math.floor(mean * (0.7 + own.next() * 0.6) + own.next());
    const reports = Array.from({ length: count }, (_, i) => reportOf(day, works, cast, own.of(`report ${i}`)));
    const talk = Array.from({ length: own.between(1, works ? 5 : 3) }, (_, i) => talkOf(day, cast, own.of(`talk ${i}`)));
    const figures = works ? figuresOf(day, cast, own.of('figures')) : [];
    return [...reports, ...talk, ...figures, ...leaves.flatMap((leave) => leaveOf(leave, day, cast, own))];
  });
}

function reportOf(day: string, works: boolean, cast: Cast, chance: Chance): Fixed {
  const kind = chance.weighted({ ordinary: 90, unclear: 4, pressing: 4.5, danger: 1.5 });
  const meant = chance.pick(Object.keys(MATTERS));
  const from = { ordinary: MATTERS[meant] ?? [], unclear: UNCLEAR, pressing: PRESSING, danger: DANGER }[kind];
  const text = chance.pick(from).replaceAll('{place}', chance.pick(PLACES)).replaceAll('{span}', chance.pick(SPANS));
  const who = chance.pick(cast.reporters);
  const chat = chance.happens(0.88) ? 'work' : `dm:${who}`;
  return { at: whenOf(day, works, chance), who, chat, said: { text }, meant: kind === 'ordinary' ? meant : null };
}

/** Mostly while people work, some in the evening, a few in the night. */
function whenOf(day: string, works: boolean, chance: Chance): Date {
  const part = chance.weighted({ day: works ? 80 : 50, evening: works ? 14 : 38, night: works ? 6 : 12 });
  const [from, to] = { day: [8, 18], evening: [18, 22.5], night: [0, 7] }[part] ?? [8, 18];
  return at(day, (from ?? 8) + chance.next() * ((to ?? 18) - (from ?? 8)));
}

function talkOf(day: string, cast: Cast, chance: Chance): Fixed {
  return {
    at: at(day, 8 + chance.next() * 13),
    who: chance.pick(cast.reporters),
    chat: 'work',
    said: { text: chance.pick(TALK) },
    meant: null,
  };
}

/** Those who look at the figures. */
function figuresOf(day: string, cast: Cast, chance: Chance): Fixed[] {
  const [leader = ''] = cast.leaders;
  const [desk = ''] = cast.desk;
  const asks = (who: string, chat: string, text: string, hour: number): Fixed => ({
    at: at(day, hour + chance.next() * 0.4),
    who,
    chat,
    said: { text },
    meant: null,
  });
  return [
    ...(chance.happens(0.5) ? [asks(leader, `dm:${leader}`, '看板', 9)] : []),
    ...(chance.happens(0.4) ? [asks(desk, 'duty', '超时', 10)] : []),
    ...(chance.happens(0.2) ? [asks(leader, `dm:${leader}`, chance.pick(['统计 本月', '排名 本月']), 16)] : []),
  ];
}

/** Said the afternoon before. */
function leaveOf({ who, deputy, from, to }: Leave, day: string, cast: Cast, chance: Chance): Fixed[] {
  if (Date.parse(`${from}T00:00:00Z`) - DAY !== Date.parse(`${day}T00:00:00Z`)) return [];
  const text = `请假 ${spoken(from)}到${spoken(to)} ${cast.nameOf(deputy)}代`;
  return [{ at: at(day, 15 + chance.next() * 2), who, chat: `dm:${who}`, said: { text }, meant: null }];
}

function spoken(date: string): string {
  return `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`;
}

/** Whole seconds, as wires tell them. */
function at(day: string, hours: number): Date {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + Math.round(hours * 3600) * 1000);
}
