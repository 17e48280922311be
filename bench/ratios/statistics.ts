export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

/** Three figures that say something, whatever the size: 0.0123, 1.23, 1,234. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return '?';
  const size = Math.abs(value);
  return size >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
