import { z } from 'zod';
import { Button, type OutboundMedia, PersonRef } from '../../core/channel.ts';
import { type ChannelName, ChatId, InboxId, OutboxId, TicketNumber } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { filesOf } from './files.ts';
import { gathered } from './gather.ts';
import { aloneOfSilent, READ_BY_THE_PUBLIC } from './public.ts';

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

/** One row that did not certainly arrive. */
export type Unshown = Pick<Outgoing, 'id' | 'ticket' | 'chat'> & { readonly status: 'unknown' | 'refused' };

/** Under this key it is shown, once. */
export const doubtKey = (id: OutboxId): string => `doubt.${id}`;

export interface OutboxStore {
  /**
   * Held notices that are due wait no longer, and with them those of the same chat that would be due by `upTo`: what a chat
   * has to hear within the window is let out in one breath, so that it can go as one message.
   */
  release(channel: ChannelName, at: Date, upTo: Date): Promise<void>;
  /** When the next held notice of the channel is due; null: none is held. */
  nextRelease(channel: ChannelName): Promise<Date | null>;
  /** Chats of the channel whose first waiting message is due. Urgent ones first, then the longest waiting. */
  dueChats(channel: ChannelName, at: Date, limit: number): Promise<readonly ChatId[]>;
  /** The chat's next messages, in order, at most `limit`. None while an earlier one of the chat is in flight. */
  peek(chat: ChatId, at: Date, limit: number): Promise<readonly Outgoing[]>;
  /**
   * Writes down that exactly these are being sent, before they are: after a crash, what was in flight is known by name.
   * Answers with their files; null, and nothing is changed, where another process was quicker or an earlier one of the chat waits.
   */
  take(messages: readonly Outgoing[], sender: string, at: Date): Promise<readonly OutboundMedia[] | null>;
  /** Taken by this sender and certainly never handed to the wire. */
  putBack(ids: readonly OutboxId[], sender: string): Promise<void>;
  sent(ids: readonly OutboxId[], messageId: string | null, at: Date): Promise<void>;
  /** Certain that the wire did not take it (of a text in parts: anything after the first `partsDone`): it waits until then. */
  again(ids: readonly OutboxId[], notBefore: Date, reason: string, partsDone: number): Promise<void>;
  /** Uncertain, or refused for good: on record, shown to the duty desk, never sent again blindly. */
  ended(ids: readonly OutboxId[], status: 'unknown' | 'refused', reason: string): Promise<void>;
  /**
   * What a process that ended left in flight: everything older than `olderThan`, and everything of `instance` itself (which
   * has just started). On a wire that drops a second send with the same id it is simply sent again; on others it is doubtful.
   */
  recover(
    channel: ChannelName,
    options: { readonly idempotent: boolean; readonly olderThan: Date; readonly instance: string | null },
  ): Promise<void>;
  /**
   * What was tried since then, ended in doubt or refused, and was never shown at this desk: the process may end between the one and
   * the other. Asked every few seconds, so it does not look at the doubts of years.
   */
  unshown(channel: ChannelName, desk: ChatId, since: Date): Promise<readonly Unshown[]>;
  /** The house's own word to a chat, outside any ticket's transaction (a doubtful send, a gap). Once per key; `with`: keys of what it tells of besides. */
  tell(message: { dedupeKey: string; chat: ChatId; kind: string; text: string; with?: readonly string[] }, at: Date): Promise<void>;
}

