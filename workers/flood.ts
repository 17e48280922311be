import { type Flood, floodDesk, floodLine, floodWarning, type SpokenMinute, spokenMinute } from '../core/conversation/flood.ts';
import type { Heard } from '../core/conversation/heard.ts';
import type { ChatInfo, Directory } from '../core/directory.ts';
import { isOutage } from '../prisma/store/index.ts';
import type { Workshop } from './house.ts';

/** From this share of what is read in a minute on, the database is asked. It counts what all workers read; this count is one process's own. */
const SUSPECT_FROM = 1 / 3;
/** Chats × people × minutes remembered. Forgotten, they cost a few messages more that are read. */
const REMEMBERED = 10_000;
const MINUTE_MS = 60_000;

export interface Sieve {
  /** The batch without what its senders wrote beyond all measure; that, and all else of the kind that waits in the chat, is set aside in one statement. */
  sift(chat: ChatInfo['id'], directory: Directory, batch: readonly Heard[]): Promise<readonly Heard[]>;
}

/** Ordinary talk asks the database nothing: only whoever has said much in this minute is counted there, and the truth is its count. */
export function createSieve({ store, config, clock, log }: Workshop): Sieve {
  const policy = config.bot.flood;
  const said = new Map<string, number>();
  /** The last minute in which he flooded. */
  const flooded = new Map<string, number>();

  function suspects(chat: ChatInfo['id'], directory: Directory, batch: readonly Heard[]): readonly SpokenMinute[] {
    if (said.size > REMEMBERED) said.clear();
    if (flooded.size > REMEMBERED) flooded.clear();
    const found = new Map<string, SpokenMinute>();
    for (const heard of batch) {
      const spoken = spokenMinute(heard, directory, policy);
      if (spoken === null) continue;
      const who = `${chat} ${spoken.sender}`;
      const key = `${who} ${spoken.minute.getTime()}`;
      const count = (said.get(key) ?? 0) + 1;
      said.set(key, count);
      const lately = (flooded.get(who) ?? 0) >= spoken.minute.getTime() - MINUTE_MS;
      if (lately || count >= Math.min(spoken.allowed * SUSPECT_FROM, spoken.atOnce)) found.set(key, spoken);
    }
    return [...found.values()];
  }

  return {
    async sift(chat, directory, batch) {
      const minutes = suspects(chat, directory, batch);
      const last = batch.at(-1);
      if (minutes.length === 0 || !last) return batch;
      try {
        const aside = await store.flood.setAside(chat, minutes, last.id, clock.now());
        if (aside.size === 0) return batch;
        for (const heard of batch) {
          const spoken = aside.has(heard.id) ? spokenMinute(heard, directory, policy) : null;
          if (spoken !== null) flooded.set(`${chat} ${spoken.sender}`, spoken.minute.getTime());
        }
        return batch.filter((heard) => !aside.has(heard.id));
      } catch (error) {
        if (isOutage(error)) throw error;
        // A sieve that is broken must not stop the chat: everything is read, as without it.
        log.error({ chat, error: error instanceof Error ? error.message : String(error) }, 'a flood could not be set aside');
        return batch;
      }
    },
  };
}

/** Tells whoever floods, alone, and the duty desk: each once a minute at most, held by the keys of their lines. */
export async function showFloods(shop: Workshop): Promise<void> {
  const { store, clock } = shop;
  const now = clock.now();
  const unwarned = await store.flood.unwarned(now);
  const untold = await store.flood.untold(now);
  if (unwarned.length + untold.length === 0) return;
  const directory = await store.directory.current();
  for (const flood of unwarned) await warn(shop, flood, directory);
  if (unwarned.length > 0) await store.flood.warned(unwarned, now);
  for (const [desk, floods] of byDesk(untold, directory)) {
    if (await store.flood.tell(floods, { desk: desk.id, text: floodLine(floods, directory) }, now))
      shop.queues.hint(`deliver-${desk.channel}`, desk.channel);
  }
}

async function warn({ store, clock, queues }: Workshop, flood: Flood, directory: Directory): Promise<void> {
  const now = clock.now();
  const warning = floodWarning(flood, directory, now);
  if (!warning) return;
  const { chat, text } = warning;
  const dedupeKey = `flood.${chat.id}.${Math.floor(now.getTime() / MINUTE_MS)}`;
  await store.outbox.tell({ dedupeKey, chat: chat.id, kind: 'flood', text }, now);
  queues.hint(`deliver-${chat.channel}`, chat.channel);
}

function byDesk(floods: readonly Flood[], directory: Directory): ReadonlyMap<ChatInfo, readonly Flood[]> {
  const found = new Map<ChatInfo, Flood[]>();
  for (const flood of floods) {
    const desk = floodDesk(flood, directory);
    if (!desk) continue;
    const known = found.get(desk);
    if (known) known.push(flood);
    else found.set(desk, [flood]);
  }
  return found;
}
