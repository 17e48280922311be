import { setTimeout as pause } from 'node:timers/promises';
import type { Channel } from '../core/channel.ts';
import type { Log } from '../core/log.ts';
import { createLease, type Lease } from '../prisma/lease.ts';
import { every } from '../workers/every.ts';

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
): Promise<SessionHold> {
  let running: Run | null = null;
  let ending: Promise<void> | null = null;
  let waiting = false;
  let silentSince: number | null = null;

  async function step(): Promise<void> {
    const state = await lease.turn();
    silentSince = state === 'away' ? (silentSince ?? Date.now()) : null;
    if (state === 'held') await begin();
    else if (state === 'taken') {
      if (running !== null) log.error({ channel: name }, 'another process has taken this session over; this one lets go of it');
      else if (!waiting) log.info({ channel: name }, 'another process holds this session: this one waits to take it over');
      waiting = true;
      end();
    } else if (running !== null && silentSince !== null && Date.now() - silentSince > LET_GO_MS) {
      log.error({ channel: name }, 'the database does not answer: this session is let go, somebody else may take it over');
      end();
    }
  }

  async function begin(): Promise<void> {
    // What is still ending uses the same wire: until it is done nothing new begins, and nobody else does either.
    if (running !== null || ending !== null) return;
    if (waiting) log.info({ channel: name }, 'this session is ours now');
    waiting = false;
    running = await start();
  }

  /** Not waited for: it may hang on the very connection that is lost, and the lease must be asked for meanwhile. */
  function end(): void {
    if (running === null) return;
    const run = running;
    running = null;
    ending = Promise.race([run.stop(), pause(ENDING_MS, undefined, { ref: false })])
      .catch((error: unknown) => log.warn({ channel: name, error: String(error) }, 'a session did not end as it should'))
      .finally(() => {
        ending = null;
      });
  }

  // The first time here and now: a start that cannot be ends the process.
  await step();
  const loop = every(`session ${name}`, TURN_MS, log, step);
  return {
    holding: () => running !== null,
    waiting: () => waiting,
    async stop() {
      await loop.stop();
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
