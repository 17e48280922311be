import { z } from 'zod';
import { Button, PersonRef } from '../../core/channel.ts';
import { ChatId, InboxId, OutboxId, TicketNumber } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db, Runner } from './client.ts';

/** What deliveries of several chats ask of the outbox at once, each kind in one statement. */

const Body = z.object({
  text: z.string(),
  mentions: z.array(PersonRef),
  quoteOf: InboxId.nullable(),
  buttons: z.array(z.array(Button)),
  mediaOf: z.array(InboxId),
  /** Single files, where not all of a message's go along (one that came late). */
  attachments: z.array(z.int()).default([]),
  /** Files the house made. */
  files: z.array(z.int()).default([]),
  /** Was held, so it may be folded with its like. */
  fold: z.boolean().default(false),
});

/** One row to be sent. */
export interface Outgoing {
  readonly id: OutboxId;
  readonly chat: ChatId;
  readonly wireId: string;
  readonly kind: 'group' | 'private';
  readonly ticket: TicketNumber | null;
  readonly name: string;
  readonly urgent: boolean;
  readonly attempts: number;
  /** Parts of a long text already said. */
  readonly partsDone: number;
  readonly createdAt: Date;
  /** When it was last handed to the wire; null: never. */
  readonly triedAt: Date | null;
  readonly body: z.infer<typeof Body>;
  /** Files travel along. */
  readonly files: boolean;
  /** The quoted message by its wire id, where it is one of this chat. */
  readonly quote: { readonly messageId: string; readonly text: string } | null;
}

const WaitingRow = z.object({
  id: OutboxId,
  chat: ChatId,
  wireId: z.string(),
  kind: z.enum(['group', 'private']),
  ticket: TicketNumber.nullable(),
  name: z.string(),
  urgent: z.boolean(),
  attempts: z.int(),
  partsDone: z.int(),
  createdAt: z.date(),
  triedAt: z.date().nullable(),
  body: Body,
  files: z.boolean(),
  quote: z.object({ messageId: z.string(), text: z.string() }).nullable(),
});

/** As many as are written to at once. */
export const AT_ONCE = 50;

/** Prisma, and the way past it. */
export interface Both {
  readonly db: Db;
  readonly run: Runner;
}

export interface Peek {
  readonly chat: ChatId;
  readonly at: Date;
  readonly limit: number;
}

export async function peekAll({ db, run }: Both, asks: readonly Peek[]): Promise<readonly (readonly Outgoing[])[]> {
  const rows = await run(Prisma.sql`
    WITH wanted AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asks)}::jsonb) AS w(chat int, at timestamptz, "limit" int)),
    first AS (
      -- As far as nothing stands in the way, in one pass: each row looking for what stands before it would cost their square.
      SELECT ahead.* FROM wanted JOIN chat ON chat.id = wanted.chat CROSS JOIN LATERAL (
        SELECT next.*, bool_or(next.status = 'sending' OR next.not_before > wanted.at) OVER (ORDER BY next.id) AS stopped FROM (
          SELECT o.* FROM outbox o WHERE o.channel = chat.channel AND o.chat_id = chat.id AND o.status IN ('pending', 'sending')
          ORDER BY o.id LIMIT wanted."limit") next) ahead
      WHERE NOT ahead.stopped)
    SELECT first.id::float8 AS id, first.chat_id AS chat, chat.wire_id AS "wireId", chat.kind AS kind, first.ticket, first.kind AS name,
      first.urgent, first.attempts, first.parts_done AS "partsDone", first.created_at AS "createdAt", first.sending_at AS "triedAt", first.body,
      -- A message that came without files has none later either.
      jsonb_array_length(coalesce(first.body->'attachments', '[]')) > 0 OR jsonb_array_length(coalesce(first.body->'files', '[]')) > 0
        OR EXISTS (SELECT FROM jsonb_array_elements_text(first.body->'mediaOf') AS m JOIN attachment a ON a.inbox_id = m::bigint) AS files,
      CASE WHEN quoted.message_id IS NOT NULL THEN jsonb_build_object('messageId', quoted.message_id, 'text', left(quoted.text, 100)) END AS quote
    FROM first JOIN chat ON chat.id = first.chat_id
    LEFT JOIN inbox quoted ON quoted.id = (first.body->>'quoteOf')::bigint AND quoted.chat_id = first.chat_id
    ORDER BY first.id`);
  const read = rows.map((row) => WaitingRow.safeParse(row));
  const unreadable = rows.filter((_, at) => read[at]?.success !== true).map((row) => z.object({ id: OutboxId }).parse(row).id);
  if (unreadable.length > 0) {
    // It will be no more readable the next time, and its chat waits behind it: it ends as refused, and the desk is shown it.
    const where = { id: { in: big(unreadable) }, status: 'pending' };
    await db.outbox.updateMany({ where, data: { status: 'refused', error: 'a stored form nobody reads' } });
    return peekAll({ db, run }, asks);
  }
  const found = read.flatMap(({ data }) => data ?? []);
  return asks.map(({ chat }) => found.filter((row) => row.chat === chat));
}

