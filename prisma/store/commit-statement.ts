import { z } from 'zod';
import type { Effects } from '../../core/conversation/effects.ts';
import { OutboxId, type TicketNumber } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Runner } from './client.ts';
import { payload, wellFormed } from './commit-payload.ts';
import { aloneOfSilent } from './public.ts';
import { TICKET_COLUMNS, TICKET_UPDATES } from './rows.ts';
import { RowVersion, VERSION } from './ticket-cache.ts';

const Row = z.object({
  outbox: z.array(z.object({ id: z.number(), channel: z.string(), key: z.string() })),
  tickets: z.array(RowVersion),
});

/** Channels that have something new to send. */
export interface WrittenOutbox {
  readonly kind: 'written';
  readonly outbox: readonly { readonly id: OutboxId; readonly channel: string }[];
}
export interface WrittenRows extends WrittenOutbox {
  /** Of the rows of its tickets, as they stand now. */
  readonly versions: ReadonlyMap<TicketNumber, string>;
}

/** One statement for one message's effects. */
export async function write(run: Runner, effects: Effects, at: Date): Promise<WrittenRows> {
  const [written = { kind: 'written' as const, outbox: [], versions: new Map<TicketNumber, string>() }] = await writeAll(
    run,
    [effects],
    at,
  );
  return written;
}

/**
 * One statement for all of them: all are written or, where one may not be, none. No two may touch the same chat's messages, ticket or
 * question (`disjoint`).
 */
export async function writeAll(run: Runner, all: readonly Effects[], at: Date): Promise<readonly WrittenRows[]> {
  const rows = await run(Prisma.sql`
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
      ON CONFLICT (number) DO UPDATE SET ${TICKET_UPDATES}
      RETURNING number, ${VERSION} AS version),
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
    SELECT json_build_object(
        'outbox', coalesce((SELECT json_agg(json_build_object('id', id, 'channel', channel, 'key', dedupe_key)) FROM told WHERE status = 'pending'), '[]'),
        'tickets', coalesce((SELECT json_agg(row_to_json(t)) FROM tickets t), '[]')) AS result,
      CASE WHEN (SELECT count(*) FROM claimed) < (SELECT count(*) FROM heard) THEN house_abort('taken') END AS taken,
      CASE WHEN (SELECT count(*) FROM resolved) < jsonb_array_length(j->'resolutions') THEN house_abort('conflict') END AS answered,
      -- The desk's question about a piece was answered meanwhile: its ticket is there, and one message is in no two of them.
      CASE WHEN EXISTS (SELECT FROM questions q WHERE q.kind = 'joined' AND q.inbox NOT IN (SELECT inbox_id FROM settled))
        -- One look by key each; joined, the planner may read all questions of all years.
        OR EXISTS (SELECT FROM questions q WHERE q.kind = 'opened' AND q.inbox NOT IN (SELECT inbox_id FROM settled)
          AND (SELECT t.ticket IS NULL AND t.state <> 'dismissed' FROM triage t WHERE t.inbox_id = q.inbox))
        THEN house_abort('conflict') END AS asked_about
    FROM input`);
  const { outbox, tickets } = Row.parse(z.array(z.object({ result: z.unknown() })).parse(rows)[0]?.result);
  const told = new Map(outbox.map((row) => [row.key, { id: OutboxId.parse(row.id), channel: row.channel }]));
  const versions = new Map(tickets.map(({ number, version }) => [number, version]));
  return all.map((effects) => ({
    kind: 'written',
    versions,
    outbox: effects.outbox.flatMap((draft) => told.get(draft.dedupeKey) ?? []),
  }));
}
