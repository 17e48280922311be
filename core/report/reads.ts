import type { PromisedStep } from '../deadlines/steps.ts';
import type { ChatId, DepartmentCode, EnterpriseKey, InboxId, MemberId, TicketNumber } from '../ids.ts';
import type { Learning } from '../learning/view.ts';
import type { HeardInShadow, WouldOutcome } from '../shadow/would.ts';
import type { Totals } from '../ticket/counting/sums.ts';
import type { TicketEvent } from '../ticket/events.ts';
import type { Ticket, TicketState } from '../ticket/ticket.ts';

export type { Totals };

/** Days are Asia/Shanghai dates `YYYY-MM-DD`, both ends included. */
interface Span {
  readonly from: string;
  readonly to: string;
}

/**
 * What a command may ask of the database, as data: commands stay pure, one place runs the SQL.
 * Every read answers from counters, keys or partial indexes over open tickets; none scans history.
 */
export interface ReadMap {
  tickets: { query: { numbers: readonly TicketNumber[] }; result: readonly Ticket[] };
  story: { query: { number: TicketNumber }; result: TicketStory | null };
  mine: { query: { member: MemberId | null; channel: string; wireId: string; limit: number }; result: readonly Ticket[] };
  /** Open tickets of a department (主办 or 协办), oldest first; null: of everybody. */
  openOf: { query: { department: DepartmentCode | null; limit: number }; result: TicketList };
  /** Open tickets past a deadline, the longest past first. */
  overdue: { query: { department: DepartmentCode | null; limit: number }; result: DeadlineList };
  /** Open tickets whose next deadline comes by then, the nearest first. */
  dueBy: { query: { department: DepartmentCode | null; until: string; limit: number }; result: DeadlineList };
  /** Open tickets under 督办, oldest first. */
  supervised: { query: { department: DepartmentCode | null; limit: number }; result: TicketList };
  /** `department`: of one unit. */
  board: { query: { department: DepartmentCode | null }; result: Board };
  totals: { query: Span & { department: DepartmentCode | null }; result: Totals };
  totalsByDepartment: { query: Span; result: readonly (Totals & { department: DepartmentCode })[] };
  /** In and out of each day; a day with neither is there too. */
  flow: { query: Span & { department: DepartmentCode | null }; result: readonly FlowRow[] };
  /** What units were handed, by what it was about. */
  grid: { query: Span & { categories: readonly string[] }; result: readonly GridRow[] };
  /** How often commissioners spoke with an enterprise of theirs. */
  contacts: { query: Span & { members: readonly MemberId[] }; result: readonly ContactRow[] };
  /** Per commissioner posting: tickets of the period, and those open now. */
  postings: { query: Span; result: readonly PostingRow[] };
  /** 台账: tickets accepted in the period, open and closed, in the order of their numbers. */
  ledger: { query: Span & { department: DepartmentCode | null; limit: number }; result: TicketList };
  /** A message somebody quoted, by its wire id in this chat, or by its text where the wire has no id. */
  quoted: { query: { chat: ChatId; messageId: string | null; text: string | null }; result: QuotedMessage | null };
  /** What was heard in silence, by message. */
  heardInShadow: { query: { inboxes: readonly InboxId[] }; result: readonly HeardInShadow[] };
  /** What was heard in silence on those days, in order; what is judged and what would have been heard of comes before what was let pass. */
  shadowSheet: { query: Span & { limit: number }; result: ShadowSheet };
  /** A one-time code by its hash, so that 绑定 can say what it will come to; the store still checks it when it is used. */
  code: { query: { codeHash: string }; result: CodeRow | null };
  /** What was learnt from corrections, and the versions made of it. */
  learning: { query: Record<never, never>; result: Learning };
}
export type ReadName = keyof ReadMap;
export type Read = { [K in ReadName]: { readonly read: K } & ReadMap[K]['query'] }[ReadName];
export type ReadResult<K extends ReadName> = ReadMap[K]['result'];

/** `total` counts also what the list leaves out. */
export interface TicketList {
  readonly total: number;
  readonly tickets: readonly Ticket[];
}

export interface DeadlineList {
  readonly total: number;
  readonly rows: readonly DeadlineRow[];
}

/** A ticket by its nearest deadline that is not met. */
export interface DeadlineRow {
  readonly ticket: Ticket;
  readonly step: PromisedStep;
  readonly dueAt: string;
}

/** How open tickets stand to their deadlines: red is past one, yellow past its 黄牌, paused has none that runs. */
export interface Lights {
  readonly open: number;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  readonly paused: number;
}

/** `total` counts also what the list leaves out. */
export interface ShadowSheet {
  readonly counts: readonly ShadowCount[];
  readonly rows: readonly HeardInShadow[];
}

export interface ShadowCount {
  readonly outcome: WouldOutcome;
  readonly speaks: boolean;
  /** null: nobody has said. */
  readonly right: boolean | null;
  /** The label says it was a problem, or a question for a department. */
  readonly forUs: boolean;
  /** It was said what it was. */
  readonly labelled: boolean;
  readonly n: number;
}

export interface Board extends Lights {
  readonly byState: readonly { readonly state: TicketState; readonly n: number }[];
  readonly byDepartment: readonly (Lights & { readonly department: DepartmentCode | null })[];
  /** Under 督办. */
  readonly supervised: number;
  /** Deadlines that come today and are not past. */
  readonly dueToday: number;
  /** Nearest to their deadline or furthest past it. */
  readonly pressing: readonly DeadlineRow[];
  readonly receivedToday: number;
  readonly closedToday: number;
}

export interface FlowRow {
  readonly day: string;
  readonly received: number;
  readonly closed: number;
}

export interface GridRow {
  readonly department: DepartmentCode;
  readonly category: string;
  readonly n: number;
}

export interface ContactRow {
  readonly member: MemberId;
  readonly day: string;
  readonly n: number;
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
  /** It is a line by which the desk was shown something heard in silence; without `inbox`, a bundle of several. */
  readonly shadow?: boolean;
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
