import { type Db, openDatabase } from '../../prisma/store/client.ts';
import { checkHeard } from './check-heard.ts';
import { checkSaid } from './check-said.ts';
import { checkTickets } from './check-tickets.ts';
import type { Happened } from './faults.ts';
import type { Fate } from './processes.ts';
import type { Target } from './schedule.ts';
import type { Accepted, Offered } from './wires.ts';

/** One promise, and every case found in which it was not kept. */
export interface Bar {
  readonly name: string;
  readonly failures: readonly string[];
}

export interface Run {
  readonly databaseUrl: string;
  readonly offered: readonly Offered[];
  readonly accepted: { readonly telegram: readonly Accepted[]; readonly wechat: readonly Accepted[] };
  readonly fates: ReadonlyMap<Target, Fate>;
  readonly faults: readonly Happened[];
  readonly atRest: boolean;
  readonly exits: readonly { readonly target: Target; readonly code: number | null; readonly signal: string | null }[];
}

export interface Checked {
  readonly bars: readonly Bar[];
  readonly figures: Readonly<Record<string, number>>;
}

/** What the driver wrote down, against what stands in the database. */
export async function checkRun(run: Run): Promise<Checked & { readonly points: Readonly<Record<string, number>> }> {
  const db = openDatabase(run.databaseUrl, 3);
  try {
    const parts = [checkProcesses(run), await checkHeard(db, run), await checkTickets(db, run), await checkSaid(db, run)];
    return {
      bars: parts.flatMap((part) => part.bars),
      figures: Object.assign({}, ...parts.map((part) => part.figures)),
      points: pointsOf(run),
    };
  } finally {
    await db.$disconnect();
  }
}

export type Check = (db: Db, run: Run) => Promise<Checked>;

function checkProcesses({ fates, exits, atRest, faults }: Run): Checked {
  const all = [...fates.values()];
  const sum = (of: (fate: Fate) => number) => all.reduce((n, fate) => n + of(fate), 0);
  const servers = faults.filter(({ fault }) => fault.kind === 'kill-server').length;
  const other = faults.filter(({ fault }) => !['kill', 'arm', 'kill-server'].includes(fault.kind)).length;
  return {
    bars: [
      { name: 'comes to rest once all is well', failures: atRest ? [] : ['something still waited at the deadline'] },
      { name: 'no process ends but by order', failures: all.flatMap((fate) => fate.fell) },
      {
        name: 'asked to stop, it stops',
        failures: exits.flatMap(({ target, code, signal }) => (code === 0 ? [] : [`${target} ended with ${signal ?? code}`])),
      },
    ],
    figures: {
      kills: sum((fate) => fate.kills + fate.struck.length) + servers,
      'of which at a named point': sum((fate) => fate.struck.length),
      'of which servers': servers,
      'orderly restarts': sum((fate) => fate.restarts),
      'starts without a database': sum((fate) => fate.failedStarts),
      'other faults': other,
    },
  };
}

function pointsOf({ fates }: Run): Record<string, number> {
  const points: Record<string, number> = {};
  for (const { struck } of fates.values()) for (const point of struck) points[point] = (points[point] ?? 0) + 1;
  return points;
}
