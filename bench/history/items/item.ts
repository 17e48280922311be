import type { House } from '../house.ts';

/** One thing that must not grow with history. */
export interface Item {
  readonly name: string;
  /** What ratios are grouped under. */
  readonly group: 'answers' | 'figures' | 'messages' | 'clock' | 'sweeps' | 'web chat';
  /** Measured for what it tells; what it looks at is not the same in both databases. */
  readonly beside?: true;
  /** So often in one sample: what takes less than a millisecond is measured by the dozen. */
  readonly times?: number;
  /** What must be there first; not measured. */
  readonly before?: (house: House, turn: number) => Promise<void>;
  readonly run: (house: House, turn: number) => Promise<void>;
  /** Whether it really did what it says; not measured. */
  readonly after?: (house: House, turn: number) => Promise<void>;
}

/** Often enough that the clock's own grain is nothing. */
export const DOZENS = 25;

export function pick<T>(from: readonly T[], turn: number): T {
  const found = from[turn % from.length];
  if (found === undefined) throw new Error('nothing to choose from');
  return found;
}
