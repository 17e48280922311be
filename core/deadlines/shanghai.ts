/** How far Shanghai is ahead of UTC. */
export const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The Asia/Shanghai calendar day of a moment, `YYYY-MM-DD`. China has kept one zone without summer time since 1992, so the
 * arithmetic is exact and does not depend on the time zone data of the machine.
 */
export function shanghaiDate(at: string | Date): string {
  return new Date(new Date(at).getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** The midnight in Shanghai that ends this moment's day. */
export function nextMidnight(at: Date): Date {
  return new Date(new Date(`${shanghaiDate(at)}T00:00:00Z`).getTime() + DAY_MS - SHANGHAI_OFFSET_MS);
}
