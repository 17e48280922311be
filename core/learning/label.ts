import { z } from 'zod';
import type { CommandName } from '../commands/names.ts';
import { DepartmentCode, InboxId, MemberId, TicketNumber } from '../ids.ts';

/** What somebody of the office did that says something about a message. docs/decisions/0023-learning.md has what each of them means. */
export const LabelKind = z.enum([
  'transfer', // 转办: the first unit was wrong, this one is right
  'return', // 退单: not this unit
  'dispatch', // 派单, or a unit named in 研判 and 立单: this one is right
  'close', // 办结 as 解决: the unit that has it was right, and it was a problem
  'open', // 立单, or 1 of the desk: a problem, whatever the house took it for
  'dismiss', // 0 of the desk: no problem
  'verdict', // the desk's word on what the bot would have done (shadow mode)
  'merge', // 合并: one matter twice; kept for whoever looks for duplicates
  'split', // 拆分: two matters in one
]);
export type LabelKind = z.infer<typeof LabelKind>;

/** `other`: anything but a problem. Which of the others it is nobody was asked. */
export const LabelIntent = z.enum(['problem', 'other']);
export type LabelIntent = z.infer<typeof LabelIntent>;

/** One act of a person, as a lesson about one message. It holds no text. */
export const Label = z.object({
  /** Where it comes from, e.g. `transfer.128.4`: the same act is one label however often it is read. */
  source: z.string().max(100),
  kind: LabelKind,
  inbox: InboxId,
  ticket: TicketNumber.nullable(),
  /** The other ticket of a 合并 or 拆分. */
  other: TicketNumber.nullable(),
  intent: LabelIntent.nullable(),
  department: DepartmentCode.nullable(),
  notDepartment: DepartmentCode.nullable(),
  urgent: z.boolean().nullable(),
  by: MemberId,
  at: z.date(),
});
export type Label = z.infer<typeof Label>;

/** Those that say the house was wrong, or what it did not dare to say; a 办结 only agrees. */
export const CORRECTIONS: ReadonlySet<LabelKind> = new Set<LabelKind>(['transfer', 'return', 'dispatch', 'open', 'dismiss', 'verdict']);

/** By which commands such an act is done: who may use none of them teaches nothing, whatever stands in the log. */
export const TEACHES: Readonly<Record<LabelKind, readonly CommandName[]>> = {
  transfer: ['transfer', 'dispatch', 'triage'],
  return: ['return'],
  dispatch: ['dispatch', 'triage', 'open_from'],
  close: ['close'],
  open: ['open_from', 'triage'],
  dismiss: ['triage'],
  verdict: ['shadow'],
  merge: ['merge'],
  split: ['split'],
};
