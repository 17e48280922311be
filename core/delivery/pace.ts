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
  const oldestThatCounts = sends[sends.length - most];
  return oldestThatCounts === undefined ? 0 : Math.max(0, oldestThatCounts + window - now);
}

/** A group that was spoken to so often in so short a time hears what else there is bundled, and not each by itself. */
const SPOKEN = 3;
const BUNDLE_EVERY = 12 * SECOND;
/** As long as the bundles themselves keep coming. */
const SPOKEN_WITHIN = SPOKEN * BUNDLE_EVERY;

/** How long what waits for a busy chat waits for its like, in ms; 0: it goes by itself. */
export function bundleFor(sends: Sends, now: number): number {
  const last = sends.at(-1);
  const before = sends[sends.length - SPOKEN];
  return last === undefined || before === undefined || before <= now - SPOKEN_WITHIN ? 0 : Math.max(0, last + BUNDLE_EVERY - now);
}

export function noted(sends: Sends, now: number): Sends {
  return [...sends.filter((at) => at > now - MINUTE), now];
}
