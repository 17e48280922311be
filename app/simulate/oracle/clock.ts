import { aroundTheClock, type WorkTime } from './minutes.ts';
import type { Rules, RungRule } from './rules.ts';

/** One step's clock, as the oracle reckons it. */
export interface Clock {
  readonly step: string;
  /** 1, 2, 3 … each time this step was started. */
  readonly round: number;
  readonly start: number;
  readonly limit: string;
  readonly due: number;
  readonly warn: number;
  /** When this round was begun. */
  readonly setAt: number;
  met: boolean;
  readonly climbed: string[];
}

/** A rung with its moment. */
export interface Mark {
  readonly clock: Clock;
  readonly rule: Omit<RungRule, 'at'>;
  readonly moment: number;
}

/** In the order of a ticket's life. */
export const STEPS = ['dispatch', 'claim', 'contact', 'verify', 'answer', 'close', 'return', 'review'];

const MINUTE = 60_000;

/** `30m`, `2h`, `3d`. */
function amountOf(text: string): { readonly days: number } | { readonly milliseconds: number } {
  const count = Number(text.slice(0, -1));
  if (text.endsWith('d')) return { days: count };
  return { milliseconds: count * (text.endsWith('h') ? 60 : 1) * MINUTE };
}

export function after(time: WorkTime, from: number, text: string, times = 1): number {
  const amount = amountOf(text);
  return 'days' in amount ? time.plusDays(from, amount.days * times) : time.plus(from, amount.milliseconds * times);
}

/** How much a limit that starts here is, in milliseconds. */
function lengthOf(time: WorkTime, start: number, limit: string): number {
  const amount = amountOf(limit);
  return 'milliseconds' in amount ? amount.milliseconds : time.between(start, after(time, start, limit));
}

/** 黄牌: a day before; of a limit of a day or less, at its share. */
export function warningOf(
  time: WorkTime,
  start: number,
  limit: string,
  due: number,
  { before, share }: Rules['ladder']['warning'],
): number {
  const amount = amountOf(limit);
  const short = 'days' in amount ? amount.days <= 1 : amount.milliseconds <= time.dayLength;
  if (short) return time.minus(due, Math.round(lengthOf(time, start, limit) * (1 - share)));
  const lead = amountOf(before);
  return 'days' in lead ? time.minusDays(due, lead.days) : time.minus(due, lead.milliseconds);
}

/** What was left when it was stopped is left when it goes on; a pause never takes time away, nor gives any to what is late. */
export function afterPause(time: WorkTime, due: number, from: number, to: number): number {
  if (due <= from || to <= from) return due;
  return Math.max(due, time.plus(to, time.between(from, due)));
}

/** `warning`, `due`, `80%`, `due+2h`, `due+100%`. */
function momentOf(time: WorkTime, clock: Clock, at: string): number {
  if (at === 'warning') return clock.warn;
  if (at === 'due') return clock.due;
  const length = () => lengthOf(time, clock.start, clock.limit);
  const percent = at.endsWith('%') ? Number(at.replace('due+', '').slice(0, -1)) / 100 : null;
  if (!at.startsWith('due+')) return time.minus(clock.due, Math.round(length() * (1 - (percent ?? 0))));
  if (percent !== null) return time.plus(clock.due, Math.round(length() * percent));
  return after(time, clock.due, at.slice(4));
}

/**
 * The next rung of one clock. `now`: of what comes again and again only the latest is said; null: the next, whenever.
 * What lay before the clock was begun, and before its deadline, is never said.
 */
export function nextMark(time: WorkTime, rules: Rules, clock: Clock, now: number | null): Mark | null {
  const ladder = rules.ladder.steps[clock.step];
  if (ladder === undefined) return null;
  const marks = ladder.rungs.map((rule) => ({ clock, rule, moment: momentOf(time, clock, rule.at) }));
  const open = marks.filter(({ rule, moment }) => !clock.climbed.includes(rule.rung) && (moment >= clock.setAt || moment >= clock.due));
  const [first] = open.toSorted((a, b) => a.moment - b.moment);
  if (first !== undefined) return first;
  const last = Math.max(...marks.map(({ moment }) => moment));
  const { every, tell } = ladder.again;
  const momentOfTurn = (turn: number) => after(time, last, every, turn);
  let turn = 1 + Math.max(0, ...clock.climbed.map((rung) => (rung.startsWith('again-') ? Number(rung.slice('again-'.length)) : 0)));
  while (now !== null && momentOfTurn(turn + 1) <= now) turn += 1;
  return { clock, rule: { rung: `again-${turn}`, tell, card: null, act: 'remind', digest: false }, moment: momentOfTurn(turn) };
}

export function timeOf(rules: Rules, office: WorkTime, urgency: string): WorkTime {
  return rules.policy.roundTheClock.includes(urgency) ? aroundTheClock : office;
}
