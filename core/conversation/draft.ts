import type { Button, PersonRef } from '../channel.ts';
import type { ChatInfo, Directory } from '../directory.ts';
import type { InboxId, MemberId, TicketNumber } from '../ids.ts';
import { noticesFor } from '../notice/index.ts';
import type { NoticeDraft } from '../notice/notice.ts';
import { place } from '../routing/index.ts';
import type { TicketCommand } from '../ticket/command.ts';
import { countersOf, timersOf } from '../ticket/counters.ts';
import { decide } from '../ticket/decide.ts';
import type { TicketEvent } from '../ticket/events.ts';
import { apply, stamp } from '../ticket/fold.ts';
import type { Actor, Ticket } from '../ticket/ticket.ts';
import type {
  AuditEntry,
  CounterChange,
  DirectoryChange,
  Effects,
  InboxOutcome,
  MessageRole,
  OutboxDraft,
  TicketChange,
  TimerChange,
  TriageChange,
} from './effects.ts';

export interface Occasion {
  readonly directory: Directory;
  readonly now: Date;
  readonly actor: Actor;
  /** The message that causes it all; null: a timer. */
  readonly cause: InboxId | null;
  readonly archiveAfterDays: number;
}

export interface Manner {
  /** No notices: another act of the same message says it better. */
  readonly quiet?: boolean;
  /** Whose act it is where it is not that of whoever spoke: a dispatch by the house is not the reporter's. */
  readonly actor?: Actor;
}

type Link = { readonly ticket: TicketNumber; readonly role: MessageRole; readonly inbox: InboxId };

/** Gathers what one message (or timer) changes; `effects` hands it over to be written whole. */
export class Draft {
  readonly #occasion: Occasion;
  readonly #tickets = new Map<TicketNumber, TicketChange>();
  readonly #timers: TimerChange[] = [];
  readonly #counters: CounterChange[] = [];
  readonly #outbox: OutboxDraft[] = [];
  readonly #triage: TriageChange[] = [];
  readonly #directory: DirectoryChange[] = [];
  readonly #audit: AuditEntry[] = [];
  readonly #links: Link[] = [];

  constructor(occasion: Occasion) {
    this.#occasion = occasion;
  }

  /** The ticket as this draft leaves it. */
  ticket(number: TicketNumber): Ticket | null {
    return this.#tickets.get(number)?.ticket ?? null;
  }

  get changesTickets(): boolean {
    return this.#tickets.size > 0;
  }

  /** Decides, folds, counts, and writes the notices. @returns the kind refusal, or null when it was done */
  act(current: Ticket | null, number: TicketNumber, command: TicketCommand, how: Manner = {}): string | null {
    const before = this.ticket(number) ?? current;
    const decision = decide(before, command, this.#occasion.now);
    if (!decision.ok) return decision.refusal.sentence;
    if (decision.events.length === 0) return null;
    const { cause, now } = this.#occasion;
    const actor = how.actor ?? this.#occasion.actor;
    const stamped = stamp(before, decision.events, { number, actor, cause, now });
    const earlier = this.#tickets.get(number)?.events ?? [];
    this.#tickets.set(number, { ticket: stamped.ticket, events: [...earlier, ...stamped.events] });
    this.#follow(before, stamped.events, how.quiet ?? false);
    return null;
  }

  #follow(before: Ticket | null, events: readonly TicketEvent[], quiet: boolean): void {
    const { directory, archiveAfterDays } = this.#occasion;
    let from = before;
    for (const event of events) {
      const ticket = apply(from, event);
      this.#counters.push(...countersOf(from, ticket, event));
      this.#timers.push(...timersOf(ticket, event, archiveAfterDays));
      this.#triage.push(...questionOf(ticket, event));
      const notices = quiet ? [] : noticesFor({ event, before: from, ticket, directory }, events);
      for (const notice of notices) this.#notice(notice, ticket, event);
      from = ticket;
    }
  }

