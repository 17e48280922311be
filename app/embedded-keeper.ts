import { setTimeout as pause } from 'node:timers/promises';
import { seldom } from '../bots/seldom.ts';
import type { Log } from '../core/log.ts';
import type { EmbeddedDatabase } from './embedded-postgres.ts';

const LOOK_MS = 1000;

/** A server that was killed (for want of memory, by a slip) is started again: in the embedded form nobody else does. */
export function keepUp({ revive }: Pick<EmbeddedDatabase, 'revive'>, log: Log): { stop(): Promise<void> } {
  const end = new AbortController();
  const mayTell = seldom();

  async function look(): Promise<void> {
    try {
      if (await revive()) log.error({}, 'the embedded database had died; it was started again');
    } catch (error) {
      // What the dead one left behind may still be on its way out.
      if (mayTell()) log.error({ error: String(error) }, 'the embedded database has died and does not start; tried again');
    }
  }

  async function keep(): Promise<void> {
    while (!end.signal.aborted) {
      await pause(LOOK_MS, undefined, { signal: end.signal, ref: false }).catch(() => undefined);
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
