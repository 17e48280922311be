import type { Button } from '../channel.ts';
import type { Clockwork } from '../deadlines/clockwork.ts';
import type { Directory } from '../directory.ts';
import type { ChatId, DepartmentCode, InboxId, MemberId } from '../ids.ts';
import type { EventType, TicketEvent } from '../ticket/events.ts';
import type { Ticket } from '../ticket/ticket.ts';

/** Where a notice goes, in the programme's words; `core/routing` turns it into chats. */
export type Destination =
  /** The chat the ticket was reported in. */
  | { readonly to: 'source' }
  /** The reporter alone; where he cannot be written to alone, the source chat without the content. */
  | { readonly to: 'reporter' }
  /** The department's group; without one, its on-duty official; without one, the duty desk. */
  | { readonly to: 'department'; readonly code: DepartmentCode }
  | { readonly to: 'member'; readonly member: MemberId }
  | { readonly to: 'duty' }
  | { readonly to: 'chat'; readonly chat: ChatId };

export interface NoticeDraft {
  readonly to: Destination;
  /** Part of the dedupe key: one event sends one notice of a name to one chat. */
  readonly name: string;
  readonly text: string;
  /** Said instead where the destination fell back to a group that must not read the content; null: nothing. */
  readonly publicText?: string | null;
  readonly buttons?: readonly (readonly Button[])[];
  /** @mention the reporter (in a group). */
  readonly mentionReporter?: boolean;
  /** @mention these members (in a group). */
  readonly mention?: readonly MemberId[];
  /** Quote the message that opened the ticket, where the wire can. */
  readonly quoteSource?: boolean;
  /** Passes folding; of what the clock says, only 特急 passes the quiet hours too. */
  readonly urgent?: boolean;
  /** Waits for the next working morning. */
  readonly digest?: boolean;
  /** Files of this message travel along. */
  readonly mediaOf?: InboxId;
}

export interface NoticeInput {
  readonly event: TicketEvent;
  readonly before: Ticket | null;
  readonly ticket: Ticket;
  readonly directory: Directory;
  /** For the deadlines a notice names. */
  readonly clockwork: Clockwork;
}

/** One notice: which event it answers and what it says. A tiny pure function; adding one is adding a file. */
export interface Notice {
  readonly on: EventType;
  render(input: NoticeInput): readonly NoticeDraft[];
}
