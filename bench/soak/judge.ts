import type { Weight } from '../wire.ts';

export interface Judged {
  readonly what: string;
  /** Megabytes, or a count. */
  readonly median: number;
  /** From the first of these samples to the last, by the line laid through them. */
  readonly climbs: number;
  readonly bound: number;
  readonly flat: boolean;
}

const MB = 2 ** 20;
/** It may climb by this part of itself, or by so much where that is more: collectors and allocators breathe. */
const SHARE = 0.05;
const MEASURES: readonly { readonly what: string; readonly of: (weight: Weight) => number | null; readonly least: number }[] = [
  { what: 'RSS, MB', of: ({ rss }) => rss / MB, least: 24 },
  { what: 'heap, MB', of: ({ heapUsed }) => heapUsed / MB, least: 6 },
  { what: 'external, MB', of: ({ external }) => external / MB, least: 6 },
  { what: 'descriptors', of: ({ descriptors }) => descriptors, least: 4 },
  { what: 'handles', of: ({ handles }) => handles, least: 4 },
  { what: 'timers', of: ({ timers }) => timers, least: 8 },
  { what: 'connections', of: ({ connections }) => connections, least: 3 },
  { what: 'Redis, MB', of: ({ redisMemory }) => (redisMemory === null ? null : redisMemory / MB), least: 3 },
  { what: 'waiting', of: ({ waiting }) => waiting, least: 50 },
];

/** Only climbing counts: what falls is no leak. */
export function judge(samples: readonly (Weight & { readonly atMs: number })[]): readonly Judged[] {
  return MEASURES.flatMap(({ what, of, least }) => {
    const points = samples.flatMap((sample) => {
      const value = of(sample);
      return value === null ? [] : [{ at: sample.atMs, value }];
    });
    const [first, last] = [points[0], points.at(-1)];
    if (!first || !last || first === last) return [];
    const climbs = slopeOf(points) * (last.at - first.at);
    const middle = median(points.map(({ value }) => value));
    const bound = Math.max(least, middle * SHARE);
    return [{ what, median: middle, climbs, bound, flat: climbs <= bound }];
  });
}

/** Theil–Sen: one odd sample moves it little. */
function slopeOf(points: readonly { readonly at: number; readonly value: number }[]): number {
  return median(points.flatMap((a, i) => points.slice(i + 1).map((b) => (b.value - a.value) / (b.at - a.at))));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
