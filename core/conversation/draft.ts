import type { Button } from '../channel.ts';
import type { Clockwork } from '../deadlines/clockwork.ts';
import { clocksAfter } from '../deadlines/schedule.ts';
import { nextMidnight } from '../deadlines/shanghai.ts';
import { heldUntil } from '../delivery/hold.ts';
import type { ChatInfo, Directory } from '../directory.ts';
import type { ChatId, InboxId, TicketNumber } from '../ids.ts';
import { noticesFor } from '../notice/index.ts';
import type { NoticeDraft } from '../notice/notice.ts';
import type { ReportOrder } from '../report/request.ts';
import { place } from '../routing/index.ts';
import { isKeptBack, isSilent, passedOn } from '../shadow/silence.ts';
import type { ShadowChange } from '../shadow/would.ts';
import type { TicketCommand } from '../ticket/command.ts';
import { countersOf } from '../ticket/counters.ts';
import { decide } from '../ticket/decide.ts';
import type { TicketEvent } from '../ticket/events.ts';
import { apply, stamp } from '../ticket/fold.ts';
import type { Actor, Ticket } from '../ticket/ticket.ts';
import { questionOf, stoppedClocks } from './consequences.ts';
import type {
  AuditEntry,
  CounterChange,
  DirectoryChange,
  Effects,
  InboxOutcome,
  MessageRole,
  OutboxDraft,
  TriageChange,
} from './effects.ts';

import { mentionsOf } from './mentions.ts';
import { timesOf } from './times.ts';

export interface Occasion {
  readonly directory: Directory;
  readonly now: Date;
  readonly actor: Actor;
  /** The message that causes it all; null: a clock. */
  readonly cause: InboxId | null;
  /** Where it was said. */
  readonly heardIn?: ChatId;
  /** As `House.aloud`. */
  readonly aloud?: boolean;
  readonly clockwork: Clockwork;
}

export interface Manner {
  /** No notices: another act of the same message says it better. */
  readonly quiet?: boolean;
  /** Whose act it is where it is not that of whoever spoke: a dispatch by the house is not the reporter's. */
  readonly actor?: Actor;
}

type Link = { readonly ticket: TicketNumber; readonly role: MessageRole; readonly inbox: InboxId };

/** Gathers what one message (or clock) changes; `effects` hands it over to be written whole. */
export class Draft {
  readonly #occasion: Occasion;
  readonly #tickets = new Map<TicketNumber, { readonly ticket: Ticket; readonly events: readonly TicketEvent[] }>();
  readonly #counters: CounterChange[] = [];
  readonly #outbox: OutboxDraft[] = [];
  readonly #stale: { readonly ticket: TicketNumber; readonly kind: string }[] = [];
  readonly #triage: TriageChange[] = [];
  readonly #directory: DirectoryChange[] = [];
  readonly #audit: AuditEntry[] = [];
  readonly #reports: ReportOrder[] = [];
  readonly #links: Link[] = [];
  readonly #shadow: ShadowChange[] = [];
  #keptBack = false;
  readonly #pieces = new Map<TicketNumber, readonly InboxId[]>();

  constructor(occasion: Occasion) {
    this.#occasion = occasion;
  }

  /** The ticket as this draft leaves it. */
  ticket(number: TicketNumber): Ticket | null {
    return this.#tickets.get(number)?.ticket ?? null;
  }

  /** The ticket this draft opens; null: none. */
  get openedNumber(): TicketNumber | null {
    return [...this.#tickets.values()].find(({ events }) => events.some((event) => event.body.type === 'opened'))?.ticket.number ?? null;
  }

  /** Earlier messages whose files are part of the report: they travel along wherever those of the report do. */
  pieces(ticket: TicketNumber, inboxes: readonly InboxId[]): void {
    this.#pieces.set(ticket, inboxes);
  }

  get now(): Date {
    return this.#occasion.now;
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
    this.#keep(before, stamped, how.quiet ?? false);
    this.#setClocks(before, stamped);
    return null;
  }

  #keep(before: Ticket | null, stamped: { ticket: Ticket; events: readonly TicketEvent[] }, quiet: boolean): void {
    const { number } = stamped.ticket;
    const earlier = this.#tickets.get(number)?.events ?? [];
    this.#tickets.set(number, { ticket: stamped.ticket, events: [...earlier, ...stamped.events] });
    this.#follow(before, stamped.events, quiet);
  }

