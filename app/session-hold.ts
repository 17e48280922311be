import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../core/channel.ts';
import type { Log } from '../core/log.ts';
import { createLease, type Lease } from '../prisma/lease.ts';
import { every } from '../workers/every.ts';
import { outageLogOf } from '../workers/outage-log.ts';

const TURN_MS = 1000;
/** So long without an answer from the database and the wire is let go: somebody who reaches it may take over. */
const LET_GO_MS = 5000;
/** What is in hand is finished within this, or it hangs on a connection that is lost. */
const ENDING_MS = 20_000;
const RETRY_MS = 1000;

/** What runs while a session is ours. */
export interface Run {
  stop(): Promise<void>;
}

/** One channel's session, which one of several processes holds. */
export interface SessionHold {
  /** The channel runs here. */
  holding(): boolean;
  /** Another process has it. */
  waiting(): boolean;
  stop(): Promise<void>;
}

/**
 * Starts what needs the session when it is ours, stops it when it is not. A session held elsewhere is waited for; one whose
 * connection is lost is fenced at once (`fenced`) and let go within seconds.
 */
export async function holdSession(
  lease: Lease,
  { name, log, start }: { readonly name: string; readonly log: Log; readonly start: () => Promise<Run> },
  { turnMs, letGoMs } = { turnMs: TURN_MS, letGoMs: LET_GO_MS },
): Promise<SessionHold> {
  let running: Run | null = null;
  let starting: Promise<void> | null = null;
  let wanted = false;
  let ending: Promise<void> | null = null;
  let waiting = false;
  let silentSince: number | null = null;
  const outages = outageLogOf(log);
  const question = `lease of ${name}`;

  async function step(): Promise<void> {
    const state = await lease.turn();
    // This one asks the database each second whatever else has stopped: it knows when it is back. A single connection may be lost.
    if (state !== 'away') outages.worked(question);
    else if (silentSince !== null) outages.away(question);
    silentSince = state === 'away' ? (silentSince ?? Date.now()) : null;
    if (state === 'held') begin();
    else if (state === 'taken') {
      if (running !== null) log.error({ channel: name }, 'another process has taken this session over; this one lets go of it');
      else if (!waiting) log.info({ channel: name }, 'another process holds this session: this one waits to take it over');
      waiting = true;
      end();
    } else if (running !== null && silentSince !== null && Date.now() - silentSince > letGoMs) {
      log.error({ channel: name }, 'the database does not answer: this session is let go, somebody else may take it over');
      end();
    }
  }

  /** Not waited for: a wire may take long to open, and a lease that is not asked for meanwhile is lost. */
  function begin(): void {
    wanted = true;
    // What is still ending uses the same wire: until it is done nothing new begins, and nobody else does either.
    if (running !== null || ending !== null || starting !== null) return;
    if (waiting) log.info({ channel: name }, 'this session is ours now');
    waiting = false;
    starting = start()
      .then((run) => {
        running = run;
        if (!wanted) end();
      })
      .finally(() => {
        starting = null;
      });
    starting.catch((error: unknown) => log.warn({ channel: name, error: String(error) }, 'a session did not begin; tried again'));
  }

  /** Not waited for: it may hang on the very connection that is lost, and the lease must be asked for meanwhile. */
  function end(): void {
    wanted = false;
    if (running === null) return;
    const run = running;
    running = null;
    ending = Promise.race([run.stop(), pause(ENDING_MS, undefined, { ref: false })])
      .catch((error: unknown) => log.warn({ channel: name, error: String(error) }, 'a session did not end as it should'))
      .finally(() => {
        ending = null;
      });
  }

  const opening = async (): Promise<void> => void (await (starting ?? Promise.resolve()));

  await step();
  const loop = every(`session ${name}`, turnMs, log, step);
  try {
    // The first time it is waited for: a start that cannot be ends the process.
    await opening();
  } catch (error) {
    await loop.stop();
    await lease.stop();
    throw error;
  }
  return {
    holding: () => running !== null,
    waiting: () => waiting,
    async stop() {
      await loop.stop();
      wanted = false;
      await opening().catch(() => {});
      end();
      await ending;
      await lease.stop();
    },
  };
}

export function sessionLease(databaseUrl: string, channel: string, identity: string): Lease {
  return createLease(databaseUrl, `${channel} ${identity}`);
}

/** The channel as its sender sees it: nothing is handed to the wire unless the session is certainly ours at that moment. */
export function fenced(channel: Channel, sure: () => boolean): Channel {
  return {
    ...channel,
    ready: () => sure() && (channel.ready?.() ?? true),
    async send(chat, message) {
      if (sure()) return channel.send(chat, message);
      return { kind: 'retry', afterMs: RETRY_MS, scope: 'channel', reason: 'the session is not certainly ours just now' };
    },
  };
}
