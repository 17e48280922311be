import { z } from 'zod';

/** What the bench's house tells the bench, once it listens. */
export const Ready = z.object({ kind: z.literal('ready'), url: z.url(), floorUrl: z.url() });
export type Ready = z.infer<typeof Ready>;

/** What the house under test is started with, as its one argument. */
export const HouseOrder = z.object({
  redisUrl: z.url().nullable(),
  /** A model endpoint, and the folder of a configuration that asks it about every ticket; not there: no model. */
  model: z.object({ baseUrl: z.url(), configDir: z.string() }).nullable().default(null),
  /** The flood limit of the shipped configuration holds; otherwise a bench's people may write as fast as they can. */
  floodLimit: z.boolean().default(false),
  /** Entrepreneurs more than the shipped configuration has; the last of all in it. */
  crowd: z.int().default(0),
});
export type HouseOrder = z.input<typeof HouseOrder>;

/** So many messages of one person, handed over at once as a wire does. */
export const Shout = z.object({ chat: z.string(), sender: z.string(), texts: z.array(z.string()) });

/** What the house weighs, after its garbage was collected. */
export const Weight = z.object({
  rss: z.number(),
  heapUsed: z.number(),
  external: z.number(),
  descriptors: z.int(),
  /** Timers, sockets, pipes …: what keeps the process alive. */
  handles: z.int(),
  timers: z.int(),
  connections: z.int(),
  redisMemory: z.number().nullable(),
  /** Messages not handled yet, and words not sent yet. */
  waiting: z.int(),
  /** Messages set aside unread in a flood. */
  flooded: z.int(),
});
export type Weight = z.infer<typeof Weight>;
