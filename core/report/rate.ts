/** A rate with what it is made of: `83%（5/6）`. Of nothing there is no rate. */
export function rateText(part: number, whole: number): string {
  return whole <= 0 ? '暂无（0/0）' : `${Math.round((part / whole) * 100)}%（${part}/${whole}）`;
}

/** A mean of summed seconds with how many they are of. */
export function meanText(seconds: number, count: number, say: (seconds: number) => string): string {
  return count <= 0 ? '暂无' : `平均${say(seconds / count)}（${count}件）`;
}
