import { checkpoint, counts, everythingSaid } from './feed.ts';
import { findPgbench, openPgbench } from './pgbench.ts';
import type { Backend, Context, Line, Measured, Ratio, Round } from './ratio.ts';
import { type Side, withHouse } from './sides.ts';

/** Before the first round that counts: code is compiled, pools are filled. */
const WARM_UP_ROUNDS = 1;
const MODES = ['simple', 'prepared'] as const;

export const p1: Ratio = {
  id: 'P1',
  what: 'tickets a second end to end ÷ pgbench writing the same five rows in an interactive transaction',
  aim: '≥ 1',
  async run(context) {
    const binary = findPgbench();
    if (binary === null) return { lines: [], notes: ['NOT MEASURED: no pgbench on this machine (Debian: postgresql-contrib)'] };
    const lines: Line[] = [];
    const notes: string[] = [];
    for (const backend of context.backends) {
      const measured = await withHouse(context, backend, (side) => onOne(context, backend, side, binary));
      if (measured === null) notes.push(`${backend}: not measured, no redis-server on this machine`);
      lines.push(...(measured?.lines ?? []));
      notes.push(...(measured?.notes ?? []));
    }
    return { lines, notes };
  },
};

async function onOne(context: Context, backend: Backend, { url, feeder }: Side, binary: string): Promise<Measured> {
  const { tickets, chats } = context.size;
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) await feeder.run(tickets);
  const pgbench = await openPgbench(binary, context.server, context.root, url);
  const before = await counts(url);
  const rounds: Record<(typeof MODES)[number], Round[]> = { simple: [], prepared: [] };
  try {
    for (const mode of MODES) await pgbench.run(mode, chats, tickets);
    for (let round = 0; round < context.rounds; round += 1) {
      const house = async () => {
        await checkpoint(url);
        return feeder.run(tickets);
      };
      const beside = async (mode: (typeof MODES)[number]) => {
        await everythingSaid(url);
        await checkpoint(url);
        return pgbench.run(mode, chats, tickets);
      };
      // Who goes first changes: whatever the machine does meanwhile, it does to all.
      const first = round % 2 === 0 ? await house() : null;
      const tps = { simple: await beside('simple'), prepared: await beside('prepared') };
      const ours = first ?? (await house());
      for (const mode of MODES)
        rounds[mode].push({
          value: ours.rate / tps[mode],
          sides: { 'tickets/s': ours.rate, 'pgbench tx/s': tps[mode], 'cpu ms a ticket': ours.cpu },
        });
      context.told(
        `P1 ${backend}, round ${round + 1}: ${ours.rate.toFixed(0)} ÷ ${tps.simple.toFixed(0)} (prepared ${tps.prepared.toFixed(0)})`,
      );
    }
  } finally {
    await pgbench.close();
  }
  const after = await counts(url);
  const each = Object.entries(after).map(
    ([table, n]) => `${table} ${((n - (before[table as keyof typeof before] ?? 0)) / (tickets * context.rounds)).toFixed(2)}`,
  );
  return {
    lines: [
      { of: `${backend}, pgbench as it comes`, unit: '×', rounds: rounds.simple, holds: (median) => median >= 1 },
      { of: `${backend}, pgbench -M prepared`, unit: '×', rounds: rounds.prepared, holds: null },
    ],
    notes: [`${backend}: a ticket of ours wrote, in rows: ${each.join(', ')}; pgbench one of each of the first five`],
  };
}
