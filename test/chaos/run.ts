import type { Db } from '../../prisma/store/client.ts';
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

export type Check = (db: Db, run: Run) => Promise<Checked>;