  #notice(draft: NoticeDraft, ticket: Ticket, event: TicketEvent): void {
    const { directory, actor } = this.#occasion;
    const placed = place(draft, ticket, directory);
    if (placed.missing)
      this.#audit.push({
        actor,
        action: 'notice',
        object: `#${ticket.number} ${draft.name}`,
        chat: null,
        allowed: false,
        detail: placed.missing,
      });
    for (const { chat, text } of placed.says) {
      const inGroup = chat.kind === 'group';
      this.#outbox.push({
        dedupeKey: `t${ticket.number}.${event.seq}.${draft.name}.${chat.id}`,
        chat: chat.id,
        ticket: ticket.number,
        kind: draft.name,
        text,
        mentions: inGroup ? this.#mentions(draft, ticket, chat) : [],
        quoteOf: draft.quoteSource === true && chat.id === ticket.sourceChat ? ticket.sourceInbox : null,
        buttons: draft.buttons ?? [],
        mediaOf: draft.mediaOf === undefined || placed.fellBack ? [] : [draft.mediaOf],
        urgent: draft.urgent ?? false,
      });
    }
  }

  #mentions(draft: NoticeDraft, ticket: Ticket, chat: ChatInfo): PersonRef[] {
    const reporter = draft.mentionReporter === true && ticket.reporter.channel === chat.channel ? [ticket.reporter] : [];
    const members = (draft.mention ?? []).flatMap((member) => this.#identityOf(member, chat));
    return [...reporter, ...members].map(({ wireId, name }) => ({ wireId, name }));
  }

  #identityOf(member: MemberId, chat: ChatInfo): PersonRef[] {
    return this.#occasion.directory.identities
      .filter((identity) => identity.member === member && identity.channel === chat.channel)
      .slice(0, 1)
      .map(({ wireId, name }) => ({ wireId, name }));
  }

  /** Whether something is already said in this chat: a notice that speaks there makes an echo superfluous. */
  speaksIn(chat: ChatInfo): boolean {
    return this.#outbox.some((draft) => draft.chat === chat.id);
  }

  say(message: {
    readonly key: string;
    readonly chat: ChatInfo;
    readonly kind: string;
    readonly text: string;
    readonly ticket?: TicketNumber | null;
    readonly quoteOf?: InboxId | null;
    readonly buttons?: readonly (readonly Button[])[];
    readonly urgent?: boolean;
    readonly mediaOf?: readonly InboxId[];
  }): void {
    this.#outbox.push({
      dedupeKey: message.key,
      chat: message.chat.id,
      ticket: message.ticket ?? null,
      kind: message.kind,
      text: message.text,
      mentions: [],
      quoteOf: message.quoteOf ?? null,
      buttons: message.buttons ?? [],
      mediaOf: message.mediaOf ?? [],
      urgent: message.urgent ?? false,
    });
  }

  link(ticket: TicketNumber, role: MessageRole, inbox: InboxId): void {
    this.#links.push({ ticket, role, inbox });
  }

  triage(change: TriageChange): void {
    this.#triage.push(change);
  }

  directory(changes: readonly DirectoryChange[]): void {
    this.#directory.push(...changes);
  }

  audit(entry: Omit<AuditEntry, 'actor'>): void {
    this.#audit.push({ actor: this.#occasion.actor, ...entry });
  }

  /** @param reason in words, for the ledger */
  effects(outcome: InboxOutcome, reason: string): Effects {
    const { cause } = this.#occasion;
    return {
      inbox: cause === null ? null : { id: cause, outcome, reason: reason.slice(0, 500), links: this.#links },
      tickets: [...this.#tickets.values()],
      timers: lastOfEach(this.#timers),
      counters: this.#counters,
      outbox: this.#outbox,
      triage: this.#triage,
      directory: this.#directory,
      audit: this.#audit,
    };
  }
}

/** One statement may touch a row once: closed and reworked in one breath leaves only the last word on its timer. */
function lastOfEach(timers: readonly TimerChange[]): TimerChange[] {
  return [...new Map(timers.map((timer) => [`${timer.ticket} ${timer.step}`, timer])).values()];
}

/** The question to the duty desk that an event opens or settles. A first 退单 asks again. */
function questionOf(ticket: Ticket, event: TicketEvent): TriageChange[] {
  const ask = (suggested: TicketChange['ticket']['department']): TriageChange[] => [
    { kind: 'ask', inbox: ticket.sourceInbox, ticket: ticket.number, suggested },
  ];
  switch (event.body.type) {
    case 'triaged':
      return ask(event.body.suggested);
    case 'returned':
      return event.body.to === null ? ask(null) : [];
    case 'dispatched':
    case 'transferred':
    case 'merged':
    case 'withdrawn':
      return [{ kind: 'settle', ticket: ticket.number }];
    default:
      return [];
  }
}
