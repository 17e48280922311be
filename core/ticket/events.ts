import { z } from 'zod';
import { ChatId, DepartmentCode, EnterpriseKey, InboxId, MemberId, TicketNumber } from '../ids.ts';
import { Actor, Outcome, Rating, Reporter, Urgency } from './ticket.ts';

/** Append-only. Replaying a ticket's events in order rebuilds its row exactly. */
export const EventBody = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('opened'),
    reporter: Reporter,
    enterprise: EnterpriseKey.nullable(),
    sourceChat: ChatId,
    sourceInbox: InboxId,
    text: z.string(),
    summary: z.string(),
    urgency: Urgency,
    sensitive: z.boolean(),
    receivedAt: z.string(),
  }),
  z.object({
    type: z.literal('dispatched'),
    department: DepartmentCode,
    handler: MemberId.nullable(),
    commissioner: MemberId.nullable(),
    cohandlers: z.array(DepartmentCode),
    reason: z.string(),
  }),
  /** Unsure: the duty desk is asked. `suggested` is what it may confirm with 1. */
  z.object({ type: z.literal('triaged'), suggested: DepartmentCode.nullable(), reason: z.string() }),
  z.object({ type: z.literal('claimed'), handler: MemberId.nullable() }),
  z.object({ type: z.literal('contacted'), note: z.string() }),
  /** 回复: words of progress carried to the reporter; the state stays. */
  z.object({ type: z.literal('replied'), text: z.string() }),
  /** 答复: the formal answer. */
  z.object({ type: z.literal('answered'), text: z.string() }),
  z.object({ type: z.literal('transferred'), from: DepartmentCode.nullable(), department: DepartmentCode, reason: z.string() }),
  z.object({ type: z.literal('returned'), from: DepartmentCode.nullable(), reason: z.string(), to: DepartmentCode.nullable() }),
  z.object({ type: z.literal('cohandlers-added'), departments: z.array(DepartmentCode) }),
  z.object({ type: z.literal('suspended'), reason: z.string() }),
  z.object({ type: z.literal('resumed'), note: z.string() }),
  z.object({ type: z.literal('closed'), outcome: Outcome, note: z.string() }),
  z.object({ type: z.literal('rated'), rating: Rating, bad: z.boolean() }),
  /** 重办: unsatisfied; back to the department that answered. */
  z.object({ type: z.literal('rework'), reason: z.string() }),
  /** 重开: "还没解决" on a closed ticket. */
  z.object({ type: z.literal('reopened'), reason: z.string() }),
  z.object({ type: z.literal('withdrawn'), reason: z.string() }),
  z.object({ type: z.literal('archived') }),
  /** The reporter (or a colleague, or an official) adds to it. */
  z.object({ type: z.literal('supplemented'), text: z.string(), media: z.int().nonnegative() }),
  /** A message of the ticket was edited or recalled by its sender; the old text stays on record. */
  z.object({ type: z.literal('amended'), inbox: InboxId, oldText: z.string(), newText: z.string().nullable() }),
  z.object({ type: z.literal('urged'), note: z.string() }),
  z.object({ type: z.literal('supervised'), note: z.string() }),
  z.object({ type: z.literal('merged'), into: TicketNumber, reason: z.string() }),
  z.object({ type: z.literal('absorbed'), from: TicketNumber }),
  z.object({ type: z.literal('split'), into: TicketNumber }),
  /** A model filled missing fields after the receipt; code decided to accept them. */
  z.object({ type: z.literal('refined'), summary: z.string().nullable(), urgency: Urgency.nullable(), reason: z.string() }),
]);
export type EventBody = z.infer<typeof EventBody>;
export type EventType = EventBody['type'];

export const TicketEvent = z.object({
  ticket: TicketNumber,
  /** 1, 2, 3 … within the ticket. */
  seq: z.int().positive(),
  at: z.string(),
  actor: Actor,
  /** The message that caused it; null: a clock or a tool. */
  cause: InboxId.nullable(),
  body: EventBody,
});
export type TicketEvent = z.infer<typeof TicketEvent>;
