import { z } from 'zod';
import type { Db } from '../../prisma/store/client.ts';

/** A table of history, and how the rows of one life are read out of it. */
export interface HistoryTable {
  readonly name: string;
  /** In a fixed order, as `o`. $1: the life's ticket, $2: the messages heard about it. */
  readonly rows: string;
  /** By column, what is written instead of what is stored. */
  readonly instead: Readonly<Record<string, string>>;
  /** Goes on after what was filled in. */
  readonly sequence: string | null;
}

/** In place of a number that a copy gives its rows itself. */
export const ROW_NUMBER = '@row';
const NUMBERED = { id: `'${ROW_NUMBER}'` };

const ANY = '$1::int IS NOT NULL AND $2::bigint[] IS NOT NULL';
const SAID = `(o.ticket = $1 OR o.dedupe_key = ANY(ARRAY(SELECT 'a' || m || told FROM unnest($2::bigint[]) m, unnest(ARRAY['', '.told']) told)))`;

/**
 * Everything that grows with history. What was folded when it was sent stands for itself in a copy; what was not sent yet counts as
 * sent. The web chat's own messages are made of what was heard and said in the work
 * group and in private, as if these were on the web chat and the rooms of the departments on another wire.
 */
export const TABLES: readonly HistoryTable[] = [
  { name: 'ticket', rows: `FROM ticket o WHERE o.number = $1 AND ${ANY}`, instead: {}, sequence: null },
  {
    name: 'ticket_event',
    rows: `FROM ticket_event o WHERE o.ticket = $1 AND ${ANY} ORDER BY o.seq`,
    instead: NUMBERED,
    sequence: 'ticket_event_id_seq',
  },
  { name: 'inbox', rows: `FROM inbox o WHERE o.id = ANY($2) AND ${ANY} ORDER BY o.id`, instead: {}, sequence: 'inbox_id_seq' },
  {
    name: 'attachment',
    rows: `FROM attachment o WHERE o.inbox_id = ANY($2) AND ${ANY} ORDER BY o.id`,
    instead: { ...NUMBERED, token: `'${ROW_NUMBER}'` },
    sequence: 'attachment_id_seq',
  },
  { name: 'ticket_message', rows: `FROM ticket_message o WHERE o.ticket = $1 AND ${ANY} ORDER BY o.inbox_id`, instead: {}, sequence: null },
  {
    name: 'outbox',
    rows: `FROM outbox o WHERE ${SAID} AND ${ANY} ORDER BY o.id`,
    instead: {
      message_id: `'bot-' || o.id`,
      status: `CASE WHEN o.status = 'withdrawn' THEN o.status ELSE 'sent' END`,
      sent_at: 'coalesce(o.sent_at, o.created_at)',
    },
    sequence: 'outbox_id_seq',
  },
  { name: 'triage', rows: `FROM triage o WHERE o.ticket = $1 AND ${ANY}`, instead: NUMBERED, sequence: 'triage_id_seq' },
  { name: 'audit', rows: `FROM audit o WHERE o.inbox_id = ANY($2) AND ${ANY} ORDER BY o.id`, instead: NUMBERED, sequence: 'audit_id_seq' },
  {
    name: 'webchat_message',
    rows: `FROM (
        SELECT o.received_at AS created_at, chat.wire_id AS chat_wire_id, o.sender_wire_id AS author, o.sender_name AS author_name, o.text,
          o.message_id AS client_id, NULL::bigint AS outbox_id
        FROM inbox o JOIN chat ON chat.id = o.chat_id AND chat.role IN ('work', 'private') WHERE o.id = ANY($2)
        UNION ALL
        SELECT coalesce(o.sent_at, o.created_at), chat.wire_id, '@bot', '小汇', o.body->>'text', NULL, o.id
        FROM outbox o JOIN chat ON chat.id = o.chat_id AND chat.role IN ('work', 'private') WHERE ${SAID}) o
      WHERE ${ANY} ORDER BY o.created_at, o.outbox_id NULLS FIRST`,
    instead: {
      ...NUMBERED,
      body: `'{"quote": null, "mentions": [], "mentionsBot": false, "buttons": [], "files": []}'`,
      outbox_part: '0',
      edited_at: 'NULL',
      recalled_at: 'NULL',
      change: `'${ROW_NUMBER}'`,
      heard: `CASE WHEN o.outbox_id IS NULL THEN '${ROW_NUMBER}' ELSE '0' END`,
    },
    sequence: 'webchat_message_id_seq',
  },
];

/** As the migrations left them: a column added tomorrow is copied too. */
export async function columnsOf(db: Db, table: string): Promise<string[]> {
  const rows = await db.$queryRaw`
    SELECT attname AS name FROM pg_attribute WHERE attrelid = ${table}::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`;
  return z
    .array(z.object({ name: z.string() }))
    .parse(rows)
    .map(({ name }) => name);
}
