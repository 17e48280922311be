import { type SqlProxy, startSqlProxy } from '../../test/support/sql-proxy.ts';
import { createFeeder } from './feed.ts';
import type { Backend, Context, Line, Measured, Ratio, Round } from './ratio.ts';
import { withHouse } from './sides.ts';

const TICKETS = 400;
const ALONE = 20;
const MOST = 2;
const TOLD = 12;

/** Counted on the wire, so that it does not matter which library asks. */
interface Ears {
  readonly store: SqlProxy;
  readonly queues: SqlProxy;
}

export const p8: Ratio = {
  id: 'P8',
  what: 'SQL round trips a message, each of them a problem that opens a ticket, from the wire to its receipt',
  aim: `≤ ${MOST}`,
  async run(context) {
    const measured: (Measured | null)[] = [];
    for (const backend of context.backends) {
      const ears: SqlProxy[] = [];
      const listenIn = async (url: string) => {
        const [store, queues] = [await startSqlProxy(url), await startSqlProxy(url)];
        ears.push(store, queues);
        return { store: store.url, queues: queues.url };
      };
      const counted = await withHouse(
        context,
        backend,
        async ({ house, feeder }) => {
          const [store, queues] = ears;
          if (store === undefined || queues === undefined) throw new Error('nobody listens in');
          const alone = createFeeder(house, 1, 1, 'alone');
          return onOne(context, backend, { store, queues }, feeder.run, alone.run);
        },
        { by: listenIn },
      );
      for (const one of ears) await one.close();
      measured.push(counted ?? { lines: [], notes: [`${backend}: not measured, no redis-server on this machine`] });
    }
    const all = measured.filter((one) => one !== null);
    return { lines: all.flatMap(({ lines }) => lines), notes: all.flatMap(({ notes }) => notes) };
  },
};

type Run = (tickets: number) => Promise<unknown>;

async function onOne(context: Context, backend: Backend, { store, queues }: Ears, crowd: Run, alone: Run): Promise<Measured> {
  const count = async (run: Run, tickets: number): Promise<Round> => {
    for (const one of [store, queues]) one.reset();
    await run(tickets);
    const sides = { 'of the house': store.roundTrips() / tickets, 'of the queues': queues.roundTrips() / tickets };
    return { value: sides['of the house'] + sides['of the queues'], sides };
  };
  await crowd(TICKETS);
  await alone(1);
  const rounds: Round[] = [];
  let most: readonly string[] = [];
  const singly: Round[] = [];
  for (let round = 0; round < context.rounds; round += 1) {
    rounds.push(await count(crowd, TICKETS));
    most = [...store.statements(), ...queues.statements()]
      .toSorted((a, b) => b.times - a.times)
      .slice(0, TOLD)
      .map(({ sql, times }) => `  ${(times / TICKETS).toFixed(2)}  ${sql.replaceAll(/\s+/g, ' ').trim().slice(0, 100)}`);
    singly.push(await count(alone, ALONE));
    context.told(`P8 ${backend}, round ${round + 1}: ${rounds.at(-1)?.value.toFixed(2)}, one at a time ${singly.at(-1)?.value.toFixed(2)}`);
  }
  const lines: Line[] = [
    { of: `${backend}, ${context.size.chats} chats at once`, unit: 'round trips', rounds, holds: (median) => median <= MOST },
    { of: `${backend}, one message at a time`, unit: 'round trips', rounds: singly, holds: null },
  ];
  return { lines, notes: [`${backend}, the most frequent, a message:`, ...most] };
}
