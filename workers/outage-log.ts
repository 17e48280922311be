import type { Log } from '../core/log.ts';
import { isOutage } from '../prisma/store/index.ts';

/** A database that is away fails every loop of a process, some each second: it is said when it begins, so often meanwhile, and when it is over. */
const AGAIN_MS = 10_000;

export interface OutageLog {
  /** @returns whether it was the database's outage, and so is told of here */
  failed(what: string, error: unknown): boolean;
  /** The same of who knows it for certain. */
  away(what: string): void;
  worked(what: string): void;
  /** It asks nothing any more, and so knows nothing. */
  forget(what: string): void;
}

const known = new WeakMap<Log, OutageLog>();

/** One a process, so to speak: whoever has the same log shares it. */
export function outageLogOf(log: Log, now: () => number = () => performance.now()): OutageLog {
  const found = known.get(log) ?? createOutageLog(log, now);
  known.set(log, found);
  return found;
}

function createOutageLog(log: Log, now: () => number): OutageLog {
  const failing = new Set<string>();
  let lasts = false;
  let since = 0;
  let toldAt = 0;
  function tell(what: string, reason: string): void {
    const at = now();
    failing.add(what);
    if (lasts && at - toldAt < AGAIN_MS) return;
    if (!lasts) since = at;
    lasts = true;
    toldAt = at;
    const seconds = Math.round((at - since) / 1000);
    log.error(
      { seconds, waiting: [...failing], error: reason },
      'the database is away: nothing is acknowledged, nothing is lost, all is tried again',
    );
  }

  return {
    failed(what, error) {
      if (!isOutage(error)) return false;
      tell(what, (error instanceof Error ? error.message.trim().split('\n').at(-1) : null) ?? String(error));
      return true;
    },
    away: (what) => tell(what, 'no answer'),
    worked(what) {
      failing.delete(what);
      if (!lasts || failing.size > 0) return;
      lasts = false;
      log.info({ seconds: Math.round((now() - since) / 1000) }, 'the database is back');
    },
    forget: (what) => void failing.delete(what),
  };
}
