import { z } from 'zod';
import { type Histogram, readBucket } from './buckets.ts';
import { METRICS, type Metric, TIMES, type Timed, TOOK_OVER } from './metrics.ts';

/** A counter summed over the days of a period. */
export interface Sum {
  readonly metric: string;
  readonly total: number;
}

/**
 * The figures of a period, of one unit or of the whole house. A unit's `received` is 接办, what was handed to it and not passed on
 * untaken; its `claimed` has each hand-over it took, the house's each ticket once.
 */
export type Totals = Readonly<Record<Metric, number>> & { readonly times: Readonly<Record<Timed, Histogram>> };

/** Counters of all departments together. */
export function houseTotals(sums: readonly Sum[]): Totals {
  return collect(sums);
}

/** Counters of one department. */
export function unitTotals(sums: readonly Sum[]): Totals {
  const own = collect(sums.map((sum) => ({ ...sum, metric: ofUnit(sum.metric) })));
  // A ticket handed over before hand-overs were counted may still be passed on.
  return { ...own, received: Math.max(0, own.dispatched - own.passed) };
}

const TOOK: ReadonlyMap<string, string> = new Map(Object.entries(TOOK_OVER));

function ofUnit(metric: string): string {
  return TOOK.get(metric) ?? metric.replace(/^tookOver~/, 'claim~');
}

function collect(sums: readonly Sum[]): Totals {
  const named = new Map<string, number>();
  const times = { claim: bucketless(), contact: bucketless(), close: bucketless(), closeNet: bucketless() };
  for (const { metric, total } of sums) {
    const read = readBucket(metric);
    const time = TIMES.find((one) => one === read?.time);
    if (read !== null && time !== undefined) times[time].set(read.bucket, (times[time].get(read.bucket) ?? 0) + total);
    else named.set(metric, (named.get(metric) ?? 0) + total);
  }
  return { ...Figures.parse(Object.fromEntries(METRICS.map((metric) => [metric, named.get(metric) ?? 0]))), times };
}

const bucketless = (): Map<number, number> => new Map();

/** Every metric, with a number. */
const Figures = z.record(z.enum(METRICS), z.number());
