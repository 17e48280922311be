import { z } from 'zod';
import { DepartmentCode, InboxId } from '../../core/ids.ts';
import type { Dismissal, TicketAct } from '../../core/learning/acts.ts';
import { Label } from '../../core/learning/label.ts';
import type { LabelledText } from '../../core/learning/lessons.ts';
import { TicketEvent } from '../../core/ticket/events.ts';
import type { Db } from './client.ts';

/** Some acts of people, and how far has been read with them; the cursor that was given: there is no more. */
export interface Acts<A> {
  readonly acts: readonly A[];
  readonly cursor: string;
}

export interface LabelStore {
  /** How far a place has been read; empty: not at all. */
  cursor(place: string): Promise<string>;
  /** The next events of all tickets that may teach something. Only what is older than `before`: an id drawn earlier may be written later. */
  ticketActs(cursor: string, limit: number, before: Date): Promise<Acts<TicketAct>>;
  /** The desk's next words on messages that are no tickets. */
  dismissals(cursor: string, limit: number, before: Date): Promise<Acts<Dismissal>>;
  /** Keeps labels and moves the place's cursor, both or neither. @returns how many are new; null: another worker read on from there */
  keep(place: string, from: string, to: string, labels: readonly Label[]): Promise<number | null>;
  /** The latest labels that teach, in the order they were given, with what was said. */
  latest(limit: number): Promise<readonly LabelledText[]>;
  /** The last label that teaches; 0: there is none. */
  last(): Promise<number>;
}

const ActRow = z.object({ event: z.unknown(), inbox: InboxId, held: DepartmentCode.nullable() });
const DismissalRow = z.object({
  triage: z.int(),
  inbox: InboxId,
  answer: InboxId,
  channel: z.string(),
  wireId: z.string(),
  at: z.date(),
});
const LabelledRow = Label.extend({ text: z.string(), voice: z.string() });

