import { z } from 'zod';
import type { CounterChange, Effects, OutboxDraft, TriageChange } from '../../core/conversation/effects.ts';
import { HouseError } from '../../core/errors.ts';
import { type ChatId, type InboxId, OutboxId } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { changeDirectory } from './directory-changes.ts';
import { gathered } from './gather.ts';
import { aloneOfSilent } from './public.ts';
import { eventColumns, TICKET_COLUMNS, TICKET_UPDATES, ticketColumns } from './rows.ts';
import { writeShadow } from './shadow-writes.ts';

export type Written =
  /** Channels that have something new to send. */
  | { readonly kind: 'written'; readonly outbox: readonly { readonly id: OutboxId; readonly channel: string }[] }
  /** Another worker wrote this message first, or an earlier one of its chat still waits: nothing was written. */
  | { readonly kind: 'taken' }
  /** A ticket moved on since it was read: nothing was written; read again and decide again. */
  | { readonly kind: 'conflict' };

const Row = z.object({ outbox: z.array(z.object({ id: z.number(), channel: z.string(), key: z.string() })) });

/**
 * Everything one message changes, in one statement: whole or not at all. What makes it happen once is not a lock held while
 * thinking but three unique facts: the inbox row turns `new` → `done`, (ticket, seq) of an event, the notice's dedupe key.
 */
