import type { House } from './house.ts';
import type { Item } from './items/item.ts';

/** Milliseconds of one sample: all of it, and how much of that were the reads of a command. */
interface Sample {
  readonly all: number;
  readonly reads: number;
}

export interface Result {
  readonly item: Pick<Item, 'name' | 'group' | 'beside'>;
  /** By database, in the order they were given; by round. */
  readonly samples: readonly (readonly (readonly Sample[])[])[];
}

export interface Measuring {
  readonly rounds: number;
  readonly warmUp: number;
  /** Samples of each item a round. */
  readonly repeats: number;
}

/**
 * Every item on every database in every round, sample by sample in turn: whatever else the machine does meanwhile, it does to both.
 * @param between clears up after a round
 */
export async function measure(
  houses: readonly House[],
  items: readonly (readonly Item[])[],
  { rounds, warmUp, repeats }: Measuring,
  between: (house: House) => Promise<void>,
  told: (what: string) => void,
): Promise<Result[]> {
  const results = items.flat().map((item) => ({ item, samples: houses.map((): Sample[][] => []) }));
  let turn = 0;
  for (let round = -warmUp; round < rounds; round += 1) {
    const began = performance.now();
    for (const result of results) for (const of of result.samples) if (round >= 0) of.push([]);
    for (const group of items) {
      for (let repeat = 0; repeat < repeats; repeat += 1) {
        turn += 1;
        for (const item of group) {
          const samples = results.find((result) => result.item === item)?.samples;
          // Who goes first changes: the second finds the processor's caches warm.
          for (const i of turn % 2 === 0 ? [0, 1] : [1, 0]) {
            const house = houses[i];
            if (house === undefined) continue;
            const sample = await sampled(item, house, turn);
            if (round >= 0) samples?.[i]?.at(-1)?.push(sample);
          }
        }
      }
    }
    for (const house of houses) await between(house);
    told(
      `round ${round < 0 ? `${round + 1 + warmUp} of ${warmUp} to warm up` : `${round + 1} of ${rounds}`}: ${((performance.now() - began) / 1000).toFixed(0)} s`,
    );
  }
  return results;
}

async function sampled(item: Item, house: House, turn: number): Promise<Sample> {
  const times = item.times ?? 1;
  await item.before?.(house, turn);
  house.readsMs();
  const began = performance.now();
  for (let i = 0; i < times; i += 1) await item.run(house, turn);
  const all = (performance.now() - began) / times;
  const reads = house.readsMs() / times;
  await item.after?.(house, turn);
  return { all, reads };
}