  /** Clocks follow from what happened, whoever did it: no command can forget them. */
  #setClocks(before: Ticket | null, { ticket, events }: { ticket: Ticket; events: readonly TicketEvent[] }): void {
    const { cause, now, clockwork } = this.#occasion;
    let current = ticket;
    const types = events.map((event) => event.body.type);
    for (const command of clocksAfter(before, ticket, types, clockwork, now)) {
      const decision = decide(current, command, now);
      if (!decision.ok) continue;
      const stamped = stamp(current, decision.events, { number: ticket.number, actor: CLOCK, cause, now });
      this.#keep(current, stamped, true);
      current = stamped.ticket;
    }
  }

  #follow(before: Ticket | null, events: readonly TicketEvent[], quiet: boolean): void {
    const { directory, clockwork } = this.#occasion;
    let from = before;
    for (const event of events) {
      const ticket = apply(from, event);
      this.#counters.push(...countersOf(from, ticket, event, clockwork));
      this.#triage.push(...questionOf(ticket, event));
      this.#stale.push(...stoppedClocks(from, ticket).map((kind) => ({ ticket: ticket.number, kind })));
      const notices = quiet ? [] : noticesFor({ event, before: from, ticket, directory, clockwork }, events);
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
      this.#speak(ticket, {
        dedupeKey: `t${ticket.number}.${event.seq}.${draft.name}.${chat.id}`,
        chat: chat.id,
        ticket: ticket.number,
        kind: draft.name,
        text,
        mentions: inGroup ? mentionsOf(draft, ticket, chat, this.#occasion.directory) : [],
        quoteOf: draft.quoteSource === true && chat.id === ticket.sourceChat ? ticket.sourceInbox : null,
        buttons: draft.buttons ?? [],
        mediaOf: draft.mediaOf === undefined || placed.fellBack ? [] : this.#filesWith(draft.mediaOf, ticket),
        files: [],
        urgent: draft.urgent ?? false,
        heldUntil: this.#heldUntil(draft, ticket, event),
      });
    }
  }

  /** Nothing is said where the bot only listens. What it would have told of a ticket, the duty desk is asked to pass on. */
  #speak(ticket: Ticket | null, said: OutboxDraft): void {
    const { directory, now, clockwork, heardIn = null, aloud = false } = this.#occasion;
    if (aloud || !isKeptBack(directory, said, ticket, heardIn)) {
      this.#outbox.push(said);
      return;
    }
    if (ticket === null) return;
    this.#keptBack = true;
    const instead = passedOn(said, ticket, directory, heldUntil({ urgency: ticket.urgency, urgent: false }, now, clockwork.notices));
    if (instead) this.#outbox.push(instead);
  }

  /** Something was not told to those it was meant for, since the bot only listens there. */
  get keptBack(): boolean {
    return this.#keptBack;
  }

  #filesWith(inbox: InboxId, ticket: Ticket): readonly InboxId[] {
    return inbox === ticket.sourceInbox ? [...(this.#pieces.get(ticket.number) ?? []), inbox] : [inbox];
  }

  /** Answers to people go at once; what the clock has to say is folded, and lets people sleep. */
  #heldUntil(draft: NoticeDraft, ticket: Ticket, event: TicketEvent): Date | null {
    const { now, clockwork } = this.#occasion;
    if (event.actor.kind !== 'house' || event.actor.part !== 'clock') return null;
    if (draft.digest === true) return clockwork.calendar.nextWorking(nextMidnight(now));
    return heldUntil({ urgency: ticket.urgency, urgent: draft.urgent ?? false }, now, clockwork.notices);
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
    readonly heldUntil?: Date;
  }): void {
    this.#speak(null, {
      dedupeKey: message.key,
      chat: message.chat.id,
      ticket: message.ticket ?? null,
      kind: message.kind,
      text: message.text,
      mentions: [],
      quoteOf: message.quoteOf ?? null,
      buttons: message.buttons ?? [],
      mediaOf: message.mediaOf ?? [],
      files: [],
      urgent: message.urgent ?? false,
      heldUntil: message.heldUntil ?? null,
    });
  }

  /** What is still held of this kind need not be said any more. */
  takeBack(ticket: TicketNumber, kind: string): void {
    this.#stale.push({ ticket, kind });
  }

  link(ticket: TicketNumber, role: MessageRole, inbox: InboxId): void {
    this.#links.push({ ticket, role, inbox });
  }

  report(order: ReportOrder): void {
    if (this.#occasion.aloud === true || !isSilent(this.#occasion.directory, order.chat)) this.#reports.push(order);
  }

  shadow(changes: readonly ShadowChange[]): void {
    this.#shadow.push(...changes);
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
      tickets: [...this.#tickets.values()].map((change) => ({ ...change, times: timesOf(change.ticket, this.#occasion.clockwork) })),
      counters: this.#counters,
      outbox: this.#outbox,
      stale: this.#stale,
      reports: this.#reports,
      triage: this.#triage,
      directory: this.#directory,
      audit: this.#audit,
      shadow: this.#shadow,
    };
  }
}

const CLOCK: Actor = { kind: 'house', part: 'clock' };
