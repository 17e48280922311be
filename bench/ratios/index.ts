import { p1 } from './p1.ts';
import { p2 } from './p2.ts';
import { p6 } from './p6.ts';
import { p7 } from './p7.ts';
import { p8 } from './p8.ts';
import type { Ratio } from './ratio.ts';

/** The rows of the table, in its order. */
export const RATIOS: readonly Ratio[] = [p1, p2, p6, p7, p8];
