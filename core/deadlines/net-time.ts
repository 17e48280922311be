import type { WorkCalendar } from './calendar.ts';
import type { Pause } from './ticket-clock.ts';

/** Working minutes of a stretch; a clock that stepped back reads as no time. */
export function workingMinutes(from: string | Date, to: string | Date, calendar: WorkCalendar): number {
  const [start, end] = [new Date(from), new Date(to)];
  return end.getTime() <= start.getTime() ? 0 : calendar.workingBetween(start, end);
}

/** The same without its pauses (挂账, 等企业, 延期). Where two of them overlap, the time is left out once; one that lasts, to the end. */
export function netMinutes(from: string | Date, to: string | Date, pauses: readonly Pause[], calendar: WorkCalendar): number {
  const [start, end] = [new Date(from).getTime(), new Date(to).getTime()];
  let counted = start;
  let net = 0;
  for (const pause of pauses.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const begin = Math.min(Math.max(Date.parse(pause.from), start), end);
    const over = Math.min(pause.to === null ? end : Date.parse(pause.to), end);
    if (begin > counted) net += workingMinutes(new Date(counted), new Date(begin), calendar);
    counted = Math.max(counted, over);
  }
  return net + workingMinutes(new Date(counted), new Date(end), calendar);
}
