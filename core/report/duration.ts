const MINUTE = 60_000;

/** Elapsed time in words: 不到1分钟, 12分钟, 3小时5分, 2天4小时. Round the clock; lists call it 历时. */
export function durationText(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 1) return '不到1分钟';
  if (minutes < 60) return `${minutes}分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours}小时` : `${hours}小时${minutes % 60}分`;
  return hours % 24 === 0 ? `${hours / 24}天` : `${Math.floor(hours / 24)}天${hours % 24}小时`;
}

/** Between two moments; a clock that stepped back reads as no time, never as a negative one. */
export function elapsedText(from: string | Date, to: string | Date): string {
  return durationText(Math.max(0, new Date(to).getTime() - new Date(from).getTime()));
}

export const minutesText = (minutes: number): string => durationText(minutes * MINUTE);
export const secondsText = (seconds: number): string => durationText(seconds * 1000);
