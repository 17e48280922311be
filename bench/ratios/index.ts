import { p1 } from './p1.ts';
import { p2 } from './p2.ts';
import { p3 } from './p3.ts';
import { p5 } from './p5.ts';
import { p6 } from './p6.ts';
import { p7 } from './p7.ts';
import { p8 } from './p8.ts';
import { p9 } from './p9.ts';
import { p11 } from './p11.ts';
import { p13 } from './p13.ts';
import type { Ratio } from './ratio.ts';

/** The rows of the table, in its order. */
export const RATIOS: readonly Ratio[] = [p1, p2, p3, p5, p6, p7, p8, p9, p11, p13];
