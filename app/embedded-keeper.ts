import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../core/log.ts';
import type { EmbeddedDatabase } from './embedded-postgres.ts';

const LOOK_MS = 1000;
/** Between two tries at most, however often it has failed. */
const MOST_MS = 10_000;
/** What a killed server leaves behind takes a moment to go, and of several processes that start it one is first: no cause for alarm. */
const EXPECTED = 3;

/** A server that was killed (for want of memory, by a slip) is started again: in the embedded form nobody else does. */
export function keepUp({ revive }: Pick<EmbeddedDatabase, 'revive'>, log: Log): { stop(): Promise<void> } {
  const end = new AbortController();
  let failed = 0;

  async function look(): Promise<void> {
    try {
      if (await revive()) log.error({}, 'the embedded database had died; it was started again');
      failed = 0;
    } catch (error) {
      failed += 1;
      const why = { failed, error: String(error), see: 'postgres/server.log in the data folder' };
      log[failed > EXPECTED ? 'error' : 'warn'](why, 'the embedded database has died and does not start; tried again');
    }
  }

  async function keep(): Promise<void> {
    while (!end.signal.aborted) {
      const wait = Math.min(LOOK_MS * (1 + failed), MOST_MS);
      await pause(wait, undefined, { signal: end.signal, ref: false }).catch(() => undefined);
      if (!end.signal.aborted) await look();
    }
  }

  const kept = keep();
  return {
    async stop() {
      end.abort();
      await kept;
    },
  };
}
