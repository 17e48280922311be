import { z } from 'zod';

/** What the bench's house tells the bench, once it listens. */
export const Ready = z.object({ kind: z.literal('ready'), url: z.url(), floorUrl: z.url() });
export type Ready = z.infer<typeof Ready>;

/** What the house under test is started with, as its one argument. */
export const HouseOrder = z.object({ redisUrl: z.url().nullable() });
export type HouseOrder = z.infer<typeof HouseOrder>;
