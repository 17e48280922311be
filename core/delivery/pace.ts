/** Moments of the sends of the last minute, oldest first. */
export type Sends = readonly number[];

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How much a wire takes: of all chats together, or of one. */
export interface Budget {
  readonly perMinute: number;
  /** Absent: the minute alone counts. A wire that has both refuses a minute's worth at once. */
  readonly perSecond?: number;
}

/** How long a send must wait, in ms, so that no window of a minute or a second holds more than the budget; 0: it may go now. */
export function waitFor(sends: Sends, { perMinute, perSecond }: Budget, now: number): number {
  const minute = waitWithin(MINUTE, sends, perMinute, now);
  return perSecond === undefined ? minute : Math.max(minute, waitWithin(SECOND, sends, perSecond, now));
}

function waitWithin(window: number, sends: Sends, most: number, now: number): number {
  const recent = sends.filter((at) => at > now - window);
  const oldestThatCounts = recent[recent.length - most];
  return oldestThatCounts === undefined ? 0 : oldestThatCounts + window - now;
}

export function noted(sends: Sends, now: number): Sends {
  return [...sends.filter((at) => at > now - MINUTE), now];
}
