import { z } from 'zod';
import { Button, MediaKind, type OutboundMedia, PersonRef } from '../../core/channel.ts';
import { type ChannelName, ChatId, InboxId, OutboxId, TicketNumber } from '../../core/ids.ts';
import type { Db } from './client.ts';

const Body = z.object({
  text: z.string(),
  mentions: z.array(PersonRef),
  quoteOf: InboxId.nullable(),
  buttons: z.array(z.array(Button)),
  mediaOf: z.array(InboxId),
});

/** One row taken for sending. */
export interface Outgoing {
  readonly id: OutboxId;
  readonly chat: ChatId;
  readonly wireId: string;
  readonly kind: 'group' | 'private';
  readonly ticket: TicketNumber | null;
  readonly name: string;
  readonly urgent: boolean;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly body: z.infer<typeof Body>;
  /** The quoted message by its wire id, where it is one of this chat. */
  readonly quote: { readonly messageId: string; readonly text: string } | null;
}

/** One row that did not certainly arrive. */
export type Unshown = Pick<Outgoing, 'id' | 'ticket' | 'chat'> & { readonly status: 'unknown' | 'refused' };

/** Under this key it is shown, once. */
export const doubtKey = (id: OutboxId): string => `doubt.${id}`;

export interface OutboxStore {
  /** Chats of the channel whose first waiting message is due. Urgent ones first, then the longest waiting. */
  dueChats(channel: ChannelName, at: Date, limit: number): Promise<readonly ChatId[]>;
  /**
   * Takes the chat's next messages (in order, at most `limit`) and writes down that they are being sent, before they are:
   * after a crash, what was in flight is known by name. Nothing is taken while an earlier one of the chat is in flight.
   */
  take(chat: ChatId, sender: string, at: Date, limit: number): Promise<readonly Outgoing[]>;
  media(inboxes: readonly InboxId[]): Promise<readonly OutboundMedia[]>;
  sent(ids: readonly OutboxId[], messageId: string | null, at: Date): Promise<void>;
  /** Certain that the wire did not take it: it waits until then. */
  again(ids: readonly OutboxId[], notBefore: Date, reason: string): Promise<void>;
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
  /** What ended in doubt or refused and was never shown at this desk: the process may end between the one and the other. */
  unshown(channel: ChannelName, desk: ChatId): Promise<readonly Unshown[]>;
  /** The house's own word to a chat, outside any ticket's transaction (a doubtful send, a gap). Once per key. */
  tell(message: { dedupeKey: string; chat: ChatId; kind: string; text: string }, at: Date): Promise<void>;
}

export function outboxStore(db: Db): OutboxStore {
  return {
    async dueChats(channel, at, limit) {
      const rows = await db.$queryRaw<{ chat_id: number }[]>`
        SELECT chat_id FROM (
          SELECT DISTINCT ON (chat_id) chat_id, id, status, not_before,
            bool_or(urgent) OVER (PARTITION BY chat_id) AS urgent
          FROM outbox WHERE channel = ${channel} AND status IN ('pending', 'sending') ORDER BY chat_id, id) first
        WHERE status = 'pending' AND not_before <= ${at} ORDER BY urgent DESC, id LIMIT ${limit}`;
      return rows.map((row) => ChatId.parse(row.chat_id));
    },

    async take(chat, sender, at, limit) {
      const rows = await db.$queryRaw<unknown[]>`
        WITH gate AS (SELECT id FROM chat WHERE id = ${chat} FOR UPDATE),
        first AS (
          SELECT o.id FROM outbox o, gate WHERE o.chat_id = gate.id AND o.status = 'pending' AND o.not_before <= ${at}
            AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.chat_id = o.chat_id AND e.id < o.id
              AND (e.status = 'sending' OR (e.status = 'pending' AND e.not_before > ${at})))
          ORDER BY o.id LIMIT ${limit}),
        taken AS (
          UPDATE outbox o SET status = 'sending', sending_at = ${at}, sender = ${sender}, attempts = attempts + 1
          FROM first WHERE o.id = first.id AND o.status = 'pending' RETURNING o.*)
        SELECT taken.id::float8 AS id, taken.chat_id AS chat, chat.wire_id AS "wireId", chat.kind AS kind, taken.ticket, taken.kind AS name,
          taken.urgent, taken.attempts, taken.created_at AS "createdAt", taken.body,
          CASE WHEN quoted.message_id IS NOT NULL THEN jsonb_build_object('messageId', quoted.message_id, 'text', left(quoted.text, 100)) END AS quote
        FROM taken JOIN chat ON chat.id = taken.chat_id
        LEFT JOIN inbox quoted ON quoted.id = (taken.body->>'quoteOf')::bigint AND quoted.chat_id = taken.chat_id
        ORDER BY taken.id`;
      return z.array(TakenRow).parse(rows);
    },

    async media(inboxes) {
      if (inboxes.length === 0) return [];
      const rows = await db.attachment.findMany({
        where: { inboxId: { in: inboxes.map((id) => BigInt(id)) } },
        orderBy: [{ inboxId: 'asc' }, { position: 'asc' }],
      });
      return rows.flatMap((row) =>
        row.content ? [{ kind: MediaKind.parse(row.kind), name: row.name, mime: row.mime, content: row.content }] : [],
      );
    },

    async sent(ids, messageId, at) {
      await db.outbox.updateMany({ where: { id: { in: big(ids) } }, data: { status: 'sent', sentAt: at, messageId, error: null } });
    },

    async again(ids, notBefore, reason) {
      const where = { id: { in: big(ids) }, status: 'sending' };
      await db.outbox.updateMany({ where, data: { status: 'pending', notBefore, error: reason.slice(0, 500) } });
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

    async unshown(channel, desk) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT o.id::float8 AS id, o.ticket, o.chat_id AS chat, o.status FROM outbox o
        WHERE o.status IN ('unknown', 'refused') AND o.channel = ${channel} AND o.chat_id <> ${desk}
          AND NOT EXISTS (SELECT 1 FROM outbox shown WHERE shown.dedupe_key = 'doubt.' || o.id) ORDER BY o.id`;
      return z.array(UnshownRow).parse(rows);
    },

    async tell({ dedupeKey, chat, kind, text }, at) {
      const { channel } = await db.chat.findUniqueOrThrow({ where: { id: chat } });
      const body = { text, mentions: [], quoteOf: null, buttons: [], mediaOf: [] };
      await db.outbox.createMany({
        data: [{ dedupeKey, chatId: chat, channel, kind, body, createdAt: at, notBefore: at }],
        skipDuplicates: true,
      });
    },
  };
}

const UnshownRow = z.object({
  id: OutboxId,
  ticket: TicketNumber.nullable(),
  chat: ChatId,
  status: z.enum(['unknown', 'refused']),
});

const TakenRow = z.object({
  id: OutboxId,
  chat: ChatId,
  wireId: z.string(),
  kind: z.enum(['group', 'private']),
  ticket: TicketNumber.nullable(),
  name: z.string(),
  urgent: z.boolean(),
  attempts: z.int(),
  createdAt: z.date(),
  body: Body,
  quote: z.object({ messageId: z.string(), text: z.string() }).nullable(),
});

function big(ids: readonly OutboxId[]): bigint[] {
  return ids.map((id) => BigInt(id));
}
