import { z } from 'zod';
import { AmountText } from '../deadlines/amount.ts';
import { DepartmentCode } from '../ids.ts';
import { Urgency } from '../ticket/ticket.ts';

const name = z.string().trim().min(1).max(64);
const byUrgency = z.strictObject({ normal: AmountText, urgent: AmountText, critical: AmountText });

const StepLimits = z.strictObject({
  /** 派单 by the duty desk, of what could not be dispatched at once. */
  dispatch: byUrgency,
  claim: byUrgency,
  contact: byUrgency,
  verify: byUrgency,
  answer: byUrgency,
  close: byUrgency,
});

/** Where a department or a matter of it differs. A matter is known by its words in the report. */
const Exception = z.strictObject({
  name,
  department: DepartmentCode,
  /** Absent: every ticket of the department. */
  words: z.array(name).min(1).optional(),
  limits: StepLimits.partial(),
});

export const LimitsPolicy = z.strictObject({
  /** As reports name it. */
  name,
  /** Urgencies whose clocks never stop for nights and holidays. */
  roundTheClock: z.array(Urgency),
  limits: StepLimits,
  /** 退单: within this of the hand-over. */
  return: AmountText,
  /** 办结 of a 重办 after a 差评. */
  rework: AmountText,
  /** 延期: how long at most, and how often a ticket may have one. */
  extension: z.strictObject({ atMost: AmountText, times: z.int().min(0).max(5) }),
  /** A paused ticket is looked at again after so long. */
  review: z.strictObject({ suspended: AmountText, waiting: AmountText }),
  exceptions: z.array(Exception).default([]),
});
export type LimitsPolicy = z.infer<typeof LimitsPolicy>;

export const PolicyKey = z.string().regex(/^[a-z][a-z0-9-]*$/);

export const LimitsFile = z.strictObject({
  /** The policy new tickets get. Open ones keep theirs until `cli limits apply`. */
  policy: PolicyKey,
  policies: z.record(PolicyKey, LimitsPolicy),
});
export type LimitsFile = z.infer<typeof LimitsFile>;
