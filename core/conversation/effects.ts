import type { Button, PersonRef } from '../channel.ts';
import type { Role } from '../directory.ts';
import type { ChatId, DepartmentCode, EnterpriseKey, InboxId, MemberId, TicketNumber, TriageId } from '../ids.ts';
import type { ReportOrder } from '../report/request.ts';
import type { ShadowChange } from '../shadow/would.ts';
import type { TicketEvent } from '../ticket/events.ts';
import type { Actor, Ticket } from '../ticket/ticket.ts';

/** How a message ends; the daily ledger adds these up to what was received. */
export type InboxOutcome = 'ticketed' | 'attached' | 'answered' | 'ignored' | 'parked';

/** What a message is to a ticket. */
export type MessageRole =
  | 'report'
  | 'supplement'
  | 'duplicate'
  | 'correction'
  | 'official_reply'
  | 'status'
  | 'thanks'
  | 'rating'
  | 'withdrawal'
  | 'reopen'
  | 'dialogue';

/** A message to be sent, written in the same transaction as what it tells of. */
export interface OutboxDraft {
  readonly dedupeKey: string;
  readonly chat: ChatId;
  readonly ticket: TicketNumber | null;
  /** The notice's or answer's name, e.g. `receipt`. */
  readonly kind: string;
  readonly text: string;
  readonly mentions: readonly PersonRef[];
  /** Quote this message, where the wire can; its wire id is looked up when it is sent. */
  readonly quoteOf: InboxId | null;
  readonly buttons: readonly (readonly Button[])[];
  /** Files of these messages travel along. */
  readonly mediaOf: readonly InboxId[];
  /** Files the house made and keeps, by their ids. */
  readonly files: readonly number[];
  readonly urgent: boolean;
  /** Kept back until then, to be folded or because people sleep; null: it goes at once. */
  readonly heldUntil: Date | null;
}

export interface TicketChange {
  /** The row after folding `events`; `version` − events.length is what it was read at. */
  readonly ticket: Ticket;
  readonly events: readonly TicketEvent[];
  readonly times: TicketTimes;
}

/** Derived from a ticket's clocks and the ladder, and kept beside them in its row so that indexes can hold them. */
export interface TicketTimes {
  /** The next moment something is to happen; null: nothing more. */
  readonly dueAt: string | null;
  /** The nearest deadline not met, its step, its 黄牌; null: none runs. */
  readonly deadlineAt: string | null;
  readonly deadlineStep: string | null;
  readonly warnAt: string | null;
}

export interface CounterChange {
  /** Asia/Shanghai date. */
  readonly day: string;
  readonly department: DepartmentCode | null;
  readonly metric: string;
  readonly by: number;
}

export type TriageChange =
  | {
      readonly kind: 'ask';
      readonly inbox: InboxId;
      readonly ticket: TicketNumber | null;
      readonly suggested: DepartmentCode | null;
      /** Earlier messages the desk is shown with it. */
      readonly pieces: readonly InboxId[];
    }
  | { readonly kind: 'resolve'; readonly triage: TriageId; readonly as: 'opened' | 'dismissed'; readonly inbox: InboxId }
  /** The ticket found its way (or was withdrawn): the question about it, if one is open, is settled. */
  | { readonly kind: 'settle'; readonly ticket: TicketNumber }
  /** The message turned out to be a piece of something larger: its question, open when this was decided, needs no answer any more. */
  | { readonly kind: 'joined'; readonly inbox: InboxId }
  /** 立单 on a message the desk was asked about: the question is answered by it. */
  | { readonly kind: 'opened'; readonly inbox: InboxId };

