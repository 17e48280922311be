import { join } from 'node:path';
import { runMigrations } from 'bullmq';
import { type Logger, pino } from 'pino';
import { databaseClock } from '../../app/clock.ts';
import { clockworkOf } from '../../app/clockwork.ts';
import { loadConfig } from '../../app/config.ts';
import { earsOf } from '../../app/listening.ts';
import { startDelivery } from '../../app/run-bots.ts';
import { createReceive } from '../../bots/receive.ts';
import { migrate } from '../../prisma/migrate.ts';
import { connected } from '../../prisma/rights.ts';
import { seed } from '../../prisma/seed.ts';
import { createStore, openDatabase } from '../../prisma/store/index.ts';
import type { Workshop } from '../../workers/house.ts';
import { startWorkers } from '../../workers/main.ts';
import { openQueues, QUEUE_SCHEMA } from '../../workers/queues.ts';
import { UNDERSTAND } from '../../workers/understand.ts';
import { createLoopback, LOOP, type Loopback } from './loopback.ts';

export interface House {
  readonly url: string;
  readonly shop: Workshop;
  readonly channel: Loopback;
  /** Begins to understand what waits; a house may be opened without. */
  work(): Promise<void>;
  close(): Promise<void>;
}

export interface Opening {
  readonly root: string;
  readonly url: string;
  readonly redisUrl?: string | null;
  readonly channel?: Loopback;
  /** Other ways to the same database, where somebody listens in. */
  readonly by?: { readonly store: string; readonly queues: string };
}

const crash = (): void => {};

export interface OpenShop {
  readonly shop: Workshop;
  readonly log: Logger;
  close(): Promise<void>;
}

/** A house that does nothing by itself. */
export async function openShop({ root, url, redisUrl = null, by }: Omit<Opening, 'channel'>): Promise<OpenShop> {
  await migrate(url, join(root, 'prisma/migrations'));
  await connected(url, (client) => runMigrations(client, QUEUE_SCHEMA));
  const config = loadConfig(join(root, 'config'));
  const log = pino({ level: 'warn' }, pino.destination(2));
  const db = openDatabase(by?.store ?? url);
  const clock = await databaseClock(db, log);
  await seed(db, config, { webchat: LOOP });
  const store = createStore(db, {
    botName: config.bot.name,
    channels: [LOOP],
    bodies: config.ladder.bodies,
    recognise: (_channel, chat) => ({ role: chat.kind === 'private' ? 'private' : 'work', department: null }),
  });
  const queues = openQueues({ redisUrl, databaseUrl: by?.queues ?? url, log });
  const ears = earsOf(root, config, store, log);
  return {
    shop: { store, config, clockwork: clockworkOf(config), ears, queues, clock, log, crash, model: null },
    log,
    async close() {
      clock.stop();
      await queues.close();
      await db.$disconnect();
    },
  };
}

/** Everything `npm start` runs but for the web server: real queues, workers and delivery, on a wire inside this process. */
export async function openHouse({ channel = createLoopback(), ...opening }: Opening): Promise<House> {
  const { shop, log, close } = await openShop(opening);
  const { store, config, queues, clock } = shop;
  const settings = { INSTANCE: 'bench' };
  const delivery = await startDelivery({ settings, log, queues, clock, crash, store, config, watch: {} }, { channel });
  await channel.start(
    createReceive({ inbox: store.inbox, clock, log, crash, hint: (chat) => queues.hint(UNDERSTAND, String(chat), 'together') }),
  );
  let workers: { stop(): Promise<void> } | null = null;
  let closing: Promise<void> | null = null;
  const stop = async () => {
    await delivery.stop();
    await workers?.stop();
    await close();
  };
  return {
    url: opening.url,
    shop,
    channel,
    async work() {
      workers = await startWorkers(shop);
    },
    close() {
      closing ??= stop();
      return closing;
    },
  };
}
