import type { DirectoryChange } from '../conversation/effects.ts';
import type { Clockwork } from '../deadlines/clockwork.ts';
import type { ChatInfo, Directory, Member } from '../directory.ts';
import type { DepartmentCode, EnterpriseKey, MemberId, TicketNumber } from '../ids.ts';
import type { Read, ReadName, ReadResult } from '../report/reads.ts';
import type { ReportRequest } from '../report/request.ts';
import type { ShadowChange } from '../shadow/would.ts';
import type { TicketCommand } from '../ticket/command.ts';
import type { Ticket } from '../ticket/ticket.ts';

/** Periods people name; resolved against the clock in Asia/Shanghai. Same spelling as the samples' `period`. */
export type Period = string;

/** What the parser found in a sentence, before any command looks at it. */
export interface Slots {
  /** The sentence without the bot's name, slash and the command's own word; trimmed. */
  readonly rest: string;
  readonly tickets: readonly TicketNumber[];
  readonly departments: readonly DepartmentCode[];
  readonly enterprises: readonly EnterpriseKey[];
  readonly members: readonly Member[];
  readonly period: Period | null;
  readonly days: number | null;
  /** `rest` without ticket numbers: the words of an answer or a reason, punctuation trimmed. */
  readonly words: string;
}

export type Parsed<A> = { readonly ok: true; readonly args: A } | { readonly ok: false; readonly sentence: string };

/** Everything a command may look at. Pure data; `now` is injected. */
export interface CommandContext {
  readonly now: Date;
  readonly directory: Directory;
  readonly chat: ChatInfo;
  /** null: a stranger. */
  readonly member: Member | null;
  readonly sender: { readonly channel: string; readonly wireId: string; readonly name: string };
  readonly media: number;
  /** The quoted message's tickets, or the one ticket waiting for this person here; may stand in for a number. */
  readonly implied: TicketNumber | null;
  /** What the sentence quoted, where it quoted anything. */
  readonly quote: { readonly messageId: string | null; readonly text: string | null } | null;
  /** Letters of the long ticket number, HC2026-0128. */
  readonly prefix: string;
  /** How long a one-time code is good for. */
  readonly codeMinutes: number;
  readonly clockwork: Clockwork;
  /** Random source for codes, injected. */
  readonly random: () => number;
}

export interface TicketAct {
  readonly ticket: TicketNumber;
  readonly command: TicketCommand;
  /**
   * Said to the asker once `decide` has accepted the act (a refusal says its own sentence instead), unless a notice of the
   * act already speaks in his chat. Kept with the act, so that nothing is called done that was refused.
   */
  readonly done?: string;
  /** What the house does at once because of it: a supplement ends the waiting for it. Done only where the act was. */
  readonly follows?: TicketCommand;
}

/** What running a command comes to. Nothing happens that is not in here. */
export interface CommandResult {
  /** Said to the asker, in his chat; null: the notices of the acts say enough. */
  readonly say: string | null;
  /** Said privately instead of in the chat (codes, names). Falls back to a courteous refusal in a group. */
  readonly privately?: boolean;
  readonly acts?: readonly TicketAct[];
  /** 立单: open a ticket from this stored message. */
  readonly openFrom?: {
    readonly quoted: import('../report/reads.ts').QuotedMessage;
    readonly department: DepartmentCode | null;
    /** 拆分: the ticket this matter is split from (it gets a `split` into the new number). */
    readonly splitFrom?: TicketNumber;
    /** 拆分 of what was joined: the message is its own report, and no longer of the other ticket. */
    readonly joined?: boolean;
    /** 拆分 of what was merged: it goes on as a ticket of its own, with everybody who was on it. */
    readonly merged?: Ticket;
    /** 拆分: the part of the text that becomes the new ticket's matter; absent: the quoted text. */
    readonly text?: string;
  } | null;
  readonly directory?: readonly DirectoryChange[];
  /** 旁听: what people say of what the bot would have done. */
  readonly shadow?: readonly ShadowChange[];
  /** A picture or a file that follows the words, to where they are said. */
  readonly report?: ReportRequest;
  /** Said to others alone, whom it concerns (who is to stand in for somebody); who cannot be written to is left out. */
  readonly tells?: readonly { readonly member: MemberId; readonly text: string }[];
}

export type ReadResults = { readonly [K in ReadName]?: ReadResult<K> };

/** One command is one file under core/commands/. */
export interface Command<A = unknown> {
  /** Neutral name, e.g. `ticket_status`. */
  readonly name: string;
  /** Chinese words that call it, longest understood first; the first is shown in help. */
  readonly words: readonly string[];
  /** Latin names (Bot API: a–z, 0–9, _); the first is registered. */
  readonly latin: readonly string[];
  /** One line of help, Chinese. */
  readonly help: string;
  readonly examples: readonly string[];
  /** May be called without naming or mentioning the bot, when the sentence begins with the word (e.g. `评价 128 满意`). */
  readonly bare: boolean;
  parse(slots: Slots, context: CommandContext): Parsed<A>;
  /** Tickets it touches, for rights (own / other) and locking. */
  tickets(args: A, context: CommandContext): readonly TicketNumber[];
  reads(args: A, context: CommandContext): readonly Read[];
  run(args: A, context: CommandContext, data: ReadResults, tickets: readonly Ticket[]): CommandResult;
}

/**
 * What a ticket is to the asker; made only by `relationOf`. Reporting and handling are kept apart: were they one "own",
 * a department could rate its own work.
 */
export type Relation =
  /** He reported it. */
  | 'own'
  /** Somebody else of his enterprise reported it. */
  | 'colleague'
  /** He told of the same matter, and is of another enterprise or of none: he reads where it stands and what it came to. */
  | 'joined'
  /** His department is 主办, or he is its handler or the enterprise's commissioner. */
  | 'handling'
  /** His department is 协办. */
  | 'cohandling'
  | 'other'
  /** No ticket is named. */
  | 'none';
