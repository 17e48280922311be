import { z } from 'zod';
import { CalendarFile } from './config/calendar.ts';
import { LadderFile } from './config/ladder.ts';
import { LimitsFile } from './config/limits.ts';
import { ReportsFile } from './config/reports.ts';
import { NoticePolicy } from './delivery/hold.ts';
import { Department, Enterprise, Role } from './directory.ts';
import { ChannelName, DepartmentCode, EnterpriseKey } from './ids.ts';
import { ModelPolicy } from './model/policy.ts';

/**
 * What an office edits under `config/`: one schema per file. Objects are strict, so a mistyped key is named, not
 * silently dropped. Rules that reach over several entries or files are in `core/config/check.ts`.
 */

/** Chinese or not, never empty: an empty name would match every sentence. */
const name = z.string().trim().min(1).max(64);
const probability = z.number().min(0).max(1);

/** Stable: history hangs on it, so a person who leaves keeps his key and a successor gets a new one. */
export const PersonKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .max(64);

export const DepartmentEntry = z.strictObject({
  code: Department.shape.code,
  name,
  fullName: name,
  aliases: z.array(name).default([]),
  matters: z.array(name).min(1),
  words: z.array(name).default([]),
  fallback: z.boolean().default(false),
  /** Key of the official on duty; null: the group alone is told. */
  onDuty: PersonKey.nullable().default(null),
  /** Stands in for whoever is on duty, and is told when 签收 is late; null: the heads alone are. */
  deputy: PersonKey.nullable().default(null),
});
export type DepartmentEntry = z.infer<typeof DepartmentEntry>;

export const PersonEntry = z.strictObject({
  key: PersonKey,
  name,
  title: name.nullable().default(null),
  roles: z.array(Role).min(1),
  department: DepartmentCode.nullable().default(null),
  enterprise: EnterpriseKey.nullable().default(null),
});
export type PersonEntry = z.infer<typeof PersonEntry>;

export const EnterpriseEntry = z.strictObject({
  key: Enterprise.shape.key,
  name,
  aliases: z.array(name).default([]),
  kind: Enterprise.shape.kind,
  /** The trade; for whoever edits the file. The bot does not read it. */
  industry: name,
  card: Enterprise.shape.card.default(null),
  address: name.nullable().default(null),
});
export type EnterpriseEntry = z.infer<typeof EnterpriseEntry>;

export const PostingEntry = z.strictObject({
  commissioner: PersonKey,
  enterprise: EnterpriseKey,
  leads: z.boolean().default(false),
});
export type PostingEntry = z.infer<typeof PostingEntry>;

export const GroupEntry = z.strictObject({
  /** The entry's own name in this file; history does not hang on it. */
  key: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .max(64),
  role: z.enum(['work', 'department', 'duty']),
  department: DepartmentCode.nullable().default(null),
  title: name,
  /** Wire id of the same group on other channels, e.g. `telegram: "-1001234567890"`. */
  bind: z.record(ChannelName, z.string().min(1).max(256)).default({}),
});
export type GroupEntry = z.infer<typeof GroupEntry>;

export const BotFile = z.strictObject({
  name,
  /** Other names people call it by. */
  aliases: z.array(name).default([]),
  /** The letters of the long ticket number, HC2026-0128. */
  prefix: z.string().regex(/^[A-Z]{1,6}$/),
  /** Said once to a newcomer of the work group; `{name}` and `{bot}` are filled in. */
  greeting: z.string().trim().min(1).max(500),
  /** The web chat lets a visitor pick whom to be. Off: sign-in by a one-time code. */
  demo: z.boolean(),
  routing: z.strictObject({
    /** The best department's probability from which a ticket goes there straight. */
    direct: probability,
    /** How far ahead of the second it must be; closer than this, the duty desk is asked. */
    margin: probability,
    /** The second department's probability from which it is named 协办. */
    cohandler: probability,
  }),
  triage: z.strictObject({
    /** Confidence from which a problem told to the bot becomes a ticket by itself. */
    open: probability,
    /** The same in a group that did not call it: speaking up before everybody needs more. */
    unasked: probability,
    /** Confidence from which the duty desk is asked whether it is one; below, the message is left alone. */
    ask: probability,
  }),
  /** When a language model is asked, where one is configured, and what it may cost. */
  model: ModelPolicy,
  /** How what the clock has to say is folded and when it keeps quiet. */
  notices: NoticePolicy,
  /** How much of what one person says in one chat is read; what comes beyond it is set aside. */
  flood: z
    .strictObject({
      perMinute: z.int().min(10).max(100_000),
      /** The same for whoever works for the office: buttons and commands are messages too. */
      office: z.int().min(10).max(100_000),
      /** In one second. An album of pictures is ten messages at once. */
      perSecond: z.int().min(10).max(100_000),
    })
    .default({ perMinute: 30, office: 120, perSecond: 10 }),
  /** Days after 办结 until 归档. */
  archiveAfterDays: z.int().min(1).max(365),
  /** How long a one-time code is good for. */
  codeMinutes: z.int().min(1).max(1440),
});
export type BotFile = z.infer<typeof BotFile>;

export const Category = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .max(24)
    .refine((key) => key !== 'other', 'other 留给“其他”，请换一个代号'),
  name,
  words: z.array(name).min(1),
});
export type Category = z.infer<typeof Category>;

/** One schema per file of `config/`; the key is the file's name without `.yaml`. */
export const ConfigFiles = z.strictObject({
  bot: BotFile,
  limits: LimitsFile,
  calendar: CalendarFile,
  ladder: LadderFile,
  categories: z.array(Category),
  reports: ReportsFile,
  departments: z.array(DepartmentEntry).min(1),
  people: z.array(PersonEntry).min(1),
  enterprises: z.array(EnterpriseEntry),
  postings: z.array(PostingEntry),
  groups: z.array(GroupEntry).min(1),
});
/** The whole of `config/`, checked. */
export type Config = Readonly<z.infer<typeof ConfigFiles>>;
export type ConfigFileName = keyof Config;
