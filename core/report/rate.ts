import type { RateFigure } from './figures.ts';

/** A share in whole percents. Short of all it is never 100, above nothing never 0. */
export function percent(part: number, whole: number): number {
  const rounded = Math.round((part / whole) * 100);
  if (rounded === 100 && part < whole) return 99;
  return rounded === 0 && part > 0 ? 1 : rounded;
}

/** A rate with what it is made of: `83%（5/6）`. Of nothing there is no rate. */
export function rateText(part: number, whole: number): string {
  return whole <= 0 ? '暂无（0/0）' : `${percent(part, whole)}%（${part}/${whole}）`;
}

/** `满意率 75%（3/4，未评价的 2 件不算）`. */
export function rateLine({ name, part, whole, left }: RateFigure): string {
  const what = left === '' ? '' : `，${left}`;
  return whole <= 0 ? `${name} 暂无（0/0${what}）` : `${name} ${percent(part, whole)}%（${part}/${whole}${what}）`;
}
