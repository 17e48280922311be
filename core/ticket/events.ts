import { z } from 'zod';
import { Card, RungAct, Told } from '../deadlines/rung.ts';
import { Step } from '../deadlines/steps.ts';
import { ClockSetting } from '../deadlines/ticket-clock.ts';
import { ChatId, DepartmentCode, EnterpriseKey, InboxId, MemberId, TicketNumber } from '../ids.ts';
import { Actor, AlsoReported, Outcome, Rating, Reporter, Urgency } from './ticket.ts';

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
    category: z.string().default('other'),
    receivedAt: z.string(),
    /** Who else had told of it when it was split off. */
    also: z.array(AlsoReported).default([]),
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
  /** 核实. */
  z.object({ type: z.literal('verified'), note: z.string() }),
  /** 回复: words of progress carried to the reporter; the state stays. */
  z.object({ type: z.literal('replied'), text: z.string() }),
  /** 答复: the formal answer. */
  z.object({ type: z.literal('answered'), text: z.string() }),
  z.object({ type: z.literal('transferred'), from: DepartmentCode.nullable(), department: DepartmentCode, reason: z.string() }),
  z.object({ type: z.literal('returned'), from: DepartmentCode.nullable(), reason: z.string(), to: DepartmentCode.nullable() }),
  z.object({ type: z.literal('cohandlers-added'), departments: z.array(DepartmentCode) }),
  z.object({ type: z.literal('suspended'), reason: z.string() }),
  /** Waits for something only the enterprise can give; its clocks stand still. */
  z.object({ type: z.literal('waiting'), reason: z.string() }),
  /** Back from 挂账 or from waiting. */
  z.object({ type: z.literal('resumed'), note: z.string() }),
  z.object({ type: z.literal('extension-asked'), days: z.int().positive(), reason: z.string() }),
  /** `until`: the clocks stand still from when it was asked until then. */
  z.object({ type: z.literal('extension-granted'), days: z.int().positive(), until: z.string(), note: z.string() }),
  z.object({ type: z.literal('extension-declined'), reason: z.string() }),
  /** From one official to another of the same department. */
  z.object({ type: z.literal('handed-over'), from: MemberId.nullable(), to: MemberId, reason: z.string() }),
  z.object({ type: z.literal('closed'), outcome: Outcome, note: z.string() }),
  z.object({ type: z.literal('rated'), rating: Rating, bad: z.boolean() }),
  /** 重办: unsatisfied; back to the department that answered. */
  z.object({ type: z.literal('rework'), reason: z.string() }),
  /** 重开: "还没解决" on a closed ticket. */
  z.object({ type: z.literal('reopened'), reason: z.string() }),
  /** `callback`: he is asked whether anybody pressed him. */
  z.object({ type: z.literal('withdrawn'), reason: z.string(), callback: z.boolean().default(false) }),
  z.object({ type: z.literal('called-back'), pressed: z.boolean(), note: z.string() }),
  z.object({ type: z.literal('archived') }),
  /** The reporter (or a colleague, or an official) adds to it. */
  z.object({ type: z.literal('supplemented'), text: z.string(), media: z.int().nonnegative() }),
  /** A message of the ticket was edited or recalled by its sender; the old text stays on record. */
  z.object({ type: z.literal('amended'), inbox: InboxId, oldText: z.string(), newText: z.string().nullable() }),
  z.object({ type: z.literal('urged'), note: z.string() }),
  /** `rule`: a 督办单 that the rules demand; null: a manager's word. */
  z.object({
    type: z.literal('supervised'),
    note: z.string(),
    rule: z.enum(['overdue', 'unsatisfied-twice']).nullable().default(null),
  }),
  /** Clocks were started (a new round) or moved (the same round, another end), by this policy and for this reason. */
  z.object({
    type: z.literal('clocked'),
    policy: z.string(),
    mode: z.enum(['start', 'move']),
    clocks: z.array(ClockSetting).min(1),
    reason: z.string(),
  }),
  /** A rung of the ladder was climbed. `key` (step, round, rung) is unique in the ticket's log. */
  z.object({
    type: z.literal('escalated'),
    key: z.string(),
    step: Step,
    round: z.int().positive(),
    rung: z.string(),
    /** The step's deadline, and the rung's own moment. */
    dueAt: z.string(),
    moment: z.string(),
    card: Card.nullable(),
    act: RungAct,
    tell: z.array(Told),
    digest: z.boolean(),
  }),
  /** 签收 was a claim, and nothing followed: it waits to be taken again. */
  z.object({ type: z.literal('lapsed'), reason: z.string() }),
  z.object({ type: z.literal('merged'), into: TicketNumber, reason: z.string() }),
  z.object({ type: z.literal('absorbed'), from: TicketNumber, also: z.array(AlsoReported).default([]) }),
  /** `from`: what is split off is that ticket, which had been merged into this one. */
  z.object({ type: z.literal('split'), into: TicketNumber, from: TicketNumber.nullable().default(null) }),
  /** Another person told of the same matter; `reason`: why it was taken for the same. */
  z.object({
    type: z.literal('joined'),
    inbox: InboxId,
    reporter: Reporter,
    enterprise: EnterpriseKey.nullable(),
    text: z.string(),
    media: z.int().nonnegative(),
    reason: z.string(),
  }),
  /** It was not the same after all: what he said became a ticket of its own. */
  z.object({ type: z.literal('parted'), inbox: InboxId, into: TicketNumber }),
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
