import type { Log } from '../core/log.ts';

/** Together well under the time after which another process takes what is being sent for left behind. */
const WAITS_MS = [50, 200, 1_000, 3_000, 6_000, 10_000];

export interface Persist {
  /** Writes what only this process knows (a send's outcome), over a database's blip. Rejects when the last try failed too. */
  write(what: () => Promise<void>): Promise<void>;
  /** From now on no wait: what is left is tried at once. */
  hurry(): void;
}

export function createPersist(log: Log, channel: string): Persist {
  let hurried = false;
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

  return {
    async write(what) {
      for (const ms of WAITS_MS) {
        try {
          return await what();
        } catch (error) {
          log.warn({ channel, error: error instanceof Error ? error.message : String(error) }, 'not written down yet; tried again');
        }
        await pause(ms);
      }
      return what();
    },
    hurry() {
      hurried = true;
      hurry();
    },
  };
}