/** A change of the directory; keeps who did it, bumps the revision, and marks the row as edited by people. */
export type DirectoryChange =
  | {
      readonly kind: 'code';
      readonly member: MemberId;
      readonly codeHash: string;
      readonly purpose: 'bind' | 'signin';
      readonly expiresAt: Date;
    }
  | {
      readonly kind: 'bind';
      readonly member: MemberId;
      readonly codeHash: string;
      readonly channel: string;
      readonly wireId: string;
      readonly name: string;
      readonly privateChat: ChatId;
    }
  | { readonly kind: 'roles'; readonly member: MemberId; readonly roles: readonly Role[]; readonly department: DepartmentCode | null }
  | { readonly kind: 'duty'; readonly department: DepartmentCode; readonly member: MemberId | null }
  /** 副值班. */
  | { readonly kind: 'deputy'; readonly department: DepartmentCode; readonly member: MemberId | null }
  /** 请假. */
  | {
      readonly kind: 'leave';
      readonly member: MemberId;
      readonly from: Date;
      readonly until: Date;
      readonly deputy: MemberId;
      readonly by: MemberId;
    }
  /** 销假: over from `at` on. */
  | { readonly kind: 'leave-end'; readonly leave: number; readonly at: Date }
  | {
      readonly kind: 'chat';
      readonly chat: ChatId;
      readonly role: 'work' | 'department' | 'duty' | 'unknown';
      readonly department: DepartmentCode | null;
    }
  | {
      readonly kind: 'posting';
      readonly member: MemberId;
      readonly enterprise: EnterpriseKey;
      readonly leads: boolean;
      readonly until: Date | null;
    }
  /** 旁听 开, 旁听 关. */
  | { readonly kind: 'shadow'; readonly chat: ChatId; readonly on: boolean; readonly by: MemberId }
  /** 学习 训练: done by a worker; whoever asked is told in this chat what came of it. */
  | { readonly kind: 'train'; readonly by: MemberId; readonly chat: ChatId }
  /** 学习 回退: from the version that listens to the one before it. */
  | { readonly kind: 'rollback'; readonly from: number; readonly to: number; readonly by: MemberId; readonly reason: string };

export interface AuditEntry {
  readonly actor: Actor;
  /** The command's name, or the house's own act. */
  readonly action: string;
  readonly object: string | null;
  readonly chat: ChatId | null;
  readonly allowed: boolean;
  readonly detail: string | null;
}

/** Everything one message (or one timer) changes, written in one transaction or not at all. */
export interface Effects {
  readonly inbox: {
    readonly id: InboxId;
    readonly outcome: InboxOutcome;
    /** In words, for the ledger and for whoever asks why. */
    readonly reason: string;
    readonly links: readonly { readonly ticket: TicketNumber; readonly role: MessageRole; readonly inbox: InboxId }[];
    /** Whether its chat was only listened to when this was decided; if it is otherwise by now, nothing is written. Absent: it does not matter. */
    readonly inShadow?: boolean;
  } | null;
  readonly tickets: readonly TicketChange[];
  readonly counters: readonly CounterChange[];
  readonly outbox: readonly OutboxDraft[];
  /** Notices still held that are no longer true: their kind begins with `kind`. */
  readonly stale: readonly { readonly ticket: TicketNumber; readonly kind: string }[];
  /** Pictures and files to be made. */
  readonly reports: readonly ReportOrder[];
  readonly triage: readonly TriageChange[];
  readonly directory: readonly DirectoryChange[];
  readonly audit: readonly AuditEntry[];
  /** What would have been, and what people say of it; absent: nothing. */
  readonly shadow?: readonly ShadowChange[];
}

/** Several changes of no message as one, to be written in one statement: what the clock does to many tickets at once. */
export function together(all: readonly Effects[]): Effects {
  return {
    inbox: null,
    tickets: all.flatMap((one) => one.tickets),
    counters: all.flatMap((one) => one.counters),
    outbox: all.flatMap((one) => one.outbox),
    stale: all.flatMap((one) => one.stale),
    reports: all.flatMap((one) => one.reports),
    triage: all.flatMap((one) => one.triage),
    directory: all.flatMap((one) => one.directory),
    audit: all.flatMap((one) => one.audit),
    shadow: all.flatMap((one) => one.shadow ?? []),
  };
}
