import type { Log } from '../core/log.ts';
import { outageLogOf } from './outage-log.ts';

export interface Loop {
  /** Runs once now, without waiting for the next turn. */
  now(): void;
  stop(): Promise<void>;
}

/**
 * Runs `turn` again and again, never twice at once. The sweeps live here and not in a queue, so that what a lost hint (or a
 * lost Redis) left behind is found all the same.
 * @param turned told after each turn that did not fail
 */
export function every(name: string, ms: number, log: Log, turn: () => Promise<unknown>, turned?: (name: string) => void): Loop {
  let stopped = false;
  let timer: NodeJS.Timeout | null = null;
  let wanted = false;
  let running: Promise<void> | null = null;

  const outages = outageLogOf(log);

  async function run(): Promise<void> {
    try {
      await turn();
      outages.worked(name);
      turned?.(name);
    } catch (error) {
      if (!stopped && !outages.failed(name, error))
        log.warn({ loop: name, error: error instanceof Error ? error.message : String(error) }, 'a sweep failed; the next one tries again');
    }
  }

  function start(): void {
    if (stopped) return;
    if (running) {
      wanted = true;
      return;
    }
    if (timer) clearTimeout(timer);
    running = run().finally(() => {
      running = null;
      if (stopped) return;
      if (wanted) {
        wanted = false;
        start();
      } else timer = setTimeout(start, ms);
    });
  }

  start();
  return {
    now: start,
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await running;
      outages.forget(name);
    },
  };
}
