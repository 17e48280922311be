import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Db } from '../prisma/store/client.ts';

const AGAIN_MS = 60_000;
const WORTH_A_LINE_MS = 2000;

/**
 * The database's time: machines disagree, and a deadline must not depend on whose process looks. The difference is measured
 * at the start and once a minute, so that asking the time costs nothing.
 */
export async function databaseClock(db: Db, log: Log): Promise<Clock & { stop(): void }> {
  let offset = await measure(db);
  if (Math.abs(offset) > WORTH_A_LINE_MS)
    log.warn({ offsetMs: offset }, "this machine's clock differs from the database's; the database's counts");
  const timer = setInterval(() => {
    measure(db).then(
      (found) => {
        offset = found;
      },
      (error: unknown) => log.debug({ error: String(error) }, "the database's time was not read; the last difference is kept"),
    );
  }, AGAIN_MS);
  timer.unref();
  return { now: () => new Date(Date.now() + offset), stop: () => clearInterval(timer) };
}

/** Half of the round trip is taken to be the way there. */
async function measure(db: Db): Promise<number> {
  const before = Date.now();
  const rows = await db.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
  const after = Date.now();
  return (rows[0]?.at.getTime() ?? after) - (before + after) / 2;
}
