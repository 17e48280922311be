import { z } from 'zod';
import type { Climb, Deed, Expected } from './expected.ts';
import { ClockedBody, EscalatedBody, type LogEvent, millis } from './log.ts';
import type { Setting } from './matter.ts';

/** One thing that is not as the oracle says. */
export interface Difference {
  readonly ticket: number;
  /** `claim.2.red`, `close.1`, or a column of the row. */
  readonly what: string;
  readonly expected: string;
  readonly found: string;
}

/** The row's own columns that follow from clocks. */
export interface Row {
  readonly state: string;
  readonly clocks: unknown;
  readonly dueAt: Date | null;
  readonly deadlineAt: Date | null;
  readonly warnAt: Date | null;
}

type Pair = readonly [name: string, expected: unknown, found: unknown];

const NONE = '无';

export function differencesOf(ticket: number, expected: Expected, log: readonly LogEvent[], row: Row): Difference[] {
  const told = (what: string, wanted: string, found: string): Difference => ({ ticket, what, expected: wanted, found });
  return [
    ...settingsApart(expected.settings, log, told),
    ...climbsApart(expected.climbs, log, told),
    ...deedsApart(expected.deeds, log, told),
    ...extensionsApart(expected.extensions, log, told),
    ...unequal([
      ['工单行的状态', expected.state, row.state],
      ['工单行里在走的钟', expected.running.map(clockWords).toSorted().join('、'), runningOf(row.clocks)],
      ['工单行 due_at', moment(expected.dueAt), moment(row.dueAt?.getTime() ?? null)],
      ['工单行 deadline_at', moment(expected.deadlineAt), moment(row.deadlineAt?.getTime() ?? null)],
      ['工单行 warn_at', moment(expected.warnAt), moment(row.warnAt?.getTime() ?? null)],
    ]).map(([what, wanted, found]) => told(what, String(wanted), String(found))),
  ];
}

const Clocks = z.array(z.object({ step: z.string(), round: z.number(), dueAt: z.string(), metAt: z.string().nullable() }));

function runningOf(clocks: unknown): string {
  const running = Clocks.parse(clocks).filter(({ metAt }) => metAt === null);
  return running
    .map(({ step, round, dueAt }) => clockWords({ step, round, due: millis(dueAt) }))
    .toSorted()
    .join('、');
}

function clockWords({ step, round, due }: { readonly step: string; readonly round: number; readonly due: number }): string {
  return `${step}.${round} 到 ${moment(due)}`;
}

type Told = (what: string, wanted: string, found: string) => Difference;

/** Each clock by its step, its round, and how often it was set in that round. */
function settingsApart(expected: readonly Setting[], log: readonly LogEvent[], told: Told): Difference[] {
  const rounds = new Map<string, number>();
  const found = log.flatMap((event) => {
    if (event.type !== 'clocked') return [];
    const { mode, clocks } = ClockedBody.parse(event.body);
    return clocks.map((clock) => {
      const round = (rounds.get(clock.step) ?? 0) + (mode === 'start' ? 1 : 0);
      rounds.set(clock.step, round);
      return { ...clock, round, mode, at: event.at };
    });
  });
  const wanted = numbered(expected.map((one) => ({ ...one, ...one.clock })));
  const actual = numbered(found);
  return both(wanted, actual, told, (one, other, key) =>
    unequal([
      ['起算', moment(one.start), moment(millis(other.startedAt))],
      ['时限', one.limit, other.limit],
      ['到期', moment(one.due), moment(millis(other.dueAt))],
      ['黄牌', moment(one.warn), moment(millis(other.warnAt))],
      ['定下的时刻', moment(one.at), moment(other.at)],
      ['方式', one.mode, other.mode],
    ]).map(([name, want, have]) => told(`${key} ${name}`, String(want), String(have))),
  );
}

function numbered<T extends { readonly step: string; readonly round: number }>(all: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const one of all) {
    let times = 1;
    while (map.has(nameOf(one, times))) times += 1;
    map.set(nameOf(one, times), one);
  }
  return map;
}

