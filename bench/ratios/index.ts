import { p1 } from './p1.ts';
import { p2 } from './p2.ts';
import { p13 } from './p13.ts';
import type { Ratio } from './ratio.ts';

/** The rows of the table, in its order. */
export const RATIOS: readonly Ratio[] = [p1, p2, p13];
