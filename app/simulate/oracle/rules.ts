import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/**
 * The office's files, read again by somebody else: nothing here comes from the engine that is to be checked, so that one
 * misreading cannot hide itself. Shapes are only as strict as the reckoning needs.
 */

const ByUrgency = z.object({ normal: z.string(), urgent: z.string(), critical: z.string() });
const Limits = z.record(z.string(), ByUrgency);

const LimitsYaml = z.object({
  policy: z.string(),
  policies: z.record(
    z.string(),
    z.object({
      roundTheClock: z.array(z.string()),
      limits: Limits,
      return: z.string(),
      rework: z.string(),
      review: z.object({ suspended: z.string(), waiting: z.string() }),
      exceptions: z
        .array(z.object({ department: z.string(), words: z.array(z.string()).optional(), limits: z.partialRecord(z.string(), ByUrgency) }))
        .default([]),
    }),
  ),
});

const Rung = z.object({
  rung: z.string(),
  at: z.string(),
  tell: z.array(z.string()),
  card: z.string().nullable().default(null),
  act: z.string().default('remind'),
  digest: z.boolean().default(false),
});
export type RungRule = z.infer<typeof Rung>;

const LadderYaml = z.object({
  warning: z.object({ before: z.string(), share: z.number() }),
  steps: z.record(z.string(), z.object({ rungs: z.array(Rung), again: z.object({ every: z.string(), tell: z.array(z.string()) }) })),
});

const CalendarYaml = z.object({
  seasons: z.array(z.object({ from: z.string(), to: z.string(), hours: z.array(z.string()) })),
  days: z
    .array(
      z.object({
        from: z.string(),
        to: z.string().nullish(),
        kind: z.enum(['off', 'working', 'hours']),
        hours: z.array(z.string()).nullish(),
      }),
    )
    .default([]),
});

const BotYaml = z.object({
  archiveAfterDays: z.number(),
  notices: z.object({ quiet: z.object({ from: z.string(), to: z.string() }) }),
});

const HolidayData = z.object({ holidays: z.record(z.string(), z.string()), workdays: z.record(z.string(), z.string()) });

export type CalendarRules = z.infer<typeof CalendarYaml> & { readonly free: ReadonlySet<string>; readonly worked: ReadonlySet<string> };

export interface Rules {
  /** The policy in force, by its key. */
  readonly policyKey: string;
  readonly policy: z.infer<typeof LimitsYaml>['policies'][string];
  readonly ladder: z.infer<typeof LadderYaml>;
  readonly calendar: CalendarRules;
  readonly archiveAfterDays: number;
  readonly quiet: { readonly from: string; readonly to: string };
}

export function readRules(dir: string): Rules {
  const read = (name: string): unknown => parse(readFileSync(join(dir, `${name}.yaml`), 'utf8'));
  const limits = LimitsYaml.parse(read('limits'));
  const policy = limits.policies[limits.policy];
  if (policy === undefined) throw new Error(`limits.yaml has no policy ${limits.policy}`);
  const known = HolidayData.parse(createRequire(import.meta.url)('chinese-days/dist/chinese-days.json'));
  const bot = BotYaml.parse(read('bot'));
  return {
    policyKey: limits.policy,
    policy,
    ladder: LadderYaml.parse(read('ladder')),
    calendar: {
      ...CalendarYaml.parse(read('calendar')),
      free: new Set(Object.keys(known.holidays)),
      worked: new Set(Object.keys(known.workdays)),
    },
    archiveAfterDays: bot.archiveAfterDays,
    quiet: bot.notices.quiet,
  };
}
