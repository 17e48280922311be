import type { ChatId, DepartmentCode, EnterpriseKey, InboxId, MemberId, TicketNumber } from '../ids.ts';
import type { TicketEvent } from '../ticket/events.ts';
import type { Ticket, TicketState } from '../ticket/ticket.ts';

/**
 * What a command may ask of the database, as data: commands stay pure, one place runs the SQL.
 * Every read answers from counters, keys or partial indexes over open tickets; none scans history.
 */
export interface ReadMap {
  tickets: { query: { numbers: readonly TicketNumber[] }; result: readonly Ticket[] };
  story: { query: { number: TicketNumber }; result: TicketStory | null };
  mine: { query: { member: MemberId | null; channel: string; wireId: string; limit: number }; result: readonly Ticket[] };
  /** Open tickets of a department (主办 or 协办), oldest first. */
  openOf: { query: { department: DepartmentCode; limit: number }; result: { total: number; tickets: readonly Ticket[] } };
  /** Open tickets past a limit of elapsed time, worst first. */
  overdue: {
    query: { department: DepartmentCode | null; limits: ElapsedLimits; limit: number };
    result: { total: number; rows: readonly OverdueRow[] };
  };
  board: { query: { limits: ElapsedLimits }; result: Board };
  /** Days are Asia/Shanghai dates `YYYY-MM-DD`, both ends included. */
  totals: { query: { from: string; to: string; department: DepartmentCode | null }; result: Totals };
  totalsByDepartment: { query: { from: string; to: string }; result: readonly (Totals & { department: DepartmentCode })[] };
  /** Per commissioner posting: contacts and tickets of the period. */
  postings: { query: { from: string; to: string }; result: readonly PostingRow[] };
  /** A message somebody quoted, by its wire id in this chat, or by its text where the wire has no id. */
  quoted: { query: { chat: ChatId; messageId: string | null; text: string | null }; result: QuotedMessage | null };
  /** A one-time code by its hash, so that 绑定 can say what it will come to; the store still checks it when it is used. */
  code: { query: { codeHash: string }; result: CodeRow | null };
}
export type ReadName = keyof ReadMap;
export type Read = { [K in ReadName]: { readonly read: K } & ReadMap[K]['query'] }[ReadName];
export type ReadResult<K extends ReadName> = ReadMap[K]['result'];

/** Elapsed minutes allowed per step (round the clock until the working calendar comes). */
export interface ElapsedLimits {
  readonly claim: { readonly normal: number; readonly urgent: number; readonly critical: number };
  readonly contact: { readonly normal: number; readonly urgent: number; readonly critical: number };
  readonly answer: number;
  readonly close: number;
}

export type OverdueStep = 'claim' | 'contact' | 'answer' | 'close';

export interface OverdueRow {
  readonly ticket: Ticket;
  readonly step: OverdueStep;
  /** Minutes since the step began, and the limit, both elapsed. */
  readonly elapsed: number;
  readonly limit: number;
}

export interface Board {
  readonly open: number;
  readonly byState: readonly { readonly state: TicketState; readonly n: number }[];
  readonly byDepartment: readonly { readonly department: DepartmentCode | null; readonly open: number; readonly overdue: number }[];
  /** Ages of open tickets: under a day, 1–3, 3–7, over 7 days. */
  readonly ageing: { readonly day1: number; readonly day3: number; readonly day7: number; readonly older: number };
  readonly slowest: readonly Ticket[];
  readonly receivedToday: number;
  readonly closedToday: number;
  readonly overdue: number;
}

/**
 * Counter sums of a period. Times are elapsed seconds, summed, with how many they are of. A unit's `received` is what was handed to
 * it and not passed on untaken (接办); its `claimed` counts each hand-over it took.
 */
export interface Totals {
  readonly received: number;
  readonly claimed: number;
  readonly contacted: number;
  readonly answered: number;
  readonly closed: number;
  readonly solved: number;
  readonly withdrawn: number;
  readonly transferred: number;
  readonly returned: number;
  readonly reworked: number;
  readonly reopened: number;
  readonly rated: number;
  readonly satisfied: number;
  readonly claimSeconds: number;
  readonly contactSeconds: number;
  readonly closeSeconds: number;
}

export interface PostingRow {
  readonly member: MemberId;
  readonly enterprise: EnterpriseKey;
  readonly leads: boolean;
  readonly tickets: number;
  readonly open: number;
}

export interface CodeRow {
  readonly member: MemberId;
  readonly purpose: 'bind' | 'signin';
  readonly expiresAt: string;
  readonly usedAt: string | null;
}

export interface QuotedMessage {
  readonly inbox: InboxId | null;
  /** Where it was said; for the bot's question to the duty desk, where the message it asks about was said. */
  readonly chat: ChatId;
  readonly tickets: readonly TicketNumber[];
  readonly text: string;
  readonly senderWireId: string | null;
  readonly senderName: string | null;
  readonly at: string;
}

export interface TicketStory {
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
  /** When the receipt was taken by the wire; null: not (yet) known. */
  readonly receiptedAt: string | null;
  readonly messages: readonly {
    readonly inbox: InboxId;
    readonly role: string;
    readonly name: string;
    readonly text: string;
    readonly at: string;
  }[];
}
