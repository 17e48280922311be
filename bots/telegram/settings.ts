import { z } from 'zod';

/** Kinds of update this channel can read. A kind not asked for is never sent, so it cannot be missed by accident either. */
export const updateKinds = ['message', 'edited_message', 'callback_query', 'my_chat_member'] as const;

const timing = z.strictObject({
  /** How long Telegram may hold a getUpdates call open. */
  pollSeconds: z.int().min(0).max(50).default(30),
  /** A call that has not ended by then has an unknown outcome. */
  callMs: z.int().positive().default(20_000),
  /** A connection that is not up by then carried nothing: certain. Must be shorter than `callMs`. */
  connectMs: z.int().positive().default(8_000),
  /** For all pictures of one batch together; what is not there by then is fetched later through `fetchMedia`. */
  mediaMs: z.int().positive().default(3_000),
  backoffFirstMs: z.int().positive().default(500),
  backoffMostMs: z.int().positive().default(10_000),
});

const common = {
  /** As BotFather gives it: `<id>:<secret>`. */
  token: z.string().regex(/^\d+:[\w-]+$/, 'the token looks like 123456:ABC…, as BotFather gives it'),
  /** Telegram's own, a self-hosted Bot API server, or a reverse proxy where Telegram cannot be reached. */
  apiRoot: z.url({ protocol: /^https?$/ }).default('https://api.telegram.org'),
  /** What people call the bot in text, beside its Telegram username. */
  botName: z.string().min(1).max(32).default('小汇'),
  allowedUpdates: z
    .array(z.enum(updateKinds))
    .min(1)
    .default([...updateKinds]),
  timing: timing.prefault({}),
};

export const TelegramSettings = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('polling'), ...common }),
  z.strictObject({
    mode: z.literal('webhook'),
    ...common,
    /** Where Telegram reaches us; its path is the route that `registerWebhook` adds. */
    webhookUrl: z.url({ protocol: /^https?$/ }),
    webhookSecret: z.string().regex(/^[\w-]{16,256}$/, 'the webhook secret is 16–256 characters of A–Z a–z 0–9 _ -'),
  }),
]);
export type TelegramSettings = z.output<typeof TelegramSettings>;
export type TelegramSettingsInput = z.input<typeof TelegramSettings>;
