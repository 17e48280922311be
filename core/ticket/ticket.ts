import { z } from 'zod';
import { Extension, Pause, TicketClock } from '../deadlines/ticket-clock.ts';
import { ChatId, DepartmentCode, EnterpriseKey, InboxId, MemberId, TicketNumber } from '../ids.ts';

/** 受理 派单 签收 联系 答复 挂账 办结 撤单 归档 — drawn in docs/ticket-states.md. */
export const TicketState = z.enum([
  'accepted', // 受理: has a number, no department yet (the duty desk is asked)
  'dispatched', // 派单: a department is told, nobody has taken it
  'claimed', // 签收
  'contacted', // 联系: the enterprise has been spoken to; being handled
  'answered', // 答复
  'suspended', // 挂账
  'closed', // 办结: waits for 评价
  'withdrawn', // 撤单
  'archived', // 归档
]);
export type TicketState = z.infer<typeof TicketState>;

export const OPEN_STATES: ReadonlySet<TicketState> = new Set<TicketState>([
  'accepted',
  'dispatched',
  'claimed',
  'contacted',
  'answered',
  'suspended',
]);

export const Urgency = z.enum(['normal', 'urgent', 'critical']); // 一般 紧急 特急
export type Urgency = z.infer<typeof Urgency>;

export const Outcome = z.enum(['solved', 'partly', 'unsolved']); // 解决 部分解决 未解决
export type Outcome = z.infer<typeof Outcome>;

/** 1–5 each: 服务态度 / 办理质量 / 办理效果. 1 and 2 are 差评. */
export const Rating = z.object({
  attitude: z.int().min(1).max(5).nullable(),
  quality: z.int().min(1).max(5).nullable(),
  effect: z.int().min(1).max(5).nullable(),
  comment: z.string().nullable(),
});
export type Rating = z.infer<typeof Rating>;

/** Who did a thing: a member, or the house itself. `wireName` is what the chat showed, kept for the record only. */
export const Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member'), member: MemberId, name: z.string() }),
  /** Somebody the directory does not know; may report, may not decide. */
  z.object({ kind: z.literal('stranger'), channel: z.string(), wireId: z.string(), name: z.string() }),
  z.object({ kind: z.literal('house'), part: z.enum(['understand', 'clock', 'model', 'cli']) }),
]);
export type Actor = z.infer<typeof Actor>;

export const Reporter = z.object({
  member: MemberId.nullable(),
  channel: z.string(),
  wireId: z.string(),
  name: z.string(),
});
export type Reporter = z.infer<typeof Reporter>;

/** Somebody else who told of the same matter, by which message. He reads the result too; the ticket is not his to take back. */
export const AlsoReported = z.object({
  inbox: InboxId,
  reporter: Reporter,
  enterprise: EnterpriseKey.nullable(),
  text: z.string(),
  at: z.string(),
  /** The merged tickets he came along with, in the order of the merges; empty: he told of this one. */
  via: z.array(TicketNumber).default([]),
  /** It was the first of those tickets itself, his own report. */
  own: z.boolean().default(false),
  /** Where he said it; null: where this ticket was reported. */
  chat: ChatId.nullable().default(null),
});
export type AlsoReported = z.infer<typeof AlsoReported>;

/** The fold of the ticket's events. Dates are ISO strings (UTC), null until the step happened. */
export const Ticket = z.object({
  number: TicketNumber,
  /** How many events were folded; the optimistic lock. */
  version: z.int().nonnegative(),
  state: TicketState,
  reporter: Reporter,
  enterprise: EnterpriseKey.nullable(),
  /** Where it was reported; receipts and results go there. */
  sourceChat: ChatId,
  sourceInbox: InboxId,
  /** The reporter's words, first message; supplements and edits are in the messages. */
  text: z.string(),
  /** One line for lists, at most 40 characters. */
  summary: z.string(),
  urgency: Urgency,
  /** Touchy matter: the group sees number and category only. */
  sensitive: z.boolean(),
  /** What it is about, a key of `categories` in config/; counted, never decided by. */
  category: z.string(),
  department: DepartmentCode.nullable(),
  /** Official or commissioner who has it in hand. */
  handler: MemberId.nullable(),
  /** The commissioner posted to the enterprise when it was dispatched. */
  commissioner: MemberId.nullable(),
  cohandlers: z.array(DepartmentCode),
  /** Why it is where it is, in words. */
  routeReason: z.string(),
  returns: z.int().nonnegative(),
  reworks: z.int().nonnegative(),
  urges: z.int().nonnegative(),
  supervised: z.boolean(),
  outcome: Outcome.nullable(),
  rating: Rating.nullable(),
  lastAnswer: z.string().nullable(),
  /** Number of the ticket this one was merged into. */
  mergedInto: TicketNumber.nullable(),
  /** Who else reported it. */
  also: z.array(AlsoReported).default([]),
  /** Name of the limits' policy that its clocks were set by; null: none were set yet. */
  policy: z.string().nullable(),
  clocks: z.array(TicketClock),
  /** Ended ones are kept: reports tell working time with and without them. */
  pauses: z.array(Pause),
  extension: Extension.nullable(),
  /** 首接负责: the first department that took it. */
  firstTaker: DepartmentCode.nullable(),
  /** When the unit that has it took it, since its latest hand-over; a 签收 that lapsed keeps it. null: not yet. */
  takenAt: z.string().nullable(),
  /** How often it was handed to a unit; once: it was dispatched right. */
  handOvers: z.int().nonnegative(),
  /** 差评 so far; the second brings a 督办单. */
  badRatings: z.int().nonnegative(),
  /** After a 撤单: whether anybody pressed the reporter. `asked`: no answer yet; null: never asked. */
  callback: z.enum(['asked', 'no', 'yes']).nullable(),
  receivedAt: z.string(),
  acceptedAt: z.string(),
  dispatchedAt: z.string().nullable(),
  claimedAt: z.string().nullable(),
  contactedAt: z.string().nullable(),
  verifiedAt: z.string().nullable(),
  answeredAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  archivedAt: z.string().nullable(),
  updatedAt: z.string(),
});
export type Ticket = z.infer<typeof Ticket>;
