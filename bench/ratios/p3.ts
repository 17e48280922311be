import { figuresOf } from '../figures.ts';
import { type Arrival, come, poisson } from './arrivals.ts';
import { openBarePath } from './bare-path.ts';
import { createCrowd } from './crowd.ts';
import { checkpoint, everythingSaid } from './feed.ts';
import type { House } from './house.ts';
import type { Backend, Context, Line, Ratio, Round } from './ratio.ts';
import { type Side, withHouse } from './sides.ts';

const MOST = 1.5;
/** As many as one poll brings. */
const BATCH = 100;

export const p3: Ratio = {
  id: 'P3',
  what: 'receipt p99 at half of top load ÷ p99 of a bare insert, queue add, worker and send, of the same arrivals',
  aim: `≤ ${MOST}`,
  async run(context) {
    const lines: Line[] = [];
    const notes: string[] = [];
    for (const backend of context.backends) {
      const measured = await withHouse(context, backend, (side) => onOne(context, backend, side));
      if (measured === null) notes.push(`${backend}: not measured, no redis-server on this machine`);
      else lines.push(...measured);
    }
    return {
      lines,
      notes: [...notes, 'Poisson arrivals at half of the rate that P1 measures, taken once at the beginning; both sides the same ones'],
    };
  },
};

async function onOne({ size, rounds, told }: Context, backend: Backend, { url, redisUrl, house, feeder }: Side): Promise<Line[]> {
  const { tickets, chats } = size;
  await feeder.run(tickets); // warms up
  const half = (await feeder.run(tickets)).rate / 2;
  const bare = await openBarePath({ redisUrl, databaseUrl: url });
  const crowd = createCrowd(chats, 'half');
  const all: Record<'p50' | 'p99', Round[]> = { p50: [], p99: [] };
  try {
    await receipts(house, crowd, poisson(chats, half, chats, 0));
    for (let round = 0; round < rounds; round += 1) {
      const arrivals = poisson(tickets, half, chats, round + 1);
      const ours = async () => {
        await checkpoint(url);
        const times = await receipts(house, crowd, arrivals);
        await everythingSaid(url);
        return figuresOf(times);
      };
      const first = round % 2 === 0 ? await ours() : null;
      await checkpoint(url);
      const theirs = figuresOf(await bare.run(arrivals));
      const house99 = first ?? (await ours());
      for (const which of ['p50', 'p99'] as const) {
        all[which].push({
          value: house99[which] / theirs[which],
          sides: { 'receipt ms': house99[which], 'bare ms': theirs[which], 'arrivals/s': half },
        });
      }
      told(`P3 ${backend}, round ${round + 1}: p99 ${house99.p99.toFixed(0)} ÷ ${theirs.p99.toFixed(1)} ms at ${half.toFixed(0)}/s`);
    }
  } finally {
    await bare.close();
  }
  return [
    { of: `${backend}, p99`, unit: '×', rounds: all.p99, holds: (median) => median <= MOST },
    { of: `${backend}, p50`, unit: '×', rounds: all.p50, holds: null },
  ];
}

/** From the arrival on the wire to the receipt on it. A wire's poller hands over what has come since it last did. */
async function receipts(house: House, crowd: ReturnType<typeof createCrowd>, arrivals: readonly Arrival[]): Promise<readonly number[]> {
  const came = new Map<string, number>();
  const times: number[] = [];
  let done = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  const forget = house.channel.onReceipt((messageId, at) => {
    const began = came.get(messageId);
    if (began === undefined) return;
    came.delete(messageId);
    times.push(at - began);
    if (times.length === arrivals.length) done();
  });
  const waiting: ReturnType<typeof crowd.next>['envelope'][] = [];
  let failed: Error | null = null;
  let polling = false;
  const poll = async (): Promise<void> => {
    if (polling) return;
    polling = true;
    try {
      while (waiting.length > 0) await house.channel.hear(waiting.splice(0, BATCH));
    } catch (error) {
      failed = error instanceof Error ? error : new Error(String(error));
      done();
    } finally {
      // In the same breath as the last look: whoever comes now is polled for.
      polling = false;
    }
  };
  await come(arrivals, ({ chat }) => {
    const { messageId, envelope } = crowd.next(chat);
    came.set(messageId, performance.now());
    waiting.push(envelope);
    void poll();
  });
  await all;
  forget();
  if (failed !== null) throw new Error('an arrival failed', { cause: failed });
  return times;
}
