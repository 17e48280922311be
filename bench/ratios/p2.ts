import { bareJobs } from './bare-queue.ts';
import { checkpoint, everythingSaid } from './feed.ts';
import type { Backend, Context, Line, Ratio, Round } from './ratio.ts';
import { type Side, withHouse } from './sides.ts';

export const p2: Ratio = {
  id: 'P2',
  what: 'tickets a second end to end ÷ bare BullMQ no-op jobs a second, same backend and concurrency',
  aim: '≥ 0.8 on Redis',
  async run(context) {
    const lines: Line[] = [];
    const notes: string[] = [];
    for (const backend of context.backends) {
      const line = await withHouse(context, backend, (side) => onOne(context, backend, side));
      if (line === null) notes.push(`${backend}: not measured, no redis-server on this machine`);
      else lines.push(line);
    }
    return { lines, notes };
  },
};

async function onOne(context: Context, backend: Backend, { url, redisUrl, feeder }: Side): Promise<Line> {
  const { tickets, chats } = context.size;
  const bare = async () => {
    await everythingSaid(url);
    await checkpoint(url);
    return bareJobs({ redisUrl, databaseUrl: url }, chats, tickets);
  };
  const house = async () => {
    await checkpoint(url);
    return (await feeder.run(tickets)).rate;
  };
  await feeder.run(tickets);
  await bare();
  const rounds: Round[] = [];
  for (let round = 0; round < context.rounds; round += 1) {
    const first = round % 2 === 0 ? await house() : null;
    const jobs = await bare();
    const ours = first ?? (await house());
    rounds.push({ value: ours / jobs, sides: { 'tickets/s': ours, 'bare jobs/s': jobs } });
    context.told(`P2 ${backend}, round ${round + 1}: ${ours.toFixed(0)} ÷ ${jobs.toFixed(0)}`);
  }
  return { of: backend, unit: '×', rounds, holds: backend === 'redis' ? (median) => median >= 0.8 : null };
}
