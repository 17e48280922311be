import { z } from 'zod';
import { ReportFormat, ReportPeriod } from '../report/request.ts';

const name = z.string().trim().min(1).max(32);

/** Who may be a reader by his role: everybody of the government. */
const ReaderRole = z.enum(['official', 'head', 'commissioner', 'leader', 'manager', 'duty', 'admin']);

/** Asia/Shanghai. */
const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

export const ScheduleEntry = z.strictObject({
  /** Part of the key that sends it once: not to be renamed on a day it went out. */
  key: z
    .string()
    .regex(/^[a-z][a-z-]*$/)
    .max(24),
  title: name,
  /** daily: each working day, of what came since the last; weekly, monthly: on the first working day, of the one before; shadow: as weekly, where the bot only listens. */
  report: ReportPeriod,
  time: TimeOfDay,
  readers: z.strictObject({
    roles: z.array(ReaderRole).default([]),
    /** Keys of people.yaml. */
    people: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/)).default([]),
  }),
  formats: z.array(ReportFormat).default([]),
});
export type ScheduleEntry = z.infer<typeof ScheduleEntry>;

export const ReportsFile = z.strictObject({
  schedules: z.array(ScheduleEntry),
  /** When the duty desk is told each day how yesterday's messages add up; absent: it is not. */
  ledger: z.strictObject({ time: TimeOfDay }).optional(),
});
export type ReportsFile = z.infer<typeof ReportsFile>;
