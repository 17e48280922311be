import type { Channel } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { LateMediaStore } from '../prisma/store/late-media.ts';

const AT_ONCE = 10;

/** Asks the wire again for files that came without bytes, one after the other: nobody waits behind them. */
export async function fetchLateMedia(parts: { channel: Channel; store: LateMediaStore; clock: Clock; log: Log }): Promise<void> {
  const { channel, store, clock, log } = parts;
  if (!channel.fetchMedia || channel.ready?.() === false) return;
  for (const { id, ref } of await store.wanted(channel.name, AT_ONCE)) {
    const content = await channel.fetchMedia(ref);
    if (content) await store.arrived(id, content, clock.now());
    else {
      log.warn({ channel: channel.name, attachment: id }, 'a file is gone from its wire');
      await store.gone(id);
    }
  }
}
