import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { replay } from '../../core/ticket/fold.ts';
import { OPEN_STATES } from '../../core/ticket/ticket.ts';
import type { Db } from '../../prisma/store/client.ts';
import { eventOf, ticketOf } from '../../prisma/store/rows.ts';
import type { Rules } from './oracle/rules.ts';
import { type Told, toldBy } from './told.ts';

/** One promise of the house, looked at from outside. */
export interface Check {
  readonly name: string;
  /** How many were looked at. */
  readonly looked: number;
  /** What is not so, in words. */
  readonly faults: readonly string[];
}

export async function checksOf(db: Db, rules: Rules, run: { readonly said: number; readonly end: Date }): Promise<Check[]> {
  const told = await toldBy(db);
  return [
    await rowsAreFolds(db),
    await ledgerAddsUp(db, run.said),
    await nothingLeftUnsaid(db, run.end),
    await openOnesAreDue(db),
    keysAreUnique(told),
    nightsAreQuiet(told, rules),
    toldOnce(told),
    everyRungWasSaid(told),
  ];
}

async function rowsAreFolds(db: Db): Promise<Check> {
  const rows = await db.ticket.findMany({ orderBy: { number: 'asc' } });
  const events = (await db.ticketEvent.findMany({ orderBy: [{ ticket: 'asc' }, { seq: 'asc' }] })).map(eventOf);
  const faults = rows.map(ticketOf).flatMap((ticket) => {
    try {
      const folded = replay(events.filter((event) => event.ticket === ticket.number));
      return isDeepStrictEqual(folded, ticket) ? [] : [`#${ticket.number} 的工单行与它的记录重放出来的不一样`];
    } catch (error) {
      return [`#${ticket.number} 的记录重放不了：${error instanceof Error ? error.message : String(error)}`];
    }
  });
  return { name: '工单行等于记录的重放', looked: rows.length, faults };
}

const Ended = z.object({ outcome: z.string().nullable(), status: z.string(), error: z.string().nullable() });

async function ledgerAddsUp(db: Db, said: number): Promise<Check> {
  const rows = z.array(Ended).parse(await db.inbox.findMany({ select: { outcome: true, status: true, error: true } }));
  const waiting = rows.filter(({ status, outcome }) => status !== 'done' || outcome === null).length;
  const failed = rows.filter(({ error }) => error !== null).length;
  return {
    name: '收到的每条消息都有着落',
    looked: rows.length,
    faults: [
      ...(rows.length === said ? [] : [`说了 ${said} 条，收到 ${rows.length} 条`]),
      ...(waiting === 0 ? [] : [`${waiting} 条没有着落`]),
      ...(failed === 0 ? [] : [`${failed} 条没能处理`]),
    ],
  };
}

/** `held`: kept for the fold or the morning after the run. */
async function nothingLeftUnsaid(db: Db, end: Date): Promise<Check> {
  const rows = await db.outbox.findMany({ select: { id: true, status: true, notBefore: true, dedupeKey: true } });
  const left = rows.filter(({ status, notBefore }) => !['sent', 'withdrawn'].includes(status) && !(status === 'held' && notBefore > end));
  return { name: '该说的都说了', looked: rows.length, faults: left.map(({ dedupeKey, status }) => `${dedupeKey}：${status}`) };
}

async function openOnesAreDue(db: Db): Promise<Check> {
  const open = await db.ticket.findMany({ where: { state: { in: [...OPEN_STATES] } }, select: { number: true, dueAt: true } });
  return {
    name: '在办的每一件都有下一步',
    looked: open.length,
    faults: open.flatMap(({ number, dueAt }) => (dueAt === null ? [`#${number} 没有下一步的时刻`] : [])),
  };
}

function keysAreUnique({ spoken }: Told): Check {
  const keys = new Map<string, number>();
  for (const { key } of spoken) keys.set(key, (keys.get(key) ?? 0) + 1);
  const twice = [...keys].filter(([, times]) => times > 1);
  return { name: '没有两条通知用同一个去重号', looked: spoken.length, faults: twice.map(([key]) => key) };
}

/** Whatever the clock has to say waits for the morning, unless life or limb is in danger. */
function nightsAreQuiet({ spoken }: Told, { quiet }: Rules): Check {
  const ofClock = spoken.filter(({ byClock, critical, sentAt }) => byClock && !critical && sentAt !== null);
  const isQuiet = (clock: string) =>
    quiet.from <= quiet.to ? quiet.from <= clock && clock < quiet.to : clock >= quiet.from || clock < quiet.to;
  return {
    name: '免打扰时段只说特急',
    looked: ofClock.length,
    faults: ofClock.flatMap(({ key, sentAt }) =>
      sentAt !== null && isQuiet(clockOf(sentAt)) ? [`${key} 在 ${clockOf(sentAt)} 说了`] : [],
    ),
  };
}

function clockOf(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
}

/** Of one rung nobody hears twice: not in two chats, nor by name in a room and alone besides. */
function toldOnce({ spoken, rungs }: Told): Check {
  const ears = new Map<string, string[]>();
  for (const { rung, kind, to } of spoken) {
    // A room that may not read a touchy matter is told that there is something; who may is told alone what.
    if (rung !== null && !kind.endsWith('-private')) ears.set(rung, [...(ears.get(rung) ?? []), ...to]);
  }
  const faults = [...ears].flatMap(([rung, all]) => {
    const twice = new Set(all.filter((ear, i) => all.indexOf(ear) !== i));
    return [...twice].map((ear) => `${rung} 对 ${ear} 说了两遍`);
  });
  return { name: '同一级提醒一个人只听一遍', looked: rungs.length, faults };
}

/** A rung that reaches nobody is a promise that went quiet. */
function everyRungWasSaid({ spoken, due }: Told): Check {
  const heard = new Set(spoken.map(({ rung }) => rung));
  return {
    name: '每一级提醒都有人听到',
    looked: due.length,
    faults: due.filter((rung) => !heard.has(rung)).map((rung) => `${rung} 没有说给任何人`),
  };
}
