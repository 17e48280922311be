import { z } from 'zod';
import { type ChatId, DepartmentCode, type MemberId } from '../ids.ts';
import { Days } from './period.ts';

/** What a list may be carried out as. */
export const ExportWhat = z.enum(['overdue', 'open', 'mine', 'stats', 'ranking', 'ledger']);
export type ExportWhat = z.infer<typeof ExportWhat>;

export const ReportFormat = z.enum(['png', 'xlsx', 'docx']);
export type ReportFormat = z.infer<typeof ReportFormat>;

export const ReportPeriod = z.enum(['daily', 'weekly', 'monthly', 'shadow']);
export type ReportPeriod = z.infer<typeof ReportPeriod>;

/**
 * What is to be made, as it is kept until it is. How much of it may be shown is asked again when it is made: by the chat it goes
 * to and by who reads it.
 */
export const ReportRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('board') }),
  z.strictObject({ kind: z.literal('stats'), days: Days, department: DepartmentCode.nullable() }),
  z.strictObject({ kind: z.literal('ranking'), days: Days }),
  z.strictObject({ kind: z.literal('overdue'), department: DepartmentCode.nullable() }),
  z.strictObject({
    kind: z.literal('export'),
    what: ExportWhat,
    department: DepartmentCode.nullable(),
    days: Days.nullable(),
    /** Whose tickets `mine` are, where nobody is bound to the wire. */
    sender: z.strictObject({ channel: z.string(), wireId: z.string() }),
  }),
  z.strictObject({ kind: z.literal('shadow'), days: Days }),
  z.strictObject({
    kind: z.literal('scheduled'),
    report: ReportPeriod,
    /** As config/reports.yaml names it. */
    title: z.string(),
    /** What it looks back on. */
    days: Days,
    formats: z.array(ReportFormat),
  }),
]);
export type ReportRequest = z.infer<typeof ReportRequest>;

/** Kept with what asked for it. */
export interface ReportOrder {
  /** Makes it once. */
  readonly key: string;
  readonly chat: ChatId;
  /** Whom it is for; null: whoever reads the chat. */
  readonly reader: MemberId | null;
  readonly request: ReportRequest;
}
