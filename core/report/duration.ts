const MINUTE = 60_000;

/** Time that runs round the clock, in words: 不到1分钟, 12分钟, 3小时5分, 2天4小时. */
export function durationText(ms: number): string {
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 1) return '不到1分钟';
  if (minutes < 60) return `${minutes}分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours}小时` : `${hours}小时${minutes % 60}分`;
  return hours % 24 === 0 ? `${hours / 24}天` : `${Math.floor(hours / 24)}天${hours % 24}小时`;
}

/** Minutes of a working day: only to say long times shortly. */
const WORKDAY = 450;

/** Working time in words: 12分钟, 3小时5分, 1个工作日, 2个工作日3小时. */
export function workingText(minutes: number): string {
  const whole = Math.floor(Math.max(0, minutes));
  if (whole < WORKDAY) return durationText(whole * MINUTE);
  const days = Math.floor(whole / WORKDAY);
  const hours = Math.floor((whole % WORKDAY) / 60);
  return hours === 0 ? `${days}个工作日` : `${days}个工作日${hours}小时`;
}