const nameOf = ({ step, round }: { readonly step: string; readonly round: number }, times: number): string =>
  `${step}.${round}${times === 1 ? '' : `（第 ${times} 次）`}`;

function climbsApart(expected: readonly Climb[], log: readonly LogEvent[], told: Told): Difference[] {
  const found = log.flatMap((event) => (event.type === 'escalated' ? [{ at: event.at, ...EscalatedBody.parse(event.body) }] : []));
  const wanted = new Map(expected.map((one) => [one.key, one]));
  const actual = new Map(found.map((one) => [one.key, one]));
  const twice = found.length - actual.size;
  const apart = both(wanted, actual, told, (one, other, key) =>
    unequal([
      ['这一级的时刻', moment(one.moment), moment(millis(other.moment))],
      ['做的时刻', moment(one.at), moment(other.at)],
      ['到期', moment(one.due), moment(millis(other.dueAt))],
      ['牌', one.rule.card ?? NONE, other.card ?? NONE],
      ['动作', one.rule.act, other.act],
      ['告诉谁', one.rule.tell.join(' '), other.tell.join(' ')],
      ['专报', one.rule.digest, other.digest],
    ]).map(([name, want, have]) => told(`${key} ${name}`, String(want), String(have))),
  );
  const order = (keys: Iterable<string>, among: ReadonlyMap<string, unknown>) => [...keys].filter((key) => among.has(key)).join(' ');
  const inOrder: Pair = ['先后', order(wanted.keys(), actual), order(actual.keys(), wanted)];
  return [...apart, ...unequal([inOrder, ['重复的级', 0, twice]]).map(([what, want, have]) => told(what, String(want), String(have)))];
}

const Granted = z.object({ until: z.string() });

/** The granted days count from the asking. */
function extensionsApart(expected: readonly number[], log: readonly LogEvent[], told: Told): Difference[] {
  const words = (moments: readonly number[]) => moments.map(moment).join('、') || NONE;
  const found = log.flatMap(({ type, body }) => (type === 'extension-granted' ? [millis(Granted.parse(body).until)] : []));
  return unequal([['延期至', words(expected), words(found)]]).map(([what, wanted, have]) => told(what, String(wanted), String(have)));
}

const Rule = z.object({ rule: z.string().nullable() });

function deedsApart(expected: readonly Deed[], log: readonly LogEvent[], told: Told): Difference[] {
  const found = log.flatMap(({ type, at, byClock, body }) => {
    if (type === 'lapsed' || type === 'archived' || (byClock && type === 'urged')) return [{ type, at }];
    return type === 'supervised' && Rule.parse(body).rule === 'overdue' ? [{ type, at }] : [];
  });
  return both(counted(expected), counted(found), told, () => []);
}

/** Two clocks may do the same at one moment. */
function counted<T extends { readonly type: string; readonly at: number }>(all: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const one of all) {
    let key = `${one.type} ${moment(one.at)}`;
    while (map.has(key)) key = `${key}*`;
    map.set(key, one);
  }
  return map;
}

function both<E, F>(
  wanted: ReadonlyMap<string, E>,
  found: ReadonlyMap<string, F>,
  told: Told,
  compare: (one: E, other: F, key: string) => Difference[],
): Difference[] {
  const missing = [...wanted.keys()].filter((key) => !found.has(key)).map((key) => told(key, '有', NONE));
  const extra = [...found.keys()].filter((key) => !wanted.has(key)).map((key) => told(key, NONE, '有'));
  const apart = [...wanted].flatMap(([key, one]) => {
    const other = found.get(key);
    return other === undefined ? [] : compare(one, other, key);
  });
  return [...missing, ...extra, ...apart];
}

function unequal(pairs: readonly Pair[]): Pair[] {
  return pairs.filter(([, expected, found]) => expected !== found);
}

/** In Shanghai's time, to the millisecond. */
function moment(at: number | null): string {
  return at === null ? NONE : new Date(at + 8 * 3_600_000).toISOString().replace('T', ' ').replace('Z', '');
}