export interface Mark {
  readonly ids: readonly OutboxId[];
  readonly sender: string;
  readonly at: Date;
}

/**
 * Of each group all rows or none. An earlier row of its chat still pending or in flight (as of this statement's beginning) stands in the
 * way; that one of these was taken since is seen when its row is locked.
 * @returns how many rows of each group were marked
 */
export async function markAll(run: Runner, groups: readonly Mark[]): Promise<readonly number[]> {
  const input = JSON.stringify(groups.map((group, n) => ({ ...group, n })));
  const rows = await run(Prisma.sql`
    WITH wanted AS MATERIALIZED (
      SELECT g.n, g.ids, g.sender, g.at, one.id
      FROM jsonb_to_recordset(${input}::jsonb) AS g(n int, ids bigint[], sender text, at timestamptz) CROSS JOIN LATERAL unnest(g.ids) AS one(id)),
    mine AS MATERIALIZED (
      SELECT o.id, o.not_before FROM outbox o WHERE o.id = ANY(ARRAY(SELECT id FROM wanted)) AND o.status = 'pending' ORDER BY o.id FOR UPDATE),
    whole AS MATERIALIZED (
      SELECT w.n FROM wanted w LEFT JOIN mine ON mine.id = w.id AND mine.not_before <= w.at GROUP BY w.n HAVING count(mine.id) = count(*)),
    marked AS (
      UPDATE outbox o SET status = 'sending', sending_at = w.at, sender = w.sender, attempts = attempts + 1
      FROM wanted w JOIN whole ON whole.n = w.n
      WHERE o.id = w.id AND o.status = 'pending'
        AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.chat_id = o.chat_id AND e.id < o.id
          AND e.status IN ('pending', 'sending') AND e.id <> ALL(w.ids))
      RETURNING w.n)
    SELECT n, count(*)::int AS count FROM marked GROUP BY n`);
  const counts = new Map(
    z
      .array(z.object({ n: z.int(), count: z.int() }))
      .parse(rows)
      .map(({ n, count }) => [n, count]),
  );
  return groups.map((_, n) => counts.get(n) ?? 0);
}

export function whole(ids: readonly OutboxId[], count: number): boolean {
  if (count !== 0 && count !== ids.length) throw new Error(`${count} of ${ids.length} messages were taken`);
  return count > 0;
}

export interface Arrived {
  readonly ids: readonly OutboxId[];
  readonly messageId: string | null;
  readonly at: Date;
}

export async function arrivedAll(run: Runner, groups: readonly Arrived[]): Promise<readonly void[]> {
  await run(Prisma.sql`
    UPDATE outbox o SET status = 'sent', sent_at = g.at, message_id = g."messageId", error = NULL
    FROM jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) AS g(ids bigint[], "messageId" text, at timestamptz) CROSS JOIN LATERAL unnest(g.ids) AS one(id)
    WHERE o.id = one.id`);
  return groups.map(() => undefined);
}

export function big(ids: readonly number[]): bigint[] {
  return ids.map((id) => BigInt(id));
}
