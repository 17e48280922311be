import { createDeliverer } from '../../bots/deliver.ts';
import { createReceive } from '../../bots/receive.ts';
import type { Clock } from '../../core/clock.ts';
import type { Config } from '../../core/config.ts';
import type { Clockwork } from '../../core/deadlines/clockwork.ts';
import type { Log } from '../../core/log.ts';
import { seed } from '../../prisma/seed.ts';
import type { Db } from '../../prisma/store/client.ts';
import { createStore, type Store } from '../../prisma/store/index.ts';
import { fireDueTimers } from '../../workers/clock.ts';
import type { EarsSource } from '../../workers/ears/source.ts';
import type { Workshop } from '../../workers/house.ts';
import { handOverLeaves } from '../../workers/leave.ts';
import type { Queues } from '../../workers/queues.ts';
import { createUnderstander, UNDERSTAND } from '../../workers/understand.ts';
import { clockworkOf } from '../clockwork.ts';
import { earsOf } from '../listening.ts';
import { projectRoot } from '../project-root.ts';
import { createSceneChannel, type Said, SCENE } from './channel.ts';

/** The real pipeline on a database of its own, with time in our hands. */
export interface Stage {
  readonly store: Store;
  readonly clockwork: Clockwork;
  readonly ears: EarsSource;
  readonly said: readonly Said[];
  readonly channel: ReturnType<typeof createSceneChannel>;
  /** Lets the time pass, moment by moment: what is due on the way happens when it is due, and is said when it would be. */
  travel(to: Date): Promise<void>;
  /** The machine slept: the time is another all at once, and everything that was due meanwhile is due now. */
  wakeAt(to: Date): Promise<void>;
  /** Understands what was received and sends what came of it. */
  settle(): Promise<void>;
}

/** Who does what is due: the stage itself, or workers behind real queues. */
export interface Drive {
  readonly queues: Queues;
  /** Every clock that is due at `now` has been handled. */
  fire(now: Date): Promise<void>;
  /** Everything received has been understood. */
  understand(): Promise<void>;
}
export type Driver = (shop: (queues: Queues) => Workshop) => Promise<Drive>;

export const noHints: Queues = {
  backend: 'postgres',
  hint() {},
  wake() {},
  daily() {},
  work: async () => async () => {},
  async close() {},
};
/** Only what went wrong is worth a line; results go to standard output. */
const quiet: Log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};

/** By what ears a stage understands people. */
export type Hearing = (store: Store, config: Config) => EarsSource;

const shippedHearing: Hearing = (store, config) => earsOf(projectRoot(), config, store, quiet);

const byHand: Driver = async (shopOf) => {
  const shop = shopOf(noHints);
  const understander = createUnderstander(shop);
  return {
    queues: noHints,
    async fire() {
      await handOverLeaves(shop);
      while ((await fireDueTimers(shop)) > 0);
    },
    understand: () => understander.sweep(),
  };
};

export async function openStage(
  db: Db,
  config: Config,
  start: Date,
  driver: Driver = byHand,
  { shadow = false, hearing = shippedHearing }: { readonly shadow?: boolean; readonly hearing?: Hearing } = {},
): Promise<Stage> {
  let now = start;
  const clock: Clock = { now: () => now };
  await seed(db, config, { webchat: SCENE });
  const store = createStore(db, {
    botName: config.bot.name,
    shadow,
    channels: [SCENE],
    bodies: config.ladder.bodies,
    recognise: (_channel, chat) => ({ role: chat.kind === 'private' ? 'private' : 'unknown', department: null }),
  });
  const said: Said[] = [];
  const channel = createSceneChannel(said);
  const crash = () => {};
  const clockwork = clockworkOf(config);
  const ears = hearing(store, config);
  const drive = await driver((queues) => ({ store, config, clockwork, ears, queues, clock, log: quiet, crash, model: null }));
  const deliverer = createDeliverer({ channel, store, notices: config.bot.notices, clock, log: quiet, crash, instance: 'replay' });
  await channel.start(
    createReceive({ inbox: store.inbox, clock, log: quiet, crash, hint: (chat) => drive.queues.hint(UNDERSTAND, String(chat)) }),
  );

  async function arriveAt(moment: Date): Promise<void> {
    now = moment;
    await drive.fire(now);
    await settle();
  }

  /** The nearest moment after now and before `to` at which something happens; null: nothing does. */
  async function nextMoment(to: Date): Promise<Date | null> {
    const [due] = await store.timers.upcoming(now, to, 1);
    const held = await store.outbox.nextRelease(SCENE);
    const ahead = [due, held].flatMap((at) => (at && at.getTime() > now.getTime() && at.getTime() < to.getTime() ? [at] : []));
    return ahead.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
  }

  async function settle(): Promise<void> {
    await drive.understand();
    await deliverer.pump();
  }
  return {
    store,
    clockwork,
    ears,
    said,
    channel,
    settle,
    async travel(to) {
      for (let next = await nextMoment(to); next !== null; next = await nextMoment(to)) await arriveAt(next);
      await arriveAt(to);
    },
    wakeAt: arriveAt,
  };
}
