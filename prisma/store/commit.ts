import { z } from 'zod';
import type { CounterChange, Effects, OutboxDraft, TriageChange } from '../../core/conversation/effects.ts';
import { HouseError } from '../../core/errors.ts';
import { type ChatId, OutboxId } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { changeDirectory } from './directory-changes.ts';
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

const Row = z.object({ outbox: z.array(z.object({ id: z.number(), channel: z.string() })) });

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

export type Writer = Pick<Db, '$queryRaw'>;

export async function write(db: Writer, effects: Effects, at: Date): Promise<Written> {
  const rows = await db.$queryRaw<unknown[]>`
    WITH input AS MATERIALIZED (SELECT ${JSON.stringify(payload(effects), wellFormed)}::jsonb AS j, ${at}::timestamptz AS at),
    claimed AS (
      UPDATE inbox i SET status = 'done', outcome = j->'inbox'->>'outcome', reason = j->'inbox'->>'reason', handled_at = input.at, error = NULL
      FROM input
      WHERE i.id = (j->'inbox'->>'id')::bigint AND i.status = 'new'
        AND NOT EXISTS (SELECT 1 FROM inbox earlier WHERE earlier.chat_id = i.chat_id AND earlier.id < i.id AND earlier.status = 'new')
        -- 旁听 was turned on or off since this was decided: it is decided again, by what holds now.
        AND (j->'inbox'->>'inShadow' IS NULL
          OR (j->'inbox'->>'inShadow')::boolean = EXISTS (SELECT 1 FROM chat WHERE chat.id = i.chat_id AND chat.shadow_since IS NOT NULL))
      RETURNING i.id),
    events AS (
      INSERT INTO ticket_event (ticket, seq, type, at, actor, cause, body)
      SELECT e.* FROM input, jsonb_to_recordset(j->'events') AS e(ticket int, seq int, type text, at timestamptz, actor jsonb, cause bigint, body jsonb)),
    tickets AS (
      INSERT INTO ticket (${TICKET_COLUMNS})
      SELECT ${TICKET_COLUMNS} FROM input, jsonb_populate_recordset(NULL::ticket, j->'tickets')
      ON CONFLICT (number) DO UPDATE SET ${TICKET_UPDATES}),
    links AS (
      INSERT INTO ticket_message (ticket, inbox_id, role)
      SELECT l.ticket, l.inbox, l.role FROM input, jsonb_to_recordset(j->'links') AS l(ticket int, inbox bigint, role text)
      ON CONFLICT DO NOTHING),
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
    settled AS (
      UPDATE triage SET resolved_at = input.at, resolved_by = (j->'inbox'->>'id')::bigint, (state, ticket, suggested) = (
        SELECT CASE WHEN a.inbox IS NULL THEN 'opened' ELSE 'open' END, coalesce(a.ticket, triage.ticket),
          CASE WHEN a.inbox IS NULL THEN triage.suggested ELSE a.suggested END
        FROM (SELECT) one LEFT JOIN asks a ON a.inbox = triage.inbox_id)
      FROM input WHERE triage.state = 'open' AND (triage.ticket IN (SELECT jsonb_array_elements_text(j->'settled')::int)
        OR triage.inbox_id IN (SELECT jsonb_array_elements_text(j->'opened')::bigint
          UNION ALL SELECT jsonb_array_elements_text(j->'joined')::bigint))
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
      FROM input, jsonb_to_recordset(j->'links') AS l(inbox bigint)
      WHERE i.id = l.inbox AND i.id <> (j->'inbox'->>'id')::bigint AND i.outcome = 'ignored'),
    taken_back AS (
      UPDATE outbox SET status = 'withdrawn' FROM input, jsonb_to_recordset(j->'stale') AS s(ticket int, kind text)
      WHERE outbox.status = 'held' AND outbox.ticket = s.ticket AND starts_with(outbox.kind, s.kind)),
    told AS (
      INSERT INTO outbox (dedupe_key, chat_id, channel, ticket, kind, body, urgent, created_at, status, not_before)
      SELECT o."dedupeKey", o.chat, chat.channel, o.ticket, o.kind, o.body, o.urgent, input.at,
        CASE WHEN o."heldUntil" IS NULL THEN 'pending' ELSE 'held' END, coalesce(o."heldUntil", input.at)
      FROM input, ROWS FROM (jsonb_to_recordset(j->'outbox')
        AS ("dedupeKey" text, chat int, ticket int, kind text, body jsonb, urgent boolean, "heldUntil" timestamptz))
        WITH ORDINALITY AS o("dedupeKey", chat, ticket, kind, body, urgent, "heldUntil", n)
      -- The last door before a group that is only listened to, whoever knocks.
      JOIN chat ON chat.id = o.chat AND chat.shadow_since IS NULL
      -- Nor alone, about what was reported there; whoever spoke to the bot alone is answered.
      WHERE NOT ${aloneOfSilent(Prisma.sql`o.ticket`)} OR o.chat = (SELECT i.chat_id FROM inbox i WHERE i.id = (j->'inbox'->>'id')::bigint)
      ORDER BY o.n
      ON CONFLICT (dedupe_key) DO NOTHING RETURNING id, channel, status),
    ordered AS (
      INSERT INTO report (key, request, chat_id, reader, created_at)
      SELECT r.key, r.request, r.chat, r.reader, input.at FROM input, jsonb_to_recordset(j->'reports') AS r(key text, request jsonb, chat int, reader int)
      ON CONFLICT (key) DO NOTHING),
    audited AS (
      INSERT INTO audit (at, actor, action, object, chat_id, inbox_id, allowed, detail)
      SELECT input.at, a.actor, a.action, a.object, a.chat, (j->'inbox'->>'id')::bigint, a.allowed, a.detail
      FROM input, jsonb_to_recordset(j->'audit') AS a(actor jsonb, action text, object text, chat int, allowed boolean, detail text))
    SELECT jsonb_build_object('outbox', coalesce((SELECT jsonb_agg(jsonb_build_object('id', id, 'channel', channel)) FROM told WHERE status = 'pending'), '[]'::jsonb)) AS result,
      CASE WHEN jsonb_typeof(j->'inbox') = 'object' AND NOT EXISTS (SELECT 1 FROM claimed) THEN house_abort('taken') END AS taken,
      CASE WHEN (SELECT count(*) FROM resolved) < jsonb_array_length(j->'resolutions') THEN house_abort('conflict') END AS answered,
      -- The desk's question about a piece was answered meanwhile: its ticket is there, and one message is in no two of them.
      CASE WHEN EXISTS (SELECT FROM jsonb_array_elements_text(j->'joined') AS piece WHERE piece::bigint NOT IN (SELECT inbox_id FROM settled))
        -- One look by key each; joined, the planner may read all questions of all years.
        OR EXISTS (SELECT FROM jsonb_array_elements_text(j->'opened') AS said WHERE said::bigint NOT IN (SELECT inbox_id FROM settled)
          AND (SELECT t.ticket IS NULL AND t.state <> 'dismissed' FROM triage t WHERE t.inbox_id = said::bigint))
        THEN house_abort('conflict') END AS asked_about
    FROM input`;
  const { outbox } = Row.parse(z.array(z.object({ result: z.unknown() })).parse(rows)[0]?.result);
  return { kind: 'written', outbox: outbox.map((row) => ({ id: OutboxId.parse(row.id), channel: row.channel })) };
}

