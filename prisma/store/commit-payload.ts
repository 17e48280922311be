import type { CounterChange, Effects, OutboxDraft, TriageChange } from '../../core/conversation/effects.ts';
import type { ChatId, InboxId } from '../../core/ids.ts';
import { eventColumns, ticketColumns } from './rows.ts';

/** A text cut inside a character (a summary, a comment) must not make the whole message fail. */
export function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** What the statement reads. Sorted where rows are locked, so that two writers never wait for each other in a circle. */
export function payload(all: readonly Effects[]) {
  const changes = all.flatMap(({ tickets }) => tickets).sort((a, b) => a.ticket.number - b.ticket.number);
  const each = <T>(rows: (effects: Effects, by: InboxId | null) => readonly T[]): T[] =>
    all.flatMap((effects) => rows(effects, effects.inbox?.id ?? null));
  return {
    inboxes: each(inboxOf).sort((a, b) => a.id - b.id),
    tickets: changes.map(ticketColumns),
    events: changes.flatMap((change) => change.events.map(eventColumns)),
    links: each(({ inbox }, by) => (inbox?.links ?? []).map((link) => ({ ...link, by }))),
    counters: summed(each(({ counters }) => counters)),
    asks: each(({ triage }) => triage.flatMap(askOf)),
    resolutions: each(({ triage }, by) => triage.flatMap((change) => resolutionOf(change, by))),
    settled: each(({ triage }, by) => triage.flatMap((change) => settledOf(change, by))),
    parked: each(({ triage }) => triage.flatMap(parkedOf)),
    outbox: each(({ outbox }, by) => outbox.map((draft) => ({ ...outboxOf(draft), by }))),
    stale: each(({ stale }) => stale),
    reports: each(({ reports }) => reports),
    audit: each(({ audit }, by) => audit.map((entry) => ({ ...entry, by }))),
  };
}

function inboxOf({ inbox, directory }: Effects) {
  if (inbox === null) return [];
  // What turns it on or off is itself decided before and written after.
  const turns = directory.some((change) => change.kind === 'shadow');
  return [{ id: inbox.id, outcome: inbox.outcome, reason: inbox.reason, inShadow: turns ? null : (inbox.inShadow ?? null) }];
}

interface Settled {
  readonly ticket: number | null;
  readonly inbox: InboxId | null;
  readonly kind: TriageChange['kind'];
  readonly by: InboxId | null;
}

/** Questions that this answers without being asked: by ticket, or by message. */
function settledOf(change: TriageChange, by: InboxId | null): Settled[] {
  if (change.kind === 'settle') return [{ ticket: change.ticket, inbox: null, kind: change.kind, by }];
  if (change.kind === 'opened' || change.kind === 'joined') return [{ ticket: null, inbox: change.inbox, kind: change.kind, by }];
  return [];
}

function askOf(change: TriageChange) {
  return change.kind === 'ask' ? [{ inbox: change.inbox, ticket: change.ticket, suggested: change.suggested, pieces: change.pieces }] : [];
}

function resolutionOf(change: TriageChange, by: number | null) {
  return change.kind === 'resolve' ? [{ triage: change.triage, as: change.as, by }] : [];
}

/** The message that was asked about ends in the ledger as what the duty desk made of it. */
function parkedOf(change: TriageChange) {
  if (change.kind === 'opened') return [{ inbox: change.inbox, outcome: 'ticketed', reason: 'opened by the duty desk' }];
  if (change.kind === 'joined') return [{ inbox: change.inbox, outcome: 'attached', reason: 'read together with what came after' }];
  if (change.kind !== 'resolve') return [];
  const opened = change.as === 'opened';
  return [
    {
      inbox: change.inbox,
      outcome: opened ? 'ticketed' : 'ignored',
      reason: opened ? 'opened by the duty desk' : 'dismissed by the duty desk',
    },
  ];
}

function outboxOf(draft: OutboxDraft): {
  dedupeKey: string;
  chat: ChatId;
  ticket: number | null;
  kind: string;
  urgent: boolean;
  heldUntil: string | null;
  body: unknown;
} {
  const { dedupeKey, chat, ticket, kind, urgent, heldUntil, ...body } = draft;
  // Whatever was held may go out folded with its like.
  return {
    dedupeKey,
    chat,
    ticket,
    kind,
    urgent,
    heldUntil: heldUntil?.toISOString() ?? null,
    body: { ...body, fold: heldUntil !== null },
  };
}

function summed(changes: readonly CounterChange[]) {
  const sums = new Map<string, { day: string; department: string; metric: string; by: number }>();
  for (const change of changes) {
    const key = `${change.day} ${change.department ?? ''} ${change.metric}`;
    const sum = sums.get(key) ?? { day: change.day, department: change.department ?? '', metric: change.metric, by: 0 };
    sums.set(key, { ...sum, by: sum.by + change.by });
  }
  return [...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}
