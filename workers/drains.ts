import { setTimeout as pause } from 'node:timers/promises';
import type { ChatId } from '../core/ids.ts';

export interface Drains {
  /** One drain a chat: where it is being drained already, that drain looks once more. */
  drain(chat: ChatId): Promise<void>;
  running(chat: ChatId): boolean;
  /** Begun below, and not at its end. */
  begun(chat: ChatId): boolean;
  /** Begins a drain for each, a few at a time, each chat once; a slow one holds its own place and no other. @returns their ends */
  begin(chats: readonly ChatId[]): readonly Promise<void>[];
  /** Told to stop: what is in hand is finished, nothing else is begun. */
  stopping(): boolean;
  /** Waits, but not past the stop. */
  wait(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * One drain a chat in a process. Ten people writing at once are ten hints: were each to drain, all would think about the same
 * message, one would write it, and a busy chat would hold every slot that the others need.
 */
export function createDrains(handleWaiting: (chat: ChatId) => Promise<void>, atOnce: number): Drains {
  const drains = new Map<ChatId, { again: boolean; readonly done: Promise<void> }>();
  const begun = new Map<ChatId, Promise<void>>();
  const queue: (() => void)[] = [];
  const end = new AbortController();
  let places = atOnce;

  function drain(chat: ChatId): Promise<void> {
    const running = drains.get(chat);
    if (running) {
      running.again = true;
      return running.done;
    }
    const turn = { again: true };
    const done = untilNothingNew(chat, turn);
    drains.set(chat, Object.assign(turn, { done }));
    return done;
  }

  async function untilNothingNew(chat: ChatId, turn: { again: boolean }): Promise<void> {
    try {
      while (turn.again && !end.signal.aborted) {
        turn.again = false;
        await handleWaiting(chat);
      }
    } finally {
      // In the same breath as the last look at `again`: a hint that comes now begins a drain of its own.
      drains.delete(chat);
    }
  }

  async function inPlace(chat: ChatId): Promise<void> {
    if (places > 0) places -= 1;
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      await drain(chat);
    } finally {
      begun.delete(chat);
      const next = queue.shift();
      if (next) next();
      else places += 1;
    }
  }

  return {
    drain,
    running: (chat) => drains.has(chat),
    begun: (chat) => begun.has(chat),
    begin(chats) {
      return chats.map((chat) => {
        const known = begun.get(chat);
        if (known) return known;
        const ended = inPlace(chat);
        begun.set(chat, ended);
        return ended;
      });
    },
    stopping: () => end.signal.aborted,
    wait: (ms) => pause(ms, undefined, { signal: end.signal }).catch(() => undefined),
    async stop() {
      end.abort();
      await Promise.allSettled([...begun.values(), ...[...drains.values()].map(({ done }) => done)]);
    },
  };
}
