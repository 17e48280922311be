const OFFSET_MS = 8 * 60 * 60 * 1000;

/**
 * The Asia/Shanghai calendar day of a moment, `YYYY-MM-DD`. China has kept one zone without summer time since 1992, so the
 * arithmetic is exact and does not depend on the time zone data of the machine.
 */
export function shanghaiDate(at: string | Date): string {
  return new Date(new Date(at).getTime() + OFFSET_MS).toISOString().slice(0, 10);
}
