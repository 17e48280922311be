import { setTimeout as pause } from 'node:timers/promises';

export interface Arrival {
  /** Milliseconds from the beginning. */
  readonly at: number;
  readonly chat: number;
}

/** Poisson: people know nothing of each other. The same seed gives both sides the same minutes. */
export function poisson(count: number, perSecond: number, chats: number, seed: number): readonly Arrival[] {
  const chance = randomOf(seed);
  let at = 0;
  return Array.from({ length: count }, () => {
    at += (-Math.log(1 - chance()) / perSecond) * 1000;
    return { at, chat: Math.floor(chance() * chats) };
  });
}

/** Open loop: who comes does not wait for those before him, however slow the house is. */
export async function come(arrivals: readonly Arrival[], arrived: (arrival: Arrival, index: number) => void): Promise<void> {
  const began = performance.now();
  for (const [index, arrival] of arrivals.entries()) {
    const ahead = began + arrival.at - performance.now();
    if (ahead > 1) await pause(ahead);
    arrived(arrival, index);
  }
}

/** mulberry32 */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
