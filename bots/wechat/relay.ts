import { setTimeout as sleep } from 'node:timers/promises';
import type { InboundEnvelope, Receive } from '../../core/channel.ts';
import { isOutage } from '../../prisma/store/outage.ts';
import { seldom } from '../seldom.ts';
import type { Log } from './log.ts';
import { pause } from './wait.ts';

/**
 * From the wire to `receive`, in order per chat, again and again until stored.
 *
 * WeChat's wire has no acknowledgement: what it gave us it considers delivered. So what waits here lives in this process
 * only, and a crash in that window loses what the wire does not give again (on a puppet service only some puppets do).
 * That is why `receive` is called at once, message by message; why what waits outlives the session it was heard in (a session let go while the
 * database is away takes nothing with it); and why what is left when the process ends is reported as a gap.
 */
export interface Relay {
  /** Takes its place in the chat's line now; `make` may take its time. Empty: nothing to hand on. `since`: what it tells of began then. */
  push(chat: string, make: () => Promise<readonly InboundEnvelope[]>, since?: Date): void;
  /** Resolves when nothing waits, or after `ms`. What waits then goes on being tried while the process lives, and keeps nobody waiting. */
  drain(ms: number): Promise<void>;
  /** Since when the oldest unstored message waits; null: everything is stored. */
  oldest(): Date | null;
}

export function earlier(one: Date | null, other: Date | null): Date | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

const firstPauseMs = 200;
const longestPauseMs = 10_000;

export function createRelay(receive: Receive, now: () => Date, log: Log): Relay {
  const lines = new Map<string, Promise<void>>();
  const waiting = new Map<symbol, Date>();
  const mayTell = seldom();

  async function store(chat: string, envelopes: readonly InboundEnvelope[]): Promise<void> {
    for (let wait = firstPauseMs; ; wait = Math.min(wait * 2, longestPauseMs)) {
      try {
        return await receive(envelopes);
      } catch (error) {
        log[isOutage(error) && !mayTell() ? 'debug' : 'warn'](
          { chat, err: String(error), againInMs: wait },
          'wechat: a message could not be stored yet',
        );
        await sleep(wait, undefined, { ref: false });
      }
    }
  }

  async function handOn(id: symbol, chat: string, make: () => Promise<readonly InboundEnvelope[]>): Promise<void> {
    try {
      const envelopes = await make();
      if (envelopes.length > 0) await store(chat, envelopes);
      waiting.delete(id);
    } catch (error) {
      log.error({ chat, err: String(error) }, 'wechat: a message was not stored');
    }
  }

  return {
    push(chat, make, since = now()) {
      const id = Symbol(chat);
      waiting.set(id, since);
      const line = (lines.get(chat) ?? Promise.resolve()).then(() => handOn(id, chat, make));
      lines.set(chat, line);
      void line.then(() => {
        if (lines.get(chat) === line) lines.delete(chat);
      });
    },
    async drain(ms) {
      const enough = new AbortController();
      await Promise.race([Promise.all(lines.values()), pause(ms, enough.signal)]);
      enough.abort();
    },
    oldest: () => [...waiting.values()].reduce<Date | null>(earlier, null),
  };
}
