import { hostname } from 'node:os';
import { z } from 'zod';
import { CRASH_POINTS } from '../core/crash.ts';
import { HouseError } from '../core/errors.ts';

const flag = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true');
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== ''),
);

/** Every environment variable the house reads. An empty one counts as not set, as compose files make them. */
export const settingsSchema = z.object({
  /** External Postgres; not set: the embedded one. */
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** The owner of that database, for migrations and rights; DATABASE_URL is then what the house works as. Not set: the same. */
  MIGRATE_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  /** External Redis for the queues; not set: the queues live in Postgres. */
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  /** Port of the embedded Postgres; not set: a free one. */
  EMBEDDED_POSTGRES_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  /** A port for /healthz, /readyz and /metrics alone, of every process; not set: only the web server of bots has them. */
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  METRICS_HOST: z.string().default('127.0.0.1'),
  /** Asked for once a minute while the house works: whoever answers there raises the alarm when it falls silent. */
  DEADMAN_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** The address people open, where a proxy stands in front: https://chat.example.gov.cn */
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Embedded database, WeChat session. Not set: .data in the project. */
  DATA_DIR: z.string().optional(),
  /** The office's directory. Not set: config in the project. */
  CONFIG_DIR: z.string().optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** This process's name among its like, the same after a restart. */
  INSTANCE: z.string().default(hostname()),
  /** 1: the whole house only listens; nothing is said where the public is met. Every process must be told. */
  SHADOW: flag.default(false),
  /** 0: no web chat in this deployment. */
  WEBCHAT: flag.default(true),
  TELEGRAM_BOT_TOKEN: z.string().optional(),
  TELEGRAM_API_ROOT: z.string().optional(),
  /** Set: Telegram calls us there instead of being polled. */
  TELEGRAM_WEBHOOK_URL: z.string().optional(),
  TELEGRAM_WEBHOOK_SECRET: z.string().optional(),
  /** 1: log in to WeChat. */
  WECHAT: flag.default(false),
  WECHAT_PUPPET: z.string().default('wechaty-puppet-wechat4u'),
  WECHAT_TOKEN: z.string().optional(),
  WECHAT_ENDPOINT: z.string().optional(),
  WECHAT_NO_TLS: flag.default(false),
  /** Wire ids, WeChat ids or remarks, comma-separated: whose invitation into a room is accepted. */
  WECHAT_INVITERS: list.default([]),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: z.url({ protocol: /^https?$/ }).default('https://api.openai.com/v1'),
  OPENAI_MODEL: z.string().default('gpt-4o-mini'),
  OPENAI_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(8000),
  /** Tests and drills only: `point[@channel][:n]`, dies at the n-th time it is passed (by that channel). */
  CRASH_AT: z
    .string()
    .regex(new RegExp(`^(${CRASH_POINTS.join('|')})(@[a-z]+)?(:\\d+)?$`))
    .optional(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Reads the environment once; what is wrong is named variable by variable, never with its value (it may be a secret). */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([key, value]) => key in settingsSchema.shape && value !== ''));
  const parsed = settingsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(
    (issue) => `环境变量 ${issue.path.join('.')} 填写有误（${issue.code}），请对照 README 的配置表改正。`,
  );
  throw new HouseError('bad-settings', [...new Set(lines)].join('\n'));
}