export async function commit(db: Db, effects: Effects, at: Date): Promise<Written> {
  try {
    const { directory, shadow = [] } = effects;
    if (directory.length === 0 && shadow.length === 0) return await write(db, effects, at);
    return await db.$transaction(async (tx) => {
      if (directory.length > 0) await changeDirectory(tx, directory, at);
      const written = await write(tx, effects, at);
      await writeShadow(tx, shadow, at);
      return written;
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refusal;
    throw error;
  }
}

/** Of one process, what several chats write at once goes as one statement and one flush to disk. Where it is refused, each is tried alone. */
export function committer(db: Db): (effects: Effects, at: Date) => Promise<Written> {
  interface Ask {
    readonly effects: Effects;
    readonly at: Date;
  }
  const ask = gathered<Ask, Written>(
    async (asks) => {
      const [only] = asks;
      if (asks.length === 1 && only) return [await commit(db, only.effects, only.at)];
      const at = new Date(Math.max(...asks.map((one) => one.at.getTime())));
      return writeAll(
        db,
        asks.map((one) => one.effects),
        at,
      );
    },
    {
      most: MOST_AT_ONCE,
      fits: ({ effects }, those) =>
        disjoint(
          effects,
          those.map((one) => one.effects),
        ),
    },
  );
  return (effects, at) => ask({ effects, at });
}

/** More in one statement saves little and makes all of them wait for the slowest. */
const MOST_AT_ONCE = 32;

export type Writer = Pick<Db, '$queryRaw'>;
type WrittenOutbox = Extract<Written, { kind: 'written' }>;

/** One statement for one message's effects. */
export async function write(db: Writer, effects: Effects, at: Date): Promise<WrittenOutbox> {
  const [written = { kind: 'written' as const, outbox: [] }] = await writeAll(db, [effects], at);
  return written;
}

/**
 * One statement for all of them: all are written or, where one may not be, none. No two may touch the same chat's messages, ticket or
 * question (`disjoint`).
 */
export async function writeAll(db: Writer, all: readonly Effects[], at: Date): Promise<readonly WrittenOutbox[]> {
  const rows = await db.$queryRaw<unknown[]>`
    WITH input AS MATERIALIZED (SELECT ${JSON.stringify(payload(all), wellFormed)}::jsonb AS j, ${at}::timestamptz AS at),
    heard AS MATERIALIZED (
      SELECT h.* FROM input, jsonb_to_recordset(j->'inboxes') AS h(id bigint, outcome text, reason text, "inShadow" boolean)),
    claimed AS (
      UPDATE inbox i SET status = 'done', outcome = h.outcome, reason = h.reason, handled_at = input.at, error = NULL
      FROM input, heard h
      WHERE i.id = h.id AND i.status = 'new'
        AND NOT EXISTS (SELECT 1 FROM inbox earlier WHERE earlier.chat_id = i.chat_id AND earlier.id < i.id AND earlier.status = 'new')
        -- 旁听 was turned on or off since this was decided: it is decided again, by what holds now.
        AND (h."inShadow" IS NULL
          OR h."inShadow" = EXISTS (SELECT 1 FROM chat WHERE chat.id = i.chat_id AND chat.shadow_since IS NOT NULL))
      RETURNING i.id),
    events AS (
      INSERT INTO ticket_event (ticket, seq, type, at, actor, cause, body)
      SELECT e.* FROM input, jsonb_to_recordset(j->'events') AS e(ticket int, seq int, type text, at timestamptz, actor jsonb, cause bigint, body jsonb)),
    tickets AS (
      INSERT INTO ticket (${TICKET_COLUMNS})
      SELECT ${TICKET_COLUMNS} FROM input, jsonb_populate_recordset(NULL::ticket, j->'tickets')
      ON CONFLICT (number) DO UPDATE SET ${TICKET_UPDATES}),
    linked AS MATERIALIZED (
      SELECT l.* FROM input, jsonb_to_recordset(j->'links') AS l(ticket int, inbox bigint, role text, by bigint)),
    links AS (
      INSERT INTO ticket_message (ticket, inbox_id, role) SELECT ticket, inbox, role FROM linked ON CONFLICT DO NOTHING),
    counters AS (
      INSERT INTO counter (day, department, metric, value)
      SELECT c.day, c.department, c.metric, c.by FROM input, jsonb_to_recordset(j->'counters') AS c(day date, department text, metric text, by bigint)
      ON CONFLICT (day, department, metric) DO UPDATE SET value = counter.value + EXCLUDED.value),
    asks AS MATERIALIZED (
      SELECT a.* FROM input, jsonb_to_recordset(j->'asks') AS a(inbox bigint, ticket int, suggested text, pieces bigint[])),
    resolved AS (
      -- The ticket the answer opens may bring a question of its own, whose it is: of the same message, so it is the same row again.
      UPDATE triage SET resolved_at = input.at, resolved_by = r.by, (state, ticket, suggested) = (
        SELECT CASE WHEN a.inbox IS NULL THEN r."as" ELSE 'open' END, coalesce(a.ticket, triage.ticket),
          CASE WHEN a.inbox IS NULL THEN triage.suggested ELSE a.suggested END
        FROM (SELECT) one LEFT JOIN asks a ON a.inbox = triage.inbox_id)
      FROM input, jsonb_to_recordset(j->'resolutions') AS r(triage int, "as" text, by bigint)
      WHERE triage.id = r.triage AND triage.state = 'open' RETURNING triage.id, triage.inbox_id),
    questions AS MATERIALIZED (
      SELECT q.* FROM input, jsonb_to_recordset(j->'settled') AS q(ticket int, inbox bigint, kind text, by bigint)),
    settled AS (
      UPDATE triage SET resolved_at = input.at, resolved_by = q.by, (state, ticket, suggested) = (
        SELECT CASE WHEN a.inbox IS NULL THEN 'opened' ELSE 'open' END, coalesce(a.ticket, triage.ticket),
          CASE WHEN a.inbox IS NULL THEN triage.suggested ELSE a.suggested END
        FROM (SELECT) one LEFT JOIN asks a ON a.inbox = triage.inbox_id)
      FROM input, (
        -- By its ticket or by its message, each by its own index.
        SELECT t.id, q.by FROM questions q CROSS JOIN LATERAL (SELECT id FROM triage WHERE triage.ticket = q.ticket AND triage.state = 'open') t
        UNION ALL
        SELECT t.id, q.by FROM questions q CROSS JOIN LATERAL (SELECT id FROM triage WHERE triage.inbox_id = q.inbox) t) AS q(triage, by)
      WHERE triage.id = q.triage AND triage.state = 'open'
      RETURNING triage.inbox_id),
    asked AS (
      INSERT INTO triage (inbox_id, ticket, suggested, pieces, asked_at)
      SELECT a.inbox, a.ticket, a.suggested, a.pieces, input.at FROM input, asks a
      WHERE a.inbox NOT IN (SELECT inbox_id FROM resolved UNION ALL SELECT inbox_id FROM settled)
      ON CONFLICT (inbox_id) DO UPDATE SET state = 'open', suggested = EXCLUDED.suggested, ticket = EXCLUDED.ticket, pieces = EXCLUDED.pieces,
        asked_at = EXCLUDED.asked_at),
    reopened AS (
      UPDATE inbox i SET outcome = r.outcome, reason = r.reason
      FROM input, jsonb_to_recordset(j->'parked') AS r(inbox bigint, outcome text, reason text)
      WHERE i.id = r.inbox AND i.outcome = 'parked'),
    pieces AS (
      UPDATE inbox i SET outcome = 'attached', reason = 'read together with what came after'
      FROM linked l WHERE i.id = l.inbox AND l.inbox <> l.by AND i.outcome = 'ignored'),
    taken_back AS (
      UPDATE outbox SET status = 'withdrawn' FROM input, jsonb_to_recordset(j->'stale') AS s(ticket int, kind text)
      WHERE outbox.status = 'held' AND outbox.ticket = s.ticket AND starts_with(outbox.kind, s.kind)),
    told AS (
      INSERT INTO outbox (dedupe_key, chat_id, channel, ticket, kind, body, urgent, created_at, status, not_before)
      SELECT o."dedupeKey", o.chat, chat.channel, o.ticket, o.kind, o.body, o.urgent, input.at,
        CASE WHEN o."heldUntil" IS NULL THEN 'pending' ELSE 'held' END, coalesce(o."heldUntil", input.at)
      FROM input, ROWS FROM (jsonb_to_recordset(j->'outbox')
        AS ("dedupeKey" text, chat int, ticket int, kind text, body jsonb, urgent boolean, "heldUntil" timestamptz, by bigint))
        WITH ORDINALITY AS o("dedupeKey", chat, ticket, kind, body, urgent, "heldUntil", by, n)
      -- The last door before a group that is only listened to, whoever knocks.
      JOIN chat ON chat.id = o.chat AND chat.shadow_since IS NULL
      -- Nor alone, about what was reported there; whoever spoke to the bot alone is answered.
      WHERE NOT ${aloneOfSilent(Prisma.sql`o.ticket`)} OR o.chat = (SELECT i.chat_id FROM inbox i WHERE i.id = o.by)
      ORDER BY o.n
      ON CONFLICT (dedupe_key) DO NOTHING RETURNING id, channel, status, dedupe_key),
    ordered AS (
      INSERT INTO report (key, request, chat_id, reader, created_at)
      SELECT r.key, r.request, r.chat, r.reader, input.at FROM input, jsonb_to_recordset(j->'reports') AS r(key text, request jsonb, chat int, reader int)
      ON CONFLICT (key) DO NOTHING),
    audited AS (
      INSERT INTO audit (at, actor, action, object, chat_id, inbox_id, allowed, detail)
      SELECT input.at, a.actor, a.action, a.object, a.chat, a.by, a.allowed, a.detail
      FROM input, jsonb_to_recordset(j->'audit') AS a(actor jsonb, action text, object text, chat int, allowed boolean, detail text, by bigint))
    SELECT jsonb_build_object('outbox', coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'channel', channel, 'key', dedupe_key)) FROM told WHERE status = 'pending'), '[]'::jsonb)) AS result,
      CASE WHEN (SELECT count(*) FROM claimed) < (SELECT count(*) FROM heard) THEN house_abort('taken') END AS taken,
      CASE WHEN (SELECT count(*) FROM resolved) < jsonb_array_length(j->'resolutions') THEN house_abort('conflict') END AS answered,
      -- The desk's question about a piece was answered meanwhile: its ticket is there, and one message is in no two of them.
      CASE WHEN EXISTS (SELECT FROM questions q WHERE q.kind = 'joined' AND q.inbox NOT IN (SELECT inbox_id FROM settled))
        -- One look by key each; joined, the planner may read all questions of all years.
        OR EXISTS (SELECT FROM questions q WHERE q.kind = 'opened' AND q.inbox NOT IN (SELECT inbox_id FROM settled)
          AND (SELECT t.ticket IS NULL AND t.state <> 'dismissed' FROM triage t WHERE t.inbox_id = q.inbox))
        THEN house_abort('conflict') END AS asked_about
    FROM input`;
  const { outbox } = Row.parse(z.array(z.object({ result: z.unknown() })).parse(rows)[0]?.result);
  const told = new Map(outbox.map((row) => [row.key, { id: OutboxId.parse(row.id), channel: row.channel }]));
  return all.map((effects) => ({
    kind: 'written',
    outbox: effects.outbox.flatMap((draft) => told.get(draft.dedupeKey) ?? []),
  }));
}

/** Whether one statement may write them together: each row it changes is changed once. What is rarer than a report goes alone. */
export function disjoint(one: Effects, those: readonly Effects[]): boolean {
  if (those.length === 0) return true;
  if (!plain(one) || !those.every(plain)) return false;
  const taken = new Set(those.flatMap(touched));
  return touched(one).every((thing) => !taken.has(thing));
}

/** Changes of the directory and of 旁听 are transactions of their own; answers to the desk's questions meet other messages. */
function plain({ inbox, directory, shadow = [], triage }: Effects): boolean {
  return (
    inbox !== null &&
    directory.length === 0 &&
    shadow.length === 0 &&
    triage.every((change) => change.kind === 'ask' || change.kind === 'settle')
  );
}

function touched({ inbox, tickets, triage, stale, outbox }: Effects): string[] {
  return [
    ...(inbox === null ? [] : [`m${inbox.id}`, ...inbox.links.map((link) => `m${link.inbox}`)]),
    ...tickets.map(({ ticket }) => `t${ticket.number}`),
    ...stale.map(({ ticket }) => `t${ticket}`),
    ...triage.map((change) => (change.kind === 'settle' ? `t${change.ticket}` : `m${change.inbox}`)),
    ...outbox.map(({ dedupeKey }) => `o${dedupeKey}`),
  ];
}

/** A text cut inside a character (a summary, a comment) must not make the whole message fail. */
function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** What the statement reads. Sorted where rows are locked, so that two writers never wait for each other in a circle. */
function payload(all: readonly Effects[]) {
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

/** What a failed statement means; null: something else. */
export function refusalOf(error: unknown): Written | null {
  if (error instanceof HouseError && error.code === 'conflict') return { kind: 'conflict' };
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return null;
  const text = `${error.message} ${JSON.stringify(error.meta ?? {})}`;
  if (text.includes('house_abort: taken')) return { kind: 'taken' };
  if (text.includes('house_abort: conflict')) return { kind: 'conflict' };
  // 23505: (ticket, seq) or source_inbox was written by another; 40P01/40001: the server asks to try again.
  if (error.code === 'P2002' || /23505|40P01|40001/.test(text)) return { kind: 'conflict' };
  return null;
}