/** A text cut inside a character (a summary, a comment) must not make the whole message fail. */
function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** What the statement reads. Sorted where rows are locked, so that two writers never wait for each other in a circle. */
function payload(effects: Effects) {
  const changes = [...effects.tickets].sort((a, b) => a.ticket.number - b.ticket.number);
  const inbox = effects.inbox;
  // What turns it on or off is itself decided before and written after.
  const turns = effects.directory.some((change) => change.kind === 'shadow');
  return {
    inbox: inbox && { id: inbox.id, outcome: inbox.outcome, reason: inbox.reason, inShadow: turns ? null : (inbox.inShadow ?? null) },
    tickets: changes.map(ticketColumns),
    events: changes.flatMap((change) => change.events.map(eventColumns)),
    links: inbox?.links ?? [],
    counters: summed(effects.counters),
    asks: effects.triage.flatMap(askOf),
    resolutions: effects.triage.flatMap((change) => resolutionOf(change, inbox?.id ?? null)),
    settled: effects.triage.flatMap((change) => (change.kind === 'settle' ? [change.ticket] : [])),
    opened: effects.triage.flatMap((change) => (change.kind === 'opened' ? [change.inbox] : [])),
    joined: effects.triage.flatMap((change) => (change.kind === 'joined' ? [change.inbox] : [])),
    parked: effects.triage.flatMap(parkedOf),
    outbox: effects.outbox.map(outboxOf),
    stale: effects.stale,
    reports: effects.reports,
    audit: effects.audit,
  };
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
