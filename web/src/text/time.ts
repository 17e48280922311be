const ZONE = 'Asia/Shanghai';
const DAY = 86_400_000;
const clock = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const weekday = new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, weekday: 'long' });
const date = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });

/** As people name a moment: 14:05, 昨天 14:05, 星期三 14:05, 4月26日 14:05. */
export function momentOf(at: Date, now: Date): string {
  const day = dayOf(at, now);
  return day === '' ? clock.format(at) : `${day} ${clock.format(at)}`;
}

/** For a list: the time today, the day otherwise. */
export function shortMoment(at: Date, now: Date): string {
  const day = dayOf(at, now);
  return day === '' ? clock.format(at) : day;
}

function dayOf(at: Date, now: Date): string {
  const days = Math.round((midnight(now) - midnight(at)) / DAY);
  if (days <= 0) return '';
  if (days === 1) return '昨天';
  if (days < 7) return weekday.format(at);
  const [year, month, day] = date.format(at).split('-').map(Number);
  const thisYear = date.format(now).startsWith(`${year ?? ''}-`);
  return `${thisYear ? '' : `${year ?? ''}年`}${month ?? ''}月${day ?? ''}日`;
}

/** China has one zone and no summer time, so days are simply counted. */
function midnight(at: Date): number {
  return Date.parse(`${date.format(at)}T00:00:00+08:00`);
}
