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

/** What waits for one chat. */
export interface Waiting {
  readonly count: number;
  /** When the first of it came. */
  readonly since: number;
  /** One of it is urgent. */
  readonly urgent: boolean;
}

export interface Rest {
  readonly private: boolean;
  /** How long what waits for a busy chat may wait for its like, in ms. */
  readonly bundleMs: number;
}

/** Twenty a minute, which Telegram gives a group: at this pace its minute is never used up. Somebody alone with us waits for his answer. */
const GAP = { group: 3 * SECOND, private: SECOND };
/** So many that came before one could be said are a burst. */
export const BURST = 4;
/** So many messages within so long, and the chat has heard enough of them one by one. */
const OFTEN = { sends: 5, within: 30 * SECOND };
/** From here to the wire, so that a fact that waits as long as it may is there in time. */
const ON_THE_WAY = 200;

/**
 * How long what waits for a chat waits for its like, in ms; 0: it goes now. The first goes at once, the next after a breath; in a busy
 * chat what waits goes as one when the first of it has waited long enough, or after that breath where one of it is urgent.
 */
export function bundleFor(read: Sends, waiting: Waiting, rest: Rest, now: number): number {
  const last = read.at(-1);
  if (last === undefined) return 0;
  const free = last + (rest.private ? GAP.private : GAP.group);
  const ripe = waiting.since + rest.bundleMs - ON_THE_WAY;
  const before = read[read.length - OFTEN.sends];
  const quiet = before === undefined ? free : before + OFTEN.within;
  const burst = waiting.count >= BURST && waiting.since < free;
  const until = waiting.urgent ? free : burst ? ripe : Math.min(ripe, quiet);
  return Math.max(0, Math.max(free, until) - now);
}

export function noted(sends: Sends, now: number): Sends {
  return [...sends.filter((at) => at > now - MINUTE), now];
}
