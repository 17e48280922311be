import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { FastifyInstance } from 'fastify';
import type { ChannelName } from '../../core/ids.ts';
import { CLOCK } from '../../workers/clock.ts';
import { LEARN } from '../../workers/learn.ts';
import type { WatchedQueues } from '../../workers/queues.ts';
import { REFINE } from '../../workers/refine.ts';
import { REPORT } from '../../workers/report.ts';
import { SCHEDULE } from '../../workers/schedule.ts';
import { UNDERSTAND } from '../../workers/understand.ts';

export const QUEUE_BOARD = '/queues';

/** Its page names a font at Google's; it is left out, and nothing else is asked of anybody but us. Its styles are partly inline. */
export const QUEUE_BOARD_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'self'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * What waits in the queues, to look at. Hints that carry ids; the messages are in Postgres.
 * @param guard put before every one of its pages
 */
export async function serveQueueBoard(
  app: FastifyInstance,
  queues: WatchedQueues,
  channels: readonly ChannelName[],
  guard: (app: FastifyInstance) => Promise<void>,
): Promise<void> {
  const names = [UNDERSTAND, CLOCK, REPORT, SCHEDULE, REFINE, LEARN, ...channels.map((channel) => `deliver-${channel}`)];
  const serverAdapter = new FastifyAdapter();
  serverAdapter.setBasePath(QUEUE_BOARD);
  const board = createBullBoard({
    queues: [],
    serverAdapter,
    options: { uiConfig: { boardTitle: '马上办 队列', locale: { lng: 'zh-CN' }, hideRedisDetails: true } },
  });
  let looked = false;
  await app.register(
    async (behind) => {
      await guard(behind);
      behind.addHook('preHandler', async () => {
        // At the first look by somebody who may: on Postgres each queue holds connections of its own.
        if (looked) return;
        looked = true;
        for (const name of names) board.addQueue(new BullMQAdapter(queues.look(name), { readOnlyMode: true }));
      });
      await behind.register(serverAdapter.registerPlugin());
    },
    { prefix: QUEUE_BOARD },
  );
}
