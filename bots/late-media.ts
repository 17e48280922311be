import type { Channel } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { LateMediaStore } from '../prisma/store/late-media.ts';

const AT_ONCE = 10;

/** How far a channel's files were asked for, so that those that fail each time do not stand before the others for ever. */
interface Progress {
  after: number;
  /** Files whose failing is in the log already. */
  readonly told: Set<number>;
}

const progressOf = new WeakMap<Channel, Progress>();

interface LateMedia {
  readonly channel: Channel;
  readonly store: LateMediaStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks the wire again for files that came without bytes, one after the other, a few each time: nobody waits behind them. */
export async function fetchLateMedia(parts: LateMedia): Promise<void> {
  const { channel, store, log } = parts;
  if (!channel.fetchMedia || channel.ready?.() === false) return;
  const progress = progressOf.get(channel) ?? { after: 0, told: new Set() };
  progressOf.set(channel, progress);
  const wanted = await store.wanted(channel.name, progress.after, AT_ONCE);
  for (const { id, ref } of wanted) {
    progress.after = id;
    try {
      await settle(parts, id, await channel.fetchMedia(ref));
      progress.told.delete(id);
    } catch (error) {
      if (!progress.told.has(id)) {
        log.warn({ channel: channel.name, attachment: id, error: String(error) }, 'a file could not be fetched; asked again later');
      }
      progress.told.add(id);
    }
  }
  if (wanted.length < AT_ONCE) progress.after = 0;
}

async function settle({ channel, store, clock, log }: LateMedia, id: number, content: Uint8Array | null): Promise<void> {
  if (content) return store.arrived(id, content, clock.now());
  log.warn({ channel: channel.name, attachment: id }, 'a file is gone from its wire');
  await store.gone(id);
}
