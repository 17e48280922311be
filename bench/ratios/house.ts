import { join } from 'node:path';
import { pino } from 'pino';
import { databaseClock } from '../../app/clock.ts';
import { clockworkOf } from '../../app/clockwork.ts';
import { loadConfig } from '../../app/config.ts';
import { earsOf } from '../../app/listening.ts';
import { startDelivery } from '../../app/run-bots.ts';
import { createReceive } from '../../bots/receive.ts';
import type { Config } from '../../core/config.ts';
import { migrate } from '../../prisma/migrate.ts';
import { seed } from '../../prisma/seed.ts';
import { createStore, openDatabase, type Store } from '../../prisma/store/index.ts';
import type { Workshop } from '../../workers/house.ts';
import { startWorkers } from '../../workers/main.ts';
import { openQueues, type Queues } from '../../workers/queues.ts';
import { UNDERSTAND } from '../../workers/understand.ts';
import { createLoopback, LOOP, type Loopback } from './loopback.ts';

export interface House {
  readonly url: string;
  readonly config: Config;
  readonly store: Store;
  readonly shop: Workshop;
  readonly queues: Queues;
  readonly channel: Loopback;
  /** Begins to understand what waits; a house may be opened without. */
  work(): Promise<void>;
  close(): Promise<void>;
}

export interface Opening {
  readonly root: string;
  readonly url: string;
  readonly redisUrl: string | null;
  readonly channel?: Loopback;
}

const crash = (): void => {};

/** Everything `npm start` runs but for the web server: real queues, workers and delivery, on a wire inside this process. */
export async function openHouse({ root, url, redisUrl, channel = createLoopback() }: Opening): Promise<House> {
  await migrate(url, join(root, 'prisma/migrations'));
  const config = loadConfig(join(root, 'config'));
  const log = pino({ level: 'warn' }, pino.destination(2));
  const db = openDatabase(url);
  const clock = await databaseClock(db, log);
  await seed(db, config, { webchat: LOOP });
  const store = createStore(db, {
    botName: config.bot.name,
    channels: [LOOP],
    bodies: config.ladder.bodies,
    recognise: (_channel, chat) => ({ role: chat.kind === 'private' ? 'private' : 'work', department: null }),
  });
  const queues = openQueues({ redisUrl, databaseUrl: url, log });
  const ears = earsOf(root, config, store, log);
  const shop: Workshop = { store, config, clockwork: clockworkOf(config), ears, queues, clock, log, crash, model: null };
  const settings = { INSTANCE: 'bench' };
  const delivery = await startDelivery({ settings, log, queues, clock, crash, store, config }, { channel });
  await channel.start(createReceive({ inbox: store.inbox, clock, log, crash, hint: (chat) => queues.hint(UNDERSTAND, String(chat)) }));
  let workers: { stop(): Promise<void> } | null = null;
  return {
    url,
    config,
    store,
    shop,
    queues,
    channel,
    async work() {
      workers = await startWorkers(shop);
    },
    async close() {
      await delivery.stop();
      await workers?.stop();
      clock.stop();
      await queues.close();
      await db.$disconnect();
    },
  };
}
