/** Chance that is the same every time: a run can be seen again, and a fault in it looked at. */
export interface Chance {
  /** In [0, 1). */
  next(): number;
  /** A whole number, both ends included. */
  between(low: number, high: number): number;
  happens(probability: number): boolean;
  /** @throws where there is nothing to choose from */
  pick<T>(from: readonly T[]): T;
  /** By weight; weights need not sum up to anything. */
  weighted<T extends string>(weights: Weights<T>): T;
  /** A chance of its own for something: what one person does never moves what another will do. */
  of(what: string): Chance;
}

export type Weights<T extends string> = Readonly<Partial<Record<T, number>>>;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  /** mulberry32. */
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    happens: (probability) => next() < probability,
    pick<T>(from: readonly T[]): T {
      const found = from.at(Math.floor(next() * from.length));
      if (found === undefined) throw new Error('nothing to choose from');
      return found;
    },
    weighted<T extends string>(weights: Weights<T>): T {
      const entries = keysOf(weights).map((key) => ({ key, weight: weights[key] ?? 0 }));
      let left = next() * entries.reduce((sum, { weight }) => sum + weight, 0);
      for (const { key, weight } of entries) {
        left -= weight;
        if (left < 0) return key;
      }
      throw new Error('nothing to choose from');
    },
    of: (what) => chanceOf(hash(what, seed)),
  };
}

function keysOf<T extends string>(record: Weights<T>): T[] {
  const keys: T[] = [];
  for (const key in record) keys.push(key);
  return keys;
}

/** FNV-1a. */
function hash(text: string, seed: number): number {
  let value = (0x811c9dc5 ^ seed) >>> 0;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return value;
}
