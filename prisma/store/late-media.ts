import { z } from 'zod';
import type { ChannelName } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { aloneOfSilent, READ_BY_THE_PUBLIC } from './public.ts';

export interface WantedMedia {
  readonly id: number;
  readonly ref: string;
}

export interface LateMediaStore {
  /** Files of the channel whose bytes did not come with their message, those with a higher id than `after`. */
  wanted(channel: ChannelName, after: number, limit: number): Promise<readonly WantedMedia[]>;
  /** The bytes are here: kept, and this file is sent after those notices that went out without them. Once, by the notice's unique key. */
  arrived(id: number, content: Uint8Array, at: Date): Promise<void>;
  /** The wire does not have it any more: not asked again. */
  gone(id: number): Promise<void>;
}

/** @param silent SHADOW=1: nobody of the public is sent anything */
export function lateMediaStore(db: Db, silent: boolean): LateMediaStore {
  return {
    async wanted(channel, after, limit) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT a.id, a.ref FROM attachment a JOIN inbox i ON i.id = a.inbox_id JOIN chat c ON c.id = i.chat_id
        WHERE a.content IS NULL AND a.ref IS NOT NULL AND c.channel = ${channel} AND a.id > ${after} ORDER BY a.id LIMIT ${limit}`;
      return z.array(z.object({ id: z.int(), ref: z.string() })).parse(rows);
    },
    async arrived(id, content, at) {
      await db.$transaction(async (tx) => {
        // Rows first, then the file, as the taker does it: a notice is either not yet taken, and goes out with these bytes, or seen as taken.
        await tx.$executeRaw`
          SELECT FROM attachment a JOIN ticket_message m ON m.inbox_id = a.inbox_id JOIN outbox o ON o.ticket = m.ticket
          WHERE a.id = ${id} AND o.body->'mediaOf' @> to_jsonb(a.inbox_id) ORDER BY o.id FOR UPDATE OF o`;
        await tx.attachment.update({ where: { id }, data: { content: Uint8Array.from(content), size: content.length, ref: null } });
        await tx.$executeRaw`
          INSERT INTO outbox (dedupe_key, chat_id, channel, ticket, kind, body, created_at, not_before)
          SELECT 'late.' || a.id || '.' || o.chat_id, o.chat_id, o.channel, o.ticket, 'late-media',
            jsonb_build_object('text', '#' || o.ticket || ' 的附件刚刚收到：', 'mentions', '[]'::jsonb, 'quoteOf', null, 'buttons', '[]'::jsonb,
              'mediaOf', '[]'::jsonb, 'attachments', jsonb_build_array(a.id)), ${at}, ${at}
          FROM attachment a JOIN ticket_message m ON m.inbox_id = a.inbox_id JOIN outbox o ON o.ticket = m.ticket
            JOIN chat ON chat.id = o.chat_id AND chat.shadow_since IS NULL
          WHERE a.id = ${id} AND o.body->'mediaOf' @> to_jsonb(a.inbox_id) AND o.status NOT IN ('pending', 'held', 'withdrawn')
            AND NOT ${aloneOfSilent(Prisma.sql`o.ticket`)} AND NOT (${silent} AND ${READ_BY_THE_PUBLIC})
          ON CONFLICT (dedupe_key) DO NOTHING`;
      });
    },
    async gone(id) {
      await db.attachment.update({ where: { id }, data: { ref: null } });
    },
  };
}