export function labelStore(db: Db): LabelStore {
  return {
    async cursor(place) {
      return (await db.labelCursor.findUnique({ where: { place } }))?.cursor ?? '';
    },

    async ticketActs(cursor, limit, before) {
      const after = Number(cursor);
      const [last] = await db.$queryRaw<{ id: number | null }[]>`
        WITH batch AS MATERIALIZED (SELECT id, at FROM ticket_event WHERE id > ${after} ORDER BY id LIMIT ${limit})
        SELECT max(id)::float8 AS id FROM batch
        WHERE id < coalesce((SELECT min(id) FROM batch WHERE at > ${before}), 9223372036854775807)`;
      const upTo = last?.id ?? null;
      if (upTo === null) return { acts: [], cursor };
      const rows = await db.$queryRaw<unknown[]>`
        SELECT jsonb_build_object('ticket', e.ticket, 'seq', e.seq, 'at', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
            'actor', e.actor, 'cause', e.cause, 'body', e.body) AS event,
          t.source_inbox::float8 AS inbox,
          (SELECT CASE WHEN h.type = 'returned' THEN NULL ELSE h.body->>'department' END FROM ticket_event h
            WHERE h.ticket = e.ticket AND h.seq < e.seq AND h.type IN ('dispatched', 'transferred', 'returned') ORDER BY h.seq DESC LIMIT 1) AS held
        FROM ticket_event e JOIN ticket t ON t.number = e.ticket
        WHERE e.id > ${after} AND e.id <= ${upTo} AND e.actor->>'kind' = 'member'
          AND e.type IN ('opened', 'dispatched', 'transferred', 'returned', 'closed', 'withdrawn', 'merged', 'split')
        ORDER BY e.id`;
      const acts = z
        .array(ActRow)
        .parse(rows)
        .flatMap((row) => {
          // One that this version cannot read teaches nothing, and stops nothing.
          const event = TicketEvent.safeParse(row.event);
          return event.success ? [{ event: event.data, inbox: row.inbox, held: row.held }] : [];
        });
      return { acts, cursor: String(upTo) };
    },

    async dismissals(cursor, limit, before) {
      const [at = new Date(0).toISOString(), id = '0'] = cursor === '' ? [] : cursor.split('|');
      const rows = await db.$queryRaw<unknown[]>`
        SELECT t.id AS triage, t.inbox_id::float8 AS inbox, t.resolved_by::float8 AS answer, t.resolved_at AS at,
          c.channel, coalesce(i.sender_wire_id, '') AS "wireId"
        FROM triage t JOIN inbox i ON i.id = t.resolved_by JOIN chat c ON c.id = i.chat_id
        WHERE t.state = 'dismissed' AND t.ticket IS NULL AND t.resolved_at <= ${before}
          AND (t.resolved_at, t.id) > (${at}::timestamptz, ${Number(id)}::int)
        ORDER BY t.resolved_at, t.id LIMIT ${limit}`;
      const acts = z.array(DismissalRow).parse(rows);
      const last = acts.at(-1);
      return { acts, cursor: last === undefined ? cursor : `${last.at.toISOString()}|${last.triage}` };
    },

    async keep(place, from, to, labels) {
      const rows = await db.$queryRaw<{ moved: number; kept: number }[]>`
        WITH moved AS (
          INSERT INTO label_cursor AS c (place, cursor) VALUES (${place}, ${to})
          ON CONFLICT (place) DO UPDATE SET cursor = EXCLUDED.cursor WHERE c.cursor = ${from} RETURNING 1),
        kept AS (
          INSERT INTO label (source, kind, inbox_id, ticket, other, intent, department, not_department, urgent, by, at)
          SELECT l.source, l.kind, l.inbox, l.ticket, l.other, l.intent, l.department, l."notDepartment", l.urgent, l.by, l.at
          FROM moved, ROWS FROM (jsonb_to_recordset(${JSON.stringify(labels)}::jsonb) AS (source text, kind text, inbox bigint, ticket int, other int,
            intent text, department text, "notDepartment" text, urgent boolean, by int, at timestamptz))
            WITH ORDINALITY AS l(source, kind, inbox, ticket, other, intent, department, "notDepartment", urgent, by, at, n) ORDER BY l.n
          ON CONFLICT (source) DO NOTHING RETURNING kind, at),
        summed AS (
          INSERT INTO label_sum AS s (kind, n, since) SELECT kind, count(*), min(at) FROM kept GROUP BY kind ORDER BY kind
          ON CONFLICT (kind) DO UPDATE SET n = s.n + EXCLUDED.n, since = least(s.since, EXCLUDED.since))
        SELECT (SELECT count(*)::int FROM moved) AS moved, (SELECT count(*)::int FROM kept) AS kept`;
      return rows[0]?.moved === 1 ? rows[0].kept : null;
    },

    async latest(limit) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT l.source, l.kind, l.inbox_id::float8 AS inbox, l.ticket, l.other, l.intent, l.department, l.not_department AS "notDepartment",
          l.urgent, l.by, l.at, coalesce(t.text, i.text, '') AS text,
          -- Whoever is known is one voice on all his channels.
          coalesce('member ' || d.member_id, c.channel || ' ' || i.sender_wire_id, 'inbox ' || l.inbox_id) AS voice
        FROM (SELECT * FROM label WHERE kind NOT IN ('merge', 'split') ORDER BY id DESC LIMIT ${limit}) l
          LEFT JOIN inbox i ON i.id = l.inbox_id LEFT JOIN ticket t ON t.source_inbox = l.inbox_id
          LEFT JOIN chat c ON c.id = i.chat_id LEFT JOIN identity d ON d.channel = c.channel AND d.wire_id = i.sender_wire_id
        ORDER BY l.id`;
      return z
        .array(LabelledRow)
        .parse(rows)
        .map(({ text, voice, ...label }) => ({ label, text, voice }));
    },

    async last() {
      const rows = await db.$queryRaw<
        { id: number | null }[]
      >`SELECT max(id)::float8 AS id FROM label WHERE kind NOT IN ('merge', 'split')`;
      return rows[0]?.id ?? 0;
    },
  };
}
