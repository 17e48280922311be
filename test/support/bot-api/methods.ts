import { z } from 'zod';
import { json, type Method, parse } from './params.ts';
import { createSendMethods } from './send-methods.ts';
import { ApiRefusal } from './types.ts';
import type { UpdateQueue } from './updates.ts';
import type { createWebhookDelivery } from './webhook.ts';
import type { BotApiWorld } from './world.ts';

const kinds = json(z.array(z.string())).optional();
const GetUpdates = z.object({
  offset: z.coerce.number().int().default(0),
  limit: z.coerce.number().int().min(1).max(100).default(100),
  timeout: z.coerce.number().int().min(0).max(50).default(0),
  allowed_updates: kinds,
});
const SetWebhook = z.object({
  url: z.string(),
  secret_token: z
    .string()
    .regex(/^[\w-]{1,256}$/)
    .optional(),
  max_connections: z.coerce.number().int().min(1).max(100).default(40),
  allowed_updates: kinds,
  drop_pending_updates: z.coerce.boolean().default(false),
});
const Commands = z.object({
  commands: json(z.array(z.object({ command: z.string().regex(/^[a-z0-9_]{1,32}$/), description: z.string().min(1).max(256) })).max(100)),
});
const hookActive = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

export interface Parts {
  readonly world: BotApiWorld;
  readonly updates: UpdateQueue;
  readonly hook: ReturnType<typeof createWebhookDelivery>;
  readonly answered: Map<string, Record<string, unknown>>;
  /** setMyCommands, as last accepted. */
  readonly commands: { current: readonly { command: string; description: string }[] };
}

export function createMethods(parts: Parts): ReadonlyMap<string, Method> {
  const { world, updates, hook, answered, commands } = parts;
  const methods: Record<string, Method> = {
    getMe: () => ({ ...world.bot, can_join_groups: true, can_read_all_group_messages: true, supports_inline_queries: false }),

    getUpdates(call) {
      const { offset, limit, timeout, allowed_updates } = parse(GetUpdates, call);
      if (hook.state() !== null) throw new ApiRefusal(409, hookActive);
      if (allowed_updates) updates.allow(allowed_updates);
      return updates.poll({ offset, limit, timeoutMs: timeout * 1000, gone: call.gone });
    },

    setWebhook(call) {
      const { url, secret_token, max_connections, allowed_updates, drop_pending_updates } = parse(SetWebhook, call);
      if (drop_pending_updates) updates.dropAll();
      if (allowed_updates) updates.allow(allowed_updates);
      hook.set(url === '' ? null : { url, secret: secret_token ?? '', maxConnections: max_connections });
      return true;
    },

    deleteWebhook(call) {
      if (parse(z.object({ drop_pending_updates: z.coerce.boolean().default(false) }), call).drop_pending_updates) updates.dropAll();
      hook.set(null);
      return true;
    },

    getWebhookInfo: () => ({
      url: hook.state()?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: updates.pending().length,
      ...(hook.lastError() === null ? {} : { last_error_message: hook.lastError() }),
    }),

    answerCallbackQuery(call) {
      const { callback_query_id } = parse(z.object({ callback_query_id: z.string() }), call);
      if (!answered.has(callback_query_id))
        throw new ApiRefusal(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid');
      answered.set(callback_query_id, { ...call.fields });
      return true;
    },

    setMyCommands(call) {
      commands.current = parse(Commands, call).commands;
      return true;
    },

    getFile(call) {
      const { file_id } = parse(z.object({ file_id: z.string() }), call);
      const file = world.files.get(file_id);
      if (file === undefined) throw new ApiRefusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable');
      if (file.file_size > 20 * 1024 * 1024) throw new ApiRefusal(400, 'Bad Request: file is too big');
      return { file_id, file_unique_id: file.file_unique_id, file_size: file.file_size, file_path: file.path };
    },

    getChat: (call) => world.openChat(parse(z.object({ chat_id: z.coerce.number() }), call).chat_id).chat,

    getChatMember(call) {
      const { chat_id, user_id } = parse(z.object({ chat_id: z.coerce.number(), user_id: z.coerce.number() }), call);
      world.openChat(chat_id);
      const user = world.users.get(user_id);
      if (user === undefined) throw new ApiRefusal(400, 'Bad Request: user not found');
      return { user, status: 'member' };
    },

    ...createSendMethods(world),
  };
  return new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]));
}
