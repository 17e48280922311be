import { z } from 'zod';
import { MediaKind } from '../../core/channel.ts';
import type { Db } from './client.ts';

const Unread = z.object({ chat: z.string(), lastReadId: z.coerce.number(), unread: z.coerce.number() });
export type WebchatUnread = z.infer<typeof Unread>;

export interface NewWebchatFile {
  readonly token: string;
  readonly uploader: string;
  readonly kind: MediaKind;
  readonly name: string;
  readonly mime: string;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly at: Date;
}

const FileRow = z.object({
  token: z.string(),
  uploader: z.string(),
  kind: MediaKind,
  name: z.string(),
  mime: z.string(),
  size: z.int(),
  messageId: z.bigint().nullable(),
});
/** A file without its bytes; `messageId` null: uploaded, not posted yet. */
export type WebchatFile = z.infer<typeof FileRow>;

/** What the web chat keeps beside messages: files, read marks, sessions. */
export function webchatDesk(db: Db) {
  return {
    async addFile(file: NewWebchatFile): Promise<void> {
      const { at, ...rest } = file;
      await db.webchatFile.create({ data: { ...rest, size: file.content.byteLength, createdAt: at } });
    },

    /** What this person has uploaded and not posted. */
    async looseBytes(uploader: string): Promise<number> {
      const found = await db.webchatFile.aggregate({ where: { uploader, messageId: null }, _sum: { size: true } });
      return found._sum.size ?? 0;
    },

    /** Without bytes, so that a question of rights does not read megabytes. In the order asked. */
    async files(tokens: readonly string[]): Promise<WebchatFile[]> {
      if (tokens.length === 0) return [];
      const found = await db.webchatFile.findMany({ where: { token: { in: [...tokens] } }, omit: { content: true } });
      const byToken = new Map(
        z
          .array(FileRow)
          .parse(found)
          .map((file) => [file.token, file]),
      );
      return tokens.flatMap((token) => byToken.get(token) ?? []);
    },

    async fileContent(token: string): Promise<Uint8Array<ArrayBuffer> | null> {
      const found = await db.webchatFile.findUnique({ where: { token }, select: { content: true } });
      return found?.content ?? null;
    },

    /** The chat a posted file can be seen in, and whether it was recalled. */
    async fileHome(messageId: bigint): Promise<{ chat: string; recalled: boolean } | null> {
      const found = await db.webchatMessage.findUnique({ where: { id: messageId }, select: { chatWireId: true, recalledAt: true } });
      return found && { chat: found.chatWireId, recalled: found.recalledAt !== null };
    },

    /** Counts stop at 100: nobody reads more than 99+. */
    async unread(reader: string, chats: readonly string[]): Promise<WebchatUnread[]> {
      const found = await db.$queryRaw`
        SELECT wanted.name AS chat, coalesce(seen.last_read_id, 0) AS "lastReadId", waiting.count AS unread
        FROM unnest(${[...chats]}::text[]) AS wanted(name)
        LEFT JOIN webchat_read AS seen ON seen.reader = ${reader} AND seen.chat_wire_id = wanted.name
        CROSS JOIN LATERAL (
          SELECT count(*) FROM (
            SELECT 1 FROM webchat_message AS m
            -- A range, and in its index's order: nothing but the chat's own messages is looked at.
            WHERE m.chat_wire_id BETWEEN wanted.name AND wanted.name AND m.id > coalesce(seen.last_read_id, 0)
              AND m.author <> ${reader} AND m.recalled_at IS NULL
            ORDER BY m.chat_wire_id, m.id LIMIT 100
          ) AS capped
        ) AS waiting`;
      return z.array(Unread).parse(found);
    },

    /** Never moves back: tabs of one person report in any order. */
    async markRead(reader: string, chat: string, lastReadId: number): Promise<void> {
      await db.$executeRaw`
        INSERT INTO webchat_read (reader, chat_wire_id, last_read_id) VALUES (${reader}, ${chat}, ${lastReadId})
        ON CONFLICT (reader, chat_wire_id) DO UPDATE SET last_read_id = greatest(webchat_read.last_read_id, excluded.last_read_id)`;
    },

    async openSession(tokenHash: string, memberKey: string, at: Date, expiresAt: Date): Promise<void> {
      await db.webchatSession.create({ data: { tokenHash, memberKey, createdAt: at, expiresAt } });
    },

    async sessionMember(tokenHash: string, now: Date): Promise<string | null> {
      const found = await db.webchatSession.findUnique({ where: { tokenHash } });
      return found && found.expiresAt > now ? found.memberKey : null;
    },

    async closeSession(tokenHash: string): Promise<void> {
      await db.webchatSession.deleteMany({ where: { tokenHash } });
    },

    /** Sessions that ran out, and files that were uploaded and never posted. */
    async sweep(now: Date, looseBefore: Date): Promise<void> {
      await db.webchatSession.deleteMany({ where: { expiresAt: { lte: now } } });
      await db.webchatFile.deleteMany({ where: { messageId: null, createdAt: { lt: looseBefore } } });
    },
  };
}