/** @param silent SHADOW=1: nobody of the public is written to, in a group or alone, whatever waits */
export function outboxStore(db: Db, silent: boolean): OutboxStore {
  // Every chat has its own delivery; what they ask at once is one statement.
  const peeked = gathered((asks: readonly Peek[]) => peekAll(db, asks), { most: AT_ONCE });
  const marked = gathered((asks: readonly Mark[]) => markAll(db, asks), { most: AT_ONCE });
  const arrived = gathered((asks: readonly Arrived[]) => arrivedAll(db, asks), { most: AT_ONCE });
  return {
    async nextRelease(channel) {
      const rows = await db.$queryRaw<
        { at: Date | null }[]
      >`SELECT min(not_before) AS at FROM outbox WHERE status = 'held' AND channel = ${channel}`;
      return rows[0]?.at ?? null;
    },

    async release(channel, at, upTo) {
      // Locked in order, and looked at again under the lock: two processes let each one out once and never wait in a circle.
      await db.$executeRaw`
        WITH due AS MATERIALIZED (
          SELECT DISTINCT chat_id FROM outbox WHERE status = 'held' AND not_before <= ${at} AND channel = ${channel}),
        ready AS MATERIALIZED (
          SELECT o.id FROM outbox o WHERE o.status = 'held' AND o.channel = ${channel} AND o.not_before <= ${upTo} AND o.chat_id IN (SELECT chat_id FROM due)
          ORDER BY o.id FOR UPDATE)
        UPDATE outbox SET not_before = least(not_before, ${at}::timestamptz),
          -- Held before its ticket's group was only listened to, and written by somebody who did not know that yet.
          status = CASE WHEN ${aloneOfSilent(Prisma.sql`outbox.ticket`)} THEN 'withdrawn' ELSE 'pending' END
        FROM chat WHERE chat.id = outbox.chat_id AND outbox.id = ANY(ARRAY(SELECT id FROM ready))`;
    },

    async dueChats(channel, at, limit) {
      const rows = await db.$queryRaw<{ chat_id: number }[]>`
        SELECT chat_id FROM (
          SELECT DISTINCT ON (chat_id) chat_id, id, status, not_before,
            bool_or(urgent) OVER (PARTITION BY chat_id) AS urgent
          FROM outbox WHERE channel = ${channel} AND status IN ('pending', 'sending') ORDER BY chat_id, id) first
        WHERE status = 'pending' AND not_before <= ${at}
          AND NOT EXISTS (SELECT 1 FROM chat WHERE chat.id = first.chat_id AND (chat.shadow_since IS NOT NULL OR (${silent} AND ${READ_BY_THE_PUBLIC})))
        ORDER BY urgent DESC, id LIMIT ${limit}`;
      return rows.map((row) => ChatId.parse(row.chat_id));
    },

    peek: (chat, at, limit) => peeked({ chat, at, limit }),

    async take(messages, sender, at) {
      const ids = messages.map((message) => message.id);
      const wanted = {
        inboxes: big(messages.flatMap((message) => message.body.mediaOf)),
        attachments: messages.flatMap((message) => message.body.attachments),
        made: messages.flatMap((message) => message.body.files),
      };
      if (!messages.some((message) => message.files)) return whole(ids, await marked({ ids, sender, at })) ? [] : null;
      // The files are read while the rows are held, so that bytes arriving now are either in this answer or find the row sent without.
      return db.$transaction(async (tx) => {
        const [count = 0] = await markAll(tx, [{ ids, sender, at }]);
        return whole(ids, count) ? filesOf(tx, wanted) : null;
      });
    },

    async putBack(ids, sender) {
      await db.outbox.updateMany({ where: { id: { in: big(ids) }, status: 'sending', sender }, data: { status: 'pending' } });
    },

    sent: (ids, messageId, at) => arrived({ ids, messageId, at }),

    async again(ids, notBefore, reason, partsDone) {
      const where = { id: { in: big(ids) }, status: 'sending' };
      await db.outbox.updateMany({ where, data: { status: 'pending', notBefore, partsDone, error: reason.slice(0, 500) } });
    },

    async ended(ids, status, reason) {
      await db.outbox.updateMany({ where: { id: { in: big(ids) } }, data: { status, error: reason.slice(0, 500) } });
    },

    async recover(channel, { idempotent, olderThan, instance }) {
      const left = [{ sendingAt: { lt: olderThan } }, ...(instance === null ? [] : [{ sender: instance }])];
      const where = { channel, status: 'sending', OR: left };
      if (idempotent) {
        await db.outbox.updateMany({ where, data: { status: 'pending' } });
        return;
      }
      await db.outbox.updateMany({ where, data: { status: 'unknown', error: 'the process ended while this was being sent' } });
    },

    async unshown(channel, desk, since) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT o.id::float8 AS id, o.ticket, o.chat_id AS chat, o.status FROM outbox o
        WHERE o.status IN ('unknown', 'refused') AND o.channel = ${channel} AND coalesce(o.sending_at, o.created_at) > ${since} AND o.chat_id <> ${desk}
          AND NOT EXISTS (SELECT 1 FROM outbox shown WHERE shown.dedupe_key = 'doubt.' || o.id) ORDER BY o.id`;
      return z.array(UnshownRow).parse(rows);
    },

    async tell({ dedupeKey, chat, kind, text, with: besides = [] }, at) {
      const { channel } = await db.chat.findUniqueOrThrow({ where: { id: chat } });
      const body = { text, mentions: [], quoteOf: null, buttons: [], mediaOf: [] };
      const line = { chatId: chat, channel, kind, body, createdAt: at, notBefore: at };
      // Said with the first, each has its own key all the same: none is told of again.
      const others = besides.map((key) => ({ ...line, dedupeKey: key, status: 'withdrawn' }));
      await db.outbox.createMany({ data: [{ ...line, dedupeKey }, ...others], skipDuplicates: true });
    },
  };
}

/** As many as are written to at once. */
const AT_ONCE = 50;

interface Peek {
  readonly chat: ChatId;
  readonly at: Date;
  readonly limit: number;
}

async function peekAll(db: Db, asks: readonly Peek[]): Promise<readonly (readonly Outgoing[])[]> {
  const rows = await db.$queryRaw<unknown[]>`
    WITH wanted AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asks)}::jsonb) AS w(chat int, at timestamptz, "limit" int)),
    first AS (
      SELECT o.* FROM wanted CROSS JOIN LATERAL (
        SELECT o.* FROM outbox o WHERE o.chat_id = wanted.chat AND o.status = 'pending' AND o.not_before <= wanted.at
          AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.chat_id = o.chat_id AND e.id < o.id
            AND (e.status = 'sending' OR (e.status = 'pending' AND e.not_before > wanted.at)))
        ORDER BY o.id LIMIT wanted."limit") o)
    SELECT first.id::float8 AS id, first.chat_id AS chat, chat.wire_id AS "wireId", chat.kind AS kind, first.ticket, first.kind AS name,
      first.urgent, first.attempts, first.parts_done AS "partsDone", first.created_at AS "createdAt", first.sending_at AS "triedAt", first.body,
      -- A message that came without files has none later either.
      jsonb_array_length(coalesce(first.body->'attachments', '[]')) > 0 OR jsonb_array_length(coalesce(first.body->'files', '[]')) > 0
        OR EXISTS (SELECT FROM jsonb_array_elements_text(first.body->'mediaOf') AS m JOIN attachment a ON a.inbox_id = m::bigint) AS files,
      CASE WHEN quoted.message_id IS NOT NULL THEN jsonb_build_object('messageId', quoted.message_id, 'text', left(quoted.text, 100)) END AS quote
    FROM first JOIN chat ON chat.id = first.chat_id
    LEFT JOIN inbox quoted ON quoted.id = (first.body->>'quoteOf')::bigint AND quoted.chat_id = first.chat_id
    ORDER BY first.id`;
  const read = rows.map((row) => WaitingRow.safeParse(row));
  const unreadable = rows.filter((_, at) => read[at]?.success !== true).map((row) => z.object({ id: OutboxId }).parse(row).id);
  if (unreadable.length > 0) {
    // It will be no more readable the next time, and its chat waits behind it: it ends as refused, and the desk is shown it.
    const where = { id: { in: big(unreadable) }, status: 'pending' };
    await db.outbox.updateMany({ where, data: { status: 'refused', error: 'a stored form nobody reads' } });
    return peekAll(db, asks);
  }
  const found = read.flatMap(({ data }) => data ?? []);
  return asks.map(({ chat }) => found.filter((row) => row.chat === chat));
}

interface Mark {
  readonly ids: readonly OutboxId[];
  readonly sender: string;
  readonly at: Date;
}

/**
 * Of each group all rows or none. An earlier row of its chat still pending or in flight (as of this statement's beginning) stands in the
 * way; that one of these was taken since is seen when its row is locked.
 * @returns how many rows of each group were marked
 */
async function markAll(db: Pick<Db, '$queryRaw'>, groups: readonly Mark[]): Promise<readonly number[]> {
  const input = JSON.stringify(groups.map((group, n) => ({ ...group, n })));
  const rows = await db.$queryRaw<unknown[]>`
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
    SELECT n, count(*)::int AS count FROM marked GROUP BY n`;
  const counts = new Map(
    z
      .array(z.object({ n: z.int(), count: z.int() }))
      .parse(rows)
      .map(({ n, count }) => [n, count]),
  );
  return groups.map((_, n) => counts.get(n) ?? 0);
}

function whole(ids: readonly OutboxId[], count: number): boolean {
  if (count !== 0 && count !== ids.length) throw new Error(`${count} of ${ids.length} messages were taken`);
  return count > 0;
}

interface Arrived {
  readonly ids: readonly OutboxId[];
  readonly messageId: string | null;
  readonly at: Date;
}

async function arrivedAll(db: Db, groups: readonly Arrived[]): Promise<readonly void[]> {
  await db.$executeRaw`
    UPDATE outbox o SET status = 'sent', sent_at = g.at, message_id = g."messageId", error = NULL
    FROM jsonb_to_recordset(${JSON.stringify(groups)}::jsonb) AS g(ids bigint[], "messageId" text, at timestamptz) CROSS JOIN LATERAL unnest(g.ids) AS one(id)
    WHERE o.id = one.id`;
  return groups.map(() => undefined);
}

const UnshownRow = z.object({
  id: OutboxId,
  ticket: TicketNumber.nullable(),
  chat: ChatId,
  status: z.enum(['unknown', 'refused']),
});

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

function big(ids: readonly number[]): bigint[] {
  return ids.map((id) => BigInt(id));
}
