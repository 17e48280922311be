import { z } from 'zod';
import type { OutboundMedia } from '../../core/channel.ts';
import { BURST } from '../../core/delivery/pace.ts';
import { type ChannelName, ChatId, OutboxId, TicketNumber } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import { type Db, runnerOf, within } from './client.ts';
import { filesOf } from './files.ts';
import { gathered } from './gather.ts';
import { type Arrived, AT_ONCE, arrivedAll, big, type Mark, markAll, type Outgoing, type Peek, peekAll, whole } from './outbox-batches.ts';
import { aloneOfSilent, READ_BY_THE_PUBLIC } from './public.ts';

/** One row that did not certainly arrive. */
export type Unshown = Pick<Outgoing, 'id' | 'ticket' | 'chat'> & { readonly status: 'unknown' | 'refused' };

/** Under this key it is shown, once. */
export const doubtKey = (id: OutboxId): string => `doubt.${id}`;

/**
 * One taking of rows, as `take` wrote it down. What became of it is written only where it still stands: a statement that a stalled connection
 * carries out late must not turn a row that somebody, or he himself, has taken again since.
 */
export interface Taken {
  readonly sender: string;
  readonly at: Date;
}

/** A chat whose first waiting message is due. */
export interface DueChat {
  readonly chat: ChatId;
  readonly kind: 'group' | 'private';
  /** How many wait (counted no further than a burst, which `BURST` are), since when the first, and whether one of them is urgent. */
  readonly count: number;
  readonly since: Date;
  readonly urgent: boolean;
}

export interface OutboxStore {
  /**
   * Held notices that are due wait no longer, and with them those of the same chat that would be due by `upTo`: what a chat
   * has to hear within the window is let out in one breath, so that it can go as one message.
   */
  release(channel: ChannelName, at: Date, upTo: Date): Promise<void>;
  /** When the next held notice of the channel is due; null: none is held. */
  nextRelease(channel: ChannelName): Promise<Date | null>;
  /** Chats of the channel whose first waiting message is due. Urgent ones first, then the longest waiting. */
  dueChats(channel: ChannelName, at: Date, limit: number): Promise<readonly DueChat[]>;
  /** The chat's next messages, in order, at most `limit`. None while an earlier one of the chat is in flight. */
  peek(chat: ChatId, at: Date, limit: number): Promise<readonly Outgoing[]>;
  /**
   * Writes down that exactly these are being sent, before they are: after a crash, what was in flight is known by name.
   * Answers with their files; null, and nothing is changed, where another process was quicker or an earlier one of the chat waits.
   */
  take(messages: readonly Outgoing[], sender: string, at: Date): Promise<readonly OutboundMedia[] | null>;
  /** Taken so and certainly never handed to the wire. */
  putBack(ids: readonly OutboxId[], taken: Taken): Promise<void>;
  sent(ids: readonly OutboxId[], messageId: string | null, at: Date): Promise<void>;
  /** Certain that the wire did not take it (of a text in parts: anything after the first `partsDone`): it waits until then. */
  again(ids: readonly OutboxId[], taken: Taken, later: { notBefore: Date; reason: string; partsDone: number }): Promise<void>;
  /** Uncertain, or refused for good: on record, shown to the duty desk, never sent again blindly. `taken` null: it could not even be taken. */
  ended(ids: readonly OutboxId[], taken: Taken | null, status: 'unknown' | 'refused', reason: string): Promise<void>;
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
  const run = runnerOf(db);
  // Every chat has its own delivery; what they ask at once is one statement.
  const peeked = gathered((asks: readonly Peek[]) => peekAll({ db, run }, asks), { most: AT_ONCE });
  const marked = gathered((asks: readonly Mark[]) => markAll(run, asks), { most: AT_ONCE });
  const arrived = gathered((asks: readonly Arrived[]) => arrivedAll(run, asks), { most: AT_ONCE });
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
      const waiting = Prisma.sql`channel = ${channel} AND status IN ('pending', 'sending')`;
      // From chat to chat along the index: a wire that is slow, or was away, may have a hundred thousand rows waiting, and this is asked again at every send.
      const rows = await run(Prisma.sql`
        WITH RECURSIVE chats AS (
          SELECT (SELECT min(chat_id) FROM outbox WHERE ${waiting}) AS id
          UNION ALL SELECT (SELECT min(chat_id) FROM outbox WHERE ${waiting} AND chat_id > chats.id) FROM chats WHERE id IS NOT NULL)
        SELECT chat.id AS chat, chat.kind AS kind, few.count, first.created_at AS since, hurry.urgent
        FROM chats JOIN chat ON chat.id = chats.id
        CROSS JOIN LATERAL (SELECT id, status, not_before, created_at FROM outbox WHERE ${waiting} AND chat_id = chats.id ORDER BY id LIMIT 1) first
        CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM (SELECT FROM outbox WHERE ${waiting} AND chat_id = chats.id LIMIT ${BURST}) AS w) few
        CROSS JOIN LATERAL (SELECT EXISTS (SELECT FROM outbox WHERE ${waiting} AND chat_id = chats.id AND outbox.urgent) AS urgent) hurry
        WHERE first.status = 'pending' AND first.not_before <= ${at}
          AND NOT (chat.shadow_since IS NOT NULL OR (${silent} AND ${READ_BY_THE_PUBLIC}))
        ORDER BY urgent DESC, first.id LIMIT ${limit}`);
      return z.array(DueRow).parse(rows);
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
        const [count = 0] = await markAll(within(tx), [{ ids, sender, at }]);
        return whole(ids, count) ? filesOf(tx, wanted) : null;
      });
    },

    async putBack(ids, taken) {
      await db.outbox.updateMany({ where: held(ids, taken), data: { status: 'pending' } });
    },

    // Whoever has it by now: it has arrived.
    sent: (ids, messageId, at) => arrived({ ids, messageId, at }),

    async again(ids, taken, { notBefore, reason, partsDone }) {
      const data = { status: 'pending', notBefore, partsDone, error: reason.slice(0, 500) };
      await db.outbox.updateMany({ where: held(ids, taken), data });
    },

    async ended(ids, taken, status, reason) {
      const where = taken === null ? { id: { in: big(ids) }, status: 'pending' } : held(ids, taken);
      await db.outbox.updateMany({ where, data: { status, error: reason.slice(0, 500) } });
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

function held(ids: readonly OutboxId[], { sender, at }: Taken) {
  return { id: { in: big(ids) }, status: 'sending', sender, sendingAt: at };
}

const DueRow = z.object({ chat: ChatId, kind: z.enum(['group', 'private']), count: z.int(), since: z.date(), urgent: z.boolean() });

const UnshownRow = z.object({
  id: OutboxId,
  ticket: TicketNumber.nullable(),
  chat: ChatId,
  status: z.enum(['unknown', 'refused']),
});
