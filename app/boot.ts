import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config.ts';
import type { Crash } from '../core/crash.ts';
import { ChannelName } from '../core/ids.ts';
import { seed } from '../prisma/seed.ts';
import type { Db } from '../prisma/store/client.ts';
import { createStore, openDatabase, type Recognise, type Store } from '../prisma/store/index.ts';
import { openQueues, type WatchedQueues } from '../workers/queues.ts';
import { databaseClock } from './clock.ts';
import { loadConfig } from './config.ts';
import { crashAt } from './crash.ts';
import { dataDir } from './data-dir.ts';
import { openGround } from './database.ts';
import { keepUp } from './embedded-keeper.ts';
import { warnOfGaps } from './holidays.ts';
import { projectRoot } from './project-root.ts';
import type { Settings } from './settings.ts';
import { openWatch, type Watch } from './watch/watch.ts';

export const WEBCHAT = ChannelName.parse('webchat');
const TELEGRAM = ChannelName.parse('telegram');
const WECHAT = ChannelName.parse('wechat');

/** What every composition root stands on. */
export interface Ground {
  readonly settings: Settings;
  readonly root: string;
  readonly dataDir: string;
  /** What the house works as; not the owner's. */
  readonly databaseUrl: string;
  readonly config: Config;
  readonly log: Logger;
  readonly clock: Clock;
  readonly crash: Crash;
  readonly db: Db;
  readonly store: Store;
  readonly queues: WatchedQueues;
  readonly watch: Watch;
  close(): Promise<void>;
}

export async function boot(settings: Settings): Promise<Ground> {
  const root = projectRoot();
  const config = loadConfig(settings.CONFIG_DIR ?? join(root, 'config'));
  const log = pino({ level: settings.LOG_LEVEL, base: { instance: settings.INSTANCE } });
  const data = dataDir(settings.DATA_DIR, root);
  if (data.moved) log.info({ dir: data.dir }, 'the project lies in a root-only folder: data is kept elsewhere');
  const { databaseUrl, embedded } = await openGround(settings, data.dir, root, log);
  const db = openDatabase(databaseUrl);
  const clock = await databaseClock(db, log);
  await seed(db, config, { webchat: settings.WEBCHAT ? WEBCHAT : null });
  const channels = channelsOf(settings);
  // Whoever opens a demo's page may be anybody, an administrator too: beside a real channel that is an open door.
  if (config.bot.demo && (channels.some((channel) => channel !== WEBCHAT) || settings.PUBLIC_URL)) {
    log.warn('demo is on in config/bot.yaml: anybody who reaches the page can act as anybody; set demo: false before real use');
  }
  warnOfGaps(config, clock.now(), log);
  const store = createStore(db, {
    botName: config.bot.name,
    shadow: settings.SHADOW,
    channels,
    bodies: config.ladder.bodies,
    recognise: recogniser(config),
  });
  if (settings.SHADOW) {
    const unsaid = await store.shadow.hush();
    log.info({ unsaid }, 'SHADOW=1: the bot only listens where the public is met');
  }
  const queues = openQueues({ redisUrl: settings.REDIS_URL ?? null, databaseUrl, log });
  const migrations = join(root, 'prisma/migrations');
  const watch = openWatch({
    settings,
    migrations,
    db,
    store,
    queues,
    clock,
    log,
    channels,
    embedded: embedded !== null,
    price: config.bot.model.price,
  });
  const keeper = embedded && keepUp(embedded, log);
  return {
    settings,
    root,
    dataDir: data.dir,
    databaseUrl,
    config,
    log,
    db,
    store,
    queues,
    watch,
    clock,
    crash: crashAt(settings.CRASH_AT),
    async close() {
      clock.stop();
      await queues.close();
      await db.$disconnect();
      await keeper?.stop();
      await embedded?.stop();
    },
  };
}

export function channelsOf(settings: Settings): ChannelName[] {
  return [...(settings.WECHAT ? [WECHAT] : []), ...(settings.TELEGRAM_BOT_TOKEN ? [TELEGRAM] : []), ...(settings.WEBCHAT ? [WEBCHAT] : [])];
}

/**
 * What a chat is, at first sight. By its wire id where the office wrote it down; by its topic only in WeChat, whose room ids
 * change with each login and whose rooms the bot joins by an allowed inviter's hand alone. Elsewhere a title proves nothing:
 * anybody may name a group as a department's and listen.
 */
export function recogniser({ groups }: Pick<Config, 'groups'>): Recognise {
  return (channel, chat) => {
    if (chat.kind === 'private') return { role: 'private', department: null };
    const group = groups.find(
      (one) =>
        one.bind[channel] === chat.wireId ||
        (channel === WECHAT && one.title === chat.title) ||
        (channel === WEBCHAT && webchatId(one) === chat.wireId),
    );
    return group ? { role: group.role, department: group.department } : { role: 'unknown', department: null };
  };
}

function webchatId(group: Config['groups'][number]): string {
  return group.department === null ? group.role : `dept:${group.department}`;
}
