/** Moments of the sends of the last minute, oldest first. */
export type Sends = readonly number[];

const MINUTE = 60_000;

/** How long a send must wait so that no 60-second window holds more than `perMinute`; 0: it may go now. */
export function waitFor(sends: Sends, perMinute: number, now: number): number {
  const recent = sends.filter((at) => at > now - MINUTE);
  const oldestThatCounts = recent[recent.length - perMinute];
  return oldestThatCounts === undefined ? 0 : oldestThatCounts + MINUTE - now;
}

export function noted(sends: Sends, now: number): Sends {
  return [...sends.filter((at) => at > now - MINUTE), now];
}
