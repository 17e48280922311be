import { z } from 'zod';
import { type ChatId, type DepartmentCode, InboxId, type MemberId, TicketNumber } from '../ids.ts';
import type { Reporter, Ticket, Urgency } from '../ticket/ticket.ts';
import { type Candidate, Intent } from '../understand/port.ts';

/** What people say a message was; `not_problem`: nothing for us, whatever it was besides. */
export const ShadowIntent = z.enum([...Intent.options, 'not_problem']);
export type ShadowIntent = z.infer<typeof ShadowIntent>;

export const WouldOutcome = z.enum(['ticketed', 'attached', 'answered', 'ignored', 'parked']);
export type WouldOutcome = z.infer<typeof WouldOutcome>;

/** Where it would have been said; the sentence, where the public would have read it. */
export const WouldSay = z.object({ where: z.string(), text: z.string().nullable() });
export type WouldSay = z.infer<typeof WouldSay>;

/** What the bot would have made of one message that it heard in silence. */
export interface Would {
  readonly inbox: InboxId;
  readonly chat: ChatId;
  readonly reporter: Pick<Reporter, 'member' | 'channel' | 'wireId'>;
  readonly outcome: WouldOutcome;
  readonly reason: string;
  /** null: nothing was said that could be read (a button, a recall). */
  readonly intent: Intent | null;
  readonly confidence: number | null;
  /** Whose it would be. */
  readonly department: DepartmentCode | null;
  readonly candidates: readonly Candidate[];
  readonly urgency: Urgency;
  readonly sensitive: boolean;
  /** Somebody of the public would have heard the bot. */
  readonly speaks: boolean;
  readonly says: readonly WouldSay[];
  /** The ticket it would have opened. */
  readonly ticket: Ticket | null;
  /** The message whose would-be ticket it belongs to; its own, where it would have opened one. */
  readonly belongsTo: InboxId | null;
}

/** What people say of it, as a label to learn from; null: they did not say. */
export interface Label {
  readonly intent: ShadowIntent | null;
  readonly department: DepartmentCode | null;
  readonly urgency: Urgency | null;
}

export interface Verdict extends Label {
  readonly inbox: InboxId;
  readonly right: boolean;
  readonly by: MemberId;
}

export type ShadowChange =
  | { readonly kind: 'would'; readonly would: Would }
  /** A later message changes a ticket that would be there. */
  | { readonly kind: 'ticket'; readonly inbox: InboxId; readonly ticket: Ticket }
  /** An earlier message turned out to be part of it. */
  | { readonly kind: 'belongs'; readonly inbox: InboxId; readonly to: InboxId }
  | ({ readonly kind: 'verdict' } & Verdict);

/** A message heard in silence, as it is kept. */
export interface HeardInShadow extends Omit<Would, 'reporter' | 'ticket' | 'chat'> {
  readonly where: string;
  readonly who: string;
  readonly text: string;
  readonly at: Date;
  readonly verdict: (Label & { readonly right: boolean; readonly by: MemberId; readonly at: Date }) | null;
}

/** What a chat in silence would look like: tickets that would be there, and what would have become of the latest messages. */
export interface Echo {
  /** Of this chat or this person, of the last days, newest first. */
  readonly tickets: readonly Ticket[];
  /** Of this chat, newest first. */
  readonly heard: readonly { readonly inbox: InboxId; readonly outcome: WouldOutcome; readonly belongsTo: InboxId | null }[];
}

/** A would-be ticket is forgotten after this: nobody works on it, so it never closes, and soon everything would belong to it. */
export const ECHO_DAYS = 3;

/** Far above every number that is spent: a ticket that would be there is known by it, and by the message that would have opened it. */
const BASE = 1_000_000_000;

export const wouldBeNumber = (inbox: InboxId): TicketNumber => TicketNumber.parse(BASE + inbox);
export const isWouldBe = (number: TicketNumber): boolean => number > BASE;
export const inboxOfWouldBe = (number: TicketNumber): InboxId => InboxId.parse(number - BASE);
