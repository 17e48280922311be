import type { Capabilities } from '../core/channel.ts';
import { type Budget as Allowance, bundleFor, noted, type Sends, waitFor } from '../core/delivery/pace.ts';
import type { ChatId } from '../core/ids.ts';
import type { DueChat } from '../prisma/store/outbox.ts';

const SECOND = 1000;

export interface Budget {
  /** Whether what waits for this chat may go now; where it is a matter of a second, `look` is called when it may. */
  allows(due: DueChat, now: number): boolean;
  /** A send is handed to the wire, whatever becomes of it. */
  spend(chat: ChatId, now: number): void;
  /** The chat has read one. */
  read(chat: ChatId, now: number): void;
  stop(): void;
}

/** What a wire takes, of all its chats and of each; and, where it folds, how often a busy chat is spoken to. */
export function createBudget(pace: Capabilities['pace'], bundleMs: number, look: () => void): Budget {
  const allowance = (perMinute: number, perSecond: number | undefined): Allowance =>
    perSecond === undefined ? { perMinute } : { perMinute, perSecond };
  const all = allowance(pace.perMinute, pace.perSecond);
  const each = allowance(pace.perChatPerMinute, pace.perChatPerSecond);
  let sends: Sends = [];
  const sendsOf = new Map<ChatId, Sends>();
  const readIn = new Map<ChatId, Sends>();
  let next: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;

  /** Whoever waits for the wire's second need not wait for the next sweep; a minute's wait is a sweep's. The soonest is looked for. */
  function lookIn(ms: number, now: number): void {
    if (ms > SECOND || (next !== null && next.at <= now + ms)) return;
    if (next !== null) clearTimeout(next.timer);
    const timer = setTimeout(() => {
      next = null;
      look();
    }, ms);
    next = { at: now + ms, timer };
  }

  return {
    allows(due, now) {
      const { chat } = due;
      const rest = { private: due.kind === 'private', bundleMs };
      const bundle = pace.fold ? bundleFor(readIn.get(chat) ?? [], { ...due, since: due.since.getTime() }, rest, now) : 0;
      const wait = Math.max(waitFor(sends, all, now), waitFor(sendsOf.get(chat) ?? [], each, now), bundle);
      if (wait > 0) lookIn(wait, now);
      return wait === 0;
    },
    spend(chat, now) {
      sends = noted(sends, now);
      sendsOf.set(chat, noted(sendsOf.get(chat) ?? [], now));
    },
    read(chat, now) {
      readIn.set(chat, noted(readIn.get(chat) ?? [], now));
    },
    stop() {
      if (next !== null) clearTimeout(next.timer);
    },
  };
}
