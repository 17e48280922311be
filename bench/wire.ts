import { z } from 'zod';

/** What the bench's house tells the bench, once it listens. */
export const Ready = z.object({ kind: z.literal('ready'), url: z.url(), floorUrl: z.url() });
export type Ready = z.infer<typeof Ready>;

/** What the house under test is started with, as its one argument. */
export const HouseOrder = z.object({
  redisUrl: z.url().nullable(),
  /** A model endpoint, and the folder of a configuration that asks it about every ticket; not there: no model. */
  model: z.object({ baseUrl: z.url(), configDir: z.string() }).nullable().default(null),
});
export type HouseOrder = z.input<typeof HouseOrder>;
