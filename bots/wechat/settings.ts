import { z } from 'zod';

/** `wechaty-puppet-padlocal` is paid and no dependency of ours: it is loaded only where an office names it. */
export const WechatPuppet = z.enum(['wechaty-puppet-wechat4u', 'wechaty-puppet-service', 'wechaty-puppet-padlocal']);
export type WechatPuppet = z.infer<typeof WechatPuppet>;

const Endpoint = z.string().regex(/^[^\s:/]+:\d{1,5}$/, '应写成 主机:端口,例如 127.0.0.1:8788');

export const WechatSettings = z
  .object({
    puppet: WechatPuppet.default('wechaty-puppet-wechat4u'),
    /** Of the puppet service or padlocal; a secret. */
    token: z.string().min(1).nullable().default(null),
    /** Of our own puppet server; null: found by the token. */
    endpoint: Endpoint.nullable().default(null),
    tls: z
      .object({
        disable: z.boolean().default(false),
        caCert: z.string().nullable().default(null),
        serverName: z.string().nullable().default(null),
      })
      .default({ disable: false, caCert: null, serverName: null }),
    /** Without ending: the login is kept in `<it>.memory-card.json`, what we last saw in `<it>.presence.json`. */
    memoryFile: z.string().min(1),
    /** Topics of the rooms that are ours: the ones a gap is reported for. Empty: every room. */
    rooms: z.array(z.string().min(1)).default([]),
    /** Wire ids, WeChat ids or remarks (备注) of those whose invitation into a room is accepted. Never display names. */
    inviters: z.array(z.string().min(1)).default([]),
    acceptFriends: z.boolean().default(false),
    /** What the house says once to newcomers (it hears `joined`); null: nothing. The channel itself says nothing. */
    greeting: z.string().min(1).nullable().default(null),
    botName: z.string().min(1).default('小汇'),
    /** WeChat bans accounts that talk too much: 12–20 messages a minute over all chats is the practical ceiling. */
    pace: z
      .object({ perMinute: z.int().min(1).max(20).default(15), perChatPerMinute: z.int().min(1).max(20).default(12) })
      .default({ perMinute: 15, perChatPerMinute: 12 }),
    limits: z
      .object({
        /** After this a send counts as unknown. */
        sendMs: z.int().positive().default(30_000),
        /** A picture that is slower than this is handed on without bytes: the words behind it must not wait longer. */
        mediaMs: z.int().positive().default(5_000),
        /** For `fetchMedia`, which nobody waits behind. */
        fetchMs: z.int().positive().default(60_000),
        /** For reading a message, a room or a person from the wire. */
        lookupMs: z.int().positive().default(10_000),
        /** No heartbeat for this long: the session is taken for dead. Beats come every 15 s. */
        silenceMs: z.int().positive().default(45_000),
        /** Neither logged in nor asked to scan after this: start again. */
        loginMs: z.int().positive().default(30_000),
        maxMediaBytes: z
          .int()
          .positive()
          .default(25 * 1024 * 1024),
      })
      .prefault({}),
  })
  .superRefine((settings, ctx) => {
    if (settings.puppet !== 'wechaty-puppet-wechat4u' && settings.token === null) {
      ctx.addIssue({ code: 'custom', path: ['token'], message: `${settings.puppet} 需要 token,请在配置中填写` });
    }
  });
export type WechatSettings = z.infer<typeof WechatSettings>;
