import { createDeliverer } from '../../bots/deliver.ts';
import { createReceive } from '../../bots/receive.ts';
import type { Clock } from '../../core/clock.ts';
import type { Config } from '../../core/config.ts';
import type { Log } from '../../core/log.ts';
import { seed } from '../../prisma/seed.ts';
import type { Db } from '../../prisma/store/client.ts';
import { createStore, type Store } from '../../prisma/store/index.ts';
import { fireDueTimers } from '../../workers/clock.ts';
import type { Workshop } from '../../workers/house.ts';
import type { Queues } from '../../workers/queues.ts';
import { createUnderstander } from '../../workers/understand.ts';
import { createSceneChannel, type Said, SCENE } from './channel.ts';

/** The real pipeline on a database of its own, with time in our hands. */
export interface Stage {
  readonly store: Store;
  readonly said: readonly Said[];
  readonly channel: ReturnType<typeof createSceneChannel>;
  /** Moves the time, and lets everything happen that this brings about. */
  travel(to: Date): Promise<void>;
  /** Understands what was received and sends what came of it. */
  settle(): Promise<void>;
}

const noHints: Queues = { backend: 'postgres', hint() {}, async work() {}, async close() {} };
/** Only what went wrong is worth a line; results go to standard output. */
const quiet: Log = {
  debug() {},
  info() {},
  warn() {},
  error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
};

export async function openStage(db: Db, config: Config, start: Date): Promise<Stage> {
  let now = start;
  const clock: Clock = { now: () => now };
  await seed(db, config, { webchat: SCENE });
  const store = createStore(db, {
    botName: config.bot.name,
    channels: [SCENE],
    recognise: (_channel, chat) => ({ role: chat.kind === 'private' ? 'private' : 'unknown', department: null }),
  });
  const said: Said[] = [];
  const channel = createSceneChannel(said);
  const crash = () => {};
  const shop: Workshop = { store, config, queues: noHints, clock, log: quiet, crash, model: null };
  const understander = createUnderstander(shop);
  const deliverer = createDeliverer({ channel, store, clock, log: quiet, crash, instance: 'replay' });
  await channel.start(createReceive({ inbox: store.inbox, clock, log: quiet, crash, hint: () => {} }));

  async function settle(): Promise<void> {
    await understander.sweep();
    await deliverer.pump();
  }
  return {
    store,
    said,
    channel,
    settle,
    async travel(to) {
      now = to;
      while ((await fireDueTimers(shop)) > 0);
      await settle();
    },
  };
}
