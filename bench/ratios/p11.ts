import { checkpoint } from './feed.ts';
import type { Backend, Context, Line, Ratio, Round } from './ratio.ts';
import { withHouse } from './sides.ts';

export const p11: Ratio = {
  id: 'P11',
  what: 'a backlog drained, tickets a second ÷ steady top rate',
  aim: '≥ 1',
  async run(context) {
    const lines: Line[] = [];
    const notes: string[] = [`a backlog of ${context.size.backlog} messages in ${context.size.chats} chats, stored while no worker ran`];
    for (const backend of context.backends) {
      const rounds: Round[] = [];
      for (let round = 0; round < context.rounds; round += 1) {
        const measured = await onOne(context, backend);
        if (measured === null) break;
        rounds.push(measured);
        context.told(`P11 ${backend}, round ${round + 1}: ×${measured.value.toFixed(2)}`);
      }
      if (rounds.length === 0) notes.push(`${backend}: not measured, no redis-server on this machine`);
      else lines.push({ of: backend, unit: '×', rounds, holds: (median) => median >= 1 });
    }
    return { lines, notes };
  },
};

/** A house of its own each time: the backlog is there before anybody works. */
async function onOne(context: Context, backend: Backend): Promise<Round | null> {
  const { tickets, backlog } = context.size;
  return withHouse(
    context,
    backend,
    async ({ url, house, feeder }) => {
      await feeder.pile(backlog);
      await checkpoint(url);
      const drained = await feeder.drain(backlog, () => house.work());
      await checkpoint(url);
      const steady = await feeder.run(tickets);
      return {
        value: drained.rate / steady.rate,
        sides: { 'drained/s': drained.rate, 'steady/s': steady.rate, 'seconds to drain': drained.seconds },
      };
    },
    { working: false },
  );
}
