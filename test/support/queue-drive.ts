import { inject } from 'vitest';
import type { Drive, Driver } from '../../app/replay/stage.ts';
import { ChatId } from '../../core/ids.ts';
import { CLOCK, startClock } from '../../workers/clock.ts';
import { handOverLeaves } from '../../workers/leave.ts';
import { openQueues } from '../../workers/queues.ts';
import { createUnderstander, UNDERSTAND } from '../../workers/understand.ts';
import { quietLog } from './quiet-log.ts';
import { until } from './until.ts';

const DEADLINE_MS = 20_000;

/** A stage whose work is done by real workers on real queues: what arrives is hinted, what is due is woken for, nothing is called by hand. */
export function drivenByQueues(backend: 'redis' | 'postgres', databaseUrl: string): { readonly driver: Driver; close(): Promise<void> } {
  const redisUrl = backend === 'redis' ? inject('redisUrl') : null;
  if (backend === 'redis' && redisUrl === null) throw new Error('there is no Redis on this machine');
  // Names of a database of its own keep two files that share one Redis apart.
  const prefix = new URL(databaseUrl).pathname.slice(-12);
  const queues = openQueues({ redisUrl, databaseUrl, log: quietLog, prefix });
  const driver: Driver = async (shopOf): Promise<Drive> => {
    const shop = shopOf(queues);
    const understander = createUnderstander(shop);
    await queues.work(UNDERSTAND, 4, (id) => understander.hinted(ChatId.parse(Number(id))));
    await startClock(shop);
    return {
      queues,
      async fire(now) {
        // A sweep's work: no hint leads to it.
        await handOverLeaves(shop);
        const idle = async () => (await shop.store.timers.upcoming(new Date(0), now, 1)).length === 0;
        if (await idle()) return;
        queues.wake(CLOCK, now, now);
        await until(idle, `what is due at ${now.toISOString()} to be handled by a worker`, DEADLINE_MS);
      },
      async understand() {
        await until(
          async () => (await shop.store.inbox.chatsWaiting()).length === 0,
          'what was received to be understood by a worker',
          DEADLINE_MS,
        );
      },
    };
  };
  return { driver, close: () => queues.close() };
}
