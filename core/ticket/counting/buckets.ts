/** Each bucket is wider than the one before by this: what is read out of them is right to about 3 %. */
const GROWTH = 1.05;

/** The bucket of a number of seconds; 0: not even one. */
export function bucketOf(seconds: number): number {
  return seconds < 1 ? 0 : 1 + Math.floor(Math.log(seconds) / Math.log(GROWTH));
}

/** The seconds a bucket stands for: its middle, by ratio. */
export function secondsOf(bucket: number): number {
  return bucket <= 0 ? 0 : GROWTH ** (bucket - 0.5);
}

/** How many of each bucket. */
export type Histogram = ReadonlyMap<number, number>;

export function sizeOf(histogram: Histogram): number {
  return [...histogram.values()].reduce((sum, n) => sum + n, 0);
}

/** The seconds that this share took at most; null: of nothing. */
export function quantile(histogram: Histogram, share: number): number | null {
  const rank = Math.ceil(sizeOf(histogram) * share);
  let passed = 0;
  for (const [bucket, n] of [...histogram].toSorted(([a], [b]) => a - b)) {
    passed += n;
    if (n > 0 && passed >= rank) return secondsOf(bucket);
  }
  return null;
}

const NAME = /^([A-Za-z]+)~(\d+)$/;

/** `claim~57`: the counter of a bucket. */
export const bucketMetric = (time: string, seconds: number): string => `${time}~${bucketOf(seconds)}`;

export function readBucket(metric: string): { readonly time: string; readonly bucket: number } | null {
  const [, time, bucket] = NAME.exec(metric) ?? [];
  return time === undefined || bucket === undefined ? null : { time, bucket: Number(bucket) };
}
