import { z } from 'zod';

/** What the tests tell the puppet server's process, one JSON line each. `server` names one of the servers it holds. */
export const Command = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('open'),
    server: z.string(),
    port: z.int(),
    token: z.string(),
    tls: z.boolean(),
    botName: z.string(),
    login: z.boolean(),
  }),
  z.object({ do: z.literal('close'), server: z.string() }),
  z.object({
    do: z.literal('contact'),
    server: z.string(),
    id: z.string(),
    name: z.string(),
    alias: z.string(),
    weixin: z.string(),
    official: z.boolean().optional(),
  }),
  z.object({ do: z.literal('room'), server: z.string(), id: z.string(), topic: z.string(), members: z.array(z.string()) }),
  z.object({
    do: z.literal('message'),
    server: z.string(),
    id: z.string(),
    from: z.string(),
    chat: z.string(),
    type: z.int(),
    text: z.string(),
    mentions: z.array(z.string()),
    timestamp: z.number(),
    file: z.object({ name: z.string(), base64: z.string() }).nullable(),
  }),
  z.object({ do: z.literal('again'), server: z.string(), id: z.string() }),
  z.object({ do: z.literal('join'), server: z.string(), room: z.string(), person: z.string(), by: z.string() }),
  z.object({ do: z.literal('kick'), server: z.string(), room: z.string(), person: z.string(), by: z.string() }),
  z.object({ do: z.literal('topic'), server: z.string(), room: z.string(), topic: z.string(), by: z.string() }),
  z.object({ do: z.literal('invite'), server: z.string(), id: z.string(), inviter: z.string(), topic: z.string() }),
  z.object({ do: z.literal('scan'), server: z.string(), text: z.string() }),
  z.object({ do: z.literal('login'), server: z.string() }),
  z.object({ do: z.literal('logout'), server: z.string() }),
  /** How the next sends end: `swallow` does what was asked and never answers. */
  z.object({ do: z.literal('sends'), server: z.string(), how: z.enum(['well', 'swallow', 'fail']) }),
]);
export type Command = z.infer<typeof Command>;

export const Said = z.object({
  id: z.string(),
  chat: z.string(),
  text: z.string(),
  mentions: z.array(z.string()),
  file: z.object({ name: z.string(), base64: z.string() }).nullable(),
});
/** One message the bot sent, as the far side took it. */
export type Said = z.infer<typeof Said>;

/** What the process tells, one JSON line each. */
export const Report = z.discriminatedUnion('tells', [
  z.object({ tells: z.literal('up') }),
  z.object({ tells: z.literal('done'), n: z.int(), error: z.string().nullable() }),
  z.object({ tells: z.literal('said'), server: z.string(), said: Said }),
  z.object({ tells: z.literal('accepted'), server: z.string(), invitation: z.string() }),
]);
export type Report = z.infer<typeof Report>;

export const Line = z.object({ n: z.int(), command: Command });
