import { z } from 'zod';

/** What our house under measure is started with, as its first message. */
export const HouseOrder = z.object({
  token: z.string(),
  apiRoot: z.url(),
  backend: z.enum(['postgres', 'redis']),
  people: z.array(z.object({ id: z.int(), name: z.string() })),
  /** Telegram groups for the office; as many are used as it has. */
  groups: z.array(z.int()),
});
export type HouseOrder = z.infer<typeof HouseOrder>;

/** Said once it runs, and in answer to each `count`. Its Postgres is no child of its own process, and its work is the house's all the same. */
export const HouseSays = z.object({ kind: z.literal('tickets'), tickets: z.int(), postmaster: z.int() });
export type HouseSays = z.infer<typeof HouseSays>;
