import type { InboundBody, PersonRef } from '../channel.ts';
import type { ChatInfo, Member } from '../directory.ts';
import type { DepartmentCode, InboxId, TicketNumber, TriageId } from '../ids.ts';
import type { QuotedMessage } from '../report/reads.ts';
import type { Echo } from '../shadow/would.ts';
import type { Ticket } from '../ticket/ticket.ts';
import type { InboxOutcome, MessageRole } from './effects.ts';

/** One stored message, as the house reads it: media without their bytes. */
export interface Heard {
  readonly id: InboxId;
  readonly chat: ChatInfo;
  readonly sender: PersonRef | null;
  readonly body: HeardBody;
  readonly receivedAt: Date;
  /** When it was said, by the wire; never later than it was received. After an outage the two lie far apart. */
  readonly spokenAt: Date;
  /** So often it could not be handled; left out: never. */
  readonly failed?: number;
}

type Message = Extract<InboundBody, { kind: 'message' }>;
export type HeardMessage = Omit<Message, 'media'> & { readonly media: number };
export type HeardBody = HeardMessage | Exclude<InboundBody, { kind: 'message' }>;

/** An open question to the duty desk. `ticket` null: about a message that is not a ticket (yet). */
export interface OpenTriage {
  readonly id: TriageId;
  readonly inbox: InboxId;
  readonly ticket: TicketNumber | null;
  readonly suggested: DepartmentCode | null;
  readonly message: QuotedMessage;
  /** Of a message that is no ticket: all that was shown with it, and what was asked about later as more of the same; oldest first, itself among it. */
  readonly pieces: readonly RecentMessage[];
}

/** What was said in the chat just before, by anybody, and what became of it. */
export interface RecentMessage {
  readonly inbox: InboxId;
  readonly senderWireId: string | null;
  readonly senderName: string | null;
  readonly text: string;
  readonly media: number;
  readonly at: string;
  readonly outcome: InboxOutcome | null;
  readonly recalled: boolean;
  readonly links: readonly { readonly ticket: TicketNumber; readonly role: MessageRole }[];
  /** The duty desk has been asked about it and has not answered. */
  readonly triage: TriageId | null;
}

/** What surrounds a message: read in one go before anything is decided. */
export interface Situation {
  readonly now: Date;
  readonly member: Member | null;
  /** What it quotes, where that is known to the house. */
  readonly quoted: QuotedMessage | null;
  /** The tickets of what it quotes. */
  readonly quotedTickets: readonly Ticket[];
  /** Open tickets that wait for an answer from this chat (a department's group) or this official; at most 2, oldest first. */
  readonly waiting: readonly Ticket[];
  /** The sender's own latest tickets, newest first; at most 3. */
  readonly mine: readonly Ticket[];
  /** In the work group, for an official: open tickets of his department that were reported here; at most 8, newest first. */
  readonly ofMyDepartment: readonly Ticket[];
  /** Where the 推进办 decides (its own room, or one of its people alone): open tickets that wait for its word on a 延期; at most 2, oldest first. */
  readonly extensions: readonly Ticket[];
  /** In the duty desk's chat: its open questions; at most 2, newest first, or the quoted one. For a button: the one it is about. */
  readonly triages: readonly OpenTriage[];
  /** For an edit or a recall: the message it is about. */
  readonly original: OriginalMessage | null;
  /** The chat's latest messages before this one, newest first; at most 40. Work group and private chats only. */
  readonly recent: readonly RecentMessage[];
  /** Tickets reported here in the last days that are still open, newest first; at most 30. */
  readonly nearby: readonly Ticket[];
  /** The latest of the sender's enterprise, whoever reported them, newest first; at most 3. */
  readonly ours: readonly Ticket[];
  /** Where the bot only listens: what would be there if it had spoken. */
  readonly echo?: Echo;
}

export interface OriginalMessage {
  readonly inbox: InboxId;
  readonly text: string;
  readonly outcome: InboxOutcome | null;
  readonly senderWireId: string | null;
  readonly links: readonly { readonly ticket: TicketNumber; readonly role: MessageRole }[];
  /** How many messages reported those tickets: with others, one that is taken back takes nothing back. */
  readonly reportPieces: number;
  /** The tickets of `links`. */
  readonly tickets: readonly Ticket[];
  /** Still waiting for the duty desk's word. */
  readonly triage: TriageId | null;
}
