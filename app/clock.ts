import { performance } from 'node:perf_hooks';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { Db } from '../prisma/store/client.ts';

const AGAIN_MS = 60_000;
const LOOKS = 5;
const WORTH_A_LINE_MS = 2000;
/** By more than this the two clocks of one machine differ only where one was set, or the machine slept. */
const JUMP_MS = 1000;

/** Two readings of this machine: the one that can be set, and the one that only runs (and stands still while the machine sleeps). */
export interface Readings {
  wall(): number;
  steady(): number;
}

interface Point {
  readonly at: number;
  readonly wall: number;
  readonly steady: number;
}

const machine: Readings = { wall: () => Date.now(), steady: () => performance.now() };

/**
 * The database's time: machines disagree, and a deadline must not depend on whose process looks. It is measured at the start and
 * once a minute, so that asking the time costs nothing; in between it goes on with the steady clock, so that nobody who sets this
 * machine's clock fires a deadline early. When the two readings of the machine come apart (it was set, or it slept), the
 * database is asked again at once.
 */
export async function databaseClock(db: Db, log: Log, readings: Readings = machine): Promise<Clock & { stop(): void }> {
  let point = await measure(db, readings);
  let asking = false;
  if (Math.abs(point.at - point.wall) > WORTH_A_LINE_MS)
    log.warn({ offsetMs: Math.round(point.at - point.wall) }, "this machine's clock differs from the database's; the database's counts");

  function ask(): void {
    if (asking) return;
    asking = true;
    measure(db, readings)
      .then(
        (found) => {
          point = found;
        },
        (error: unknown) => log.debug({ error: String(error) }, "the database's time was not read; the steady clock goes on"),
      )
      .finally(() => {
        asking = false;
      });
  }

  const timer = setInterval(ask, AGAIN_MS);
  timer.unref();
  return {
    now() {
      const passed = readings.steady() - point.steady;
      if (Math.abs(readings.wall() - point.wall - passed) > JUMP_MS) ask();
      return new Date(point.at + passed);
    },
    stop: () => clearInterval(timer),
  };
}

/**
 * Half of the round trip is taken to be the way there: so it is off by half of it at most. Of several the quickest counts, since on
 * a busy machine one alone may have waited anywhere, and two processes would disagree about what came first.
 */
async function measure(db: Db, readings: Readings): Promise<Point> {
  let best: (Point & { readonly took: number }) | null = null;
  for (let look = 0; look < LOOKS; look += 1) {
    const before = readings.steady();
    const rows = await db.$queryRaw<{ at: Date }[]>`SELECT clock_timestamp() AS at`;
    const after = readings.steady();
    const wall = readings.wall();
    const took = after - before;
    const at = (rows[0]?.at.getTime() ?? wall) + took / 2;
    if (best === null || took < best.took) best = { at, wall, steady: after, took };
  }
  if (best === null) throw new Error('the clock was not read');
  return best;
}
