import type { Log } from '../core/log.ts';
import { isOutage } from '../prisma/store/outage.ts';
import { seldom } from './seldom.ts';

/** Together well under the time after which another process takes what is being sent for left behind. */
const WAITS_MS: readonly number[] = [50, 200, 1_000, 3_000, 6_000, 10_000];
/** While the database is away nobody else can take it for anything: it is tried until it is back. */
const AWAY_MS = 2_000;
/** Lines in the log for one write: what follows says nothing new. */
const TOLD = 2;

export interface Persist {
  /** Writes what only this process knows (a send's outcome), over a database's outage. Rejects when the last try failed too. */
  write(what: () => Promise<void>): Promise<void>;
  /** Something is not written down yet. */
  busy(): boolean;
  /** From now on no wait: what is left is tried at once. */
  hurry(): void;
}

export function createPersist(log: Log, channel: string, { waits = WAITS_MS, awayMs = AWAY_MS } = {}): Persist {
  const mayTell = seldom();
  let hurried = false;
  let writing = 0;
  let hurry = () => {};
  const hurrying = new Promise<void>((resolve) => {
    hurry = resolve;
  });

  async function pause(ms: number): Promise<void> {
    if (hurried) return;
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
    });
    await Promise.race([over, hurrying]);
    clearTimeout(timer);
  }

  async function untilWritten(what: () => Promise<void>): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await what();
      } catch (error) {
        const wait = waits[tries] ?? (isOutage(error) && !hurried ? awayMs : null);
        if (wait === null) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        const tell = isOutage(error) ? mayTell() : tries < TOLD;
        log[tell ? 'warn' : 'debug']({ channel, error: reason }, 'not written down yet; tried again');
        await pause(wait);
      }
    }
  }

  return {
    async write(what) {
      writing += 1;
      try {
        await untilWritten(what);
      } finally {
        writing -= 1;
      }
    },
    busy: () => writing > 0,
    hurry() {
      hurried = true;
      hurry();
    },
  };
}
