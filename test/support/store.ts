import type { ChannelName } from '../../core/ids.ts';
import type { Db } from '../../prisma/store/client.ts';
import { createStore, type Store } from '../../prisma/store/index.ts';

/** The store of a house with one wire and nobody in it yet. */
export function emptyStore(db: Db, channel: ChannelName): Store {
  const bodies = { supervision: [], leaders: [] };
  return createStore(db, { botName: '小汇', channels: [channel], bodies, recognise: () => ({ role: 'unknown', department: null }) });
}
