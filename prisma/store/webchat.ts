import { z } from 'zod';
import { Button, MediaKind, PersonRef } from '../../core/channel.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { webchatDesk } from './webchat-desk.ts';

export const WebchatFileRef = z.object({ token: z.string(), kind: MediaKind, name: z.string(), mime: z.string(), size: z.int() });
export type WebchatFileRef = z.infer<typeof WebchatFileRef>;

export const WebchatBody = z.object({
  quote: z.object({ messageId: z.string(), text: z.string(), author: z.string() }).nullable(),
  mentions: z.array(PersonRef),
  mentionsBot: z.boolean(),
  buttons: z.array(z.array(Button)),
  files: z.array(WebchatFileRef),
});
export type WebchatBody = z.infer<typeof WebchatBody>;

const Row = z.object({
  id: z.coerce.number(),
  chat: z.string(),
  author: z.string(),
  authorName: z.string(),
  text: z.string(),
  body: WebchatBody,
  clientId: z.string().nullable(),
  at: z.date(),
  editedAt: z.date().nullable(),
  recalledAt: z.date().nullable(),
  change: z.coerce.number(),
  /** The change our inbox has taken; 0: nothing of it yet. */
  heard: z.coerce.number(),
});
/** A message as the web chat's server holds it. */
export type WebchatMessage = z.infer<typeof Row>;

export interface NewWebchatMessage {
  readonly chat: string;
  readonly author: string;
  readonly authorName: string;
  readonly text: string;
  readonly body: WebchatBody;
  readonly at: Date;
}

/** `after` wins; both null: the newest. */
export interface PageOf {
  readonly before: number | null;
  readonly after: number | null;
  readonly limit: number;
}

export type WebchatStore = ReturnType<typeof webchatStore>;

/** Everything the web chat keeps. `change` moves with every insert, edit and recall. */
export function webchatStore(db: Db) {
  const rows = async (sql: Prisma.Sql): Promise<WebchatMessage[]> => z.array(Row).parse(await db.$queryRaw(sql));
  const first = async (sql: Prisma.Sql): Promise<WebchatMessage | null> => (await rows(sql))[0] ?? null;

  const posted = (author: string, clientId: string): Promise<WebchatMessage | null> =>
    first(Prisma.sql`SELECT ${columns} FROM webchat_message WHERE author = ${author} AND client_id = ${clientId}`);

  return {
    ...webchatDesk(db),
    posted,

    /** One message per (author, clientId), however often it is posted. */
    async post(message: NewWebchatMessage, clientId: string): Promise<WebchatMessage> {
      const tokens = message.body.files.map((file) => file.token);
      const created = await first(Prisma.sql`
        WITH made AS (
          INSERT INTO webchat_message (chat_wire_id, author, author_name, text, body, created_at, client_id)
          VALUES (${message.chat}, ${message.author}, ${message.authorName}, ${message.text}, ${JSON.stringify(message.body)}::jsonb,
                  ${message.at}, ${clientId})
          ON CONFLICT (author, client_id) DO NOTHING RETURNING *
        ), attached AS (
          UPDATE webchat_file SET message_id = made.id FROM made
          WHERE token = ANY(${tokens}) AND uploader = ${message.author} AND webchat_file.message_id IS NULL
        )
        SELECT ${columns} FROM made`);
      if (created) return created;
      const there = await posted(message.author, clientId);
      if (there) return there;
      throw new Error('a message that was in the way is gone');
    },

    /** What the bot says: one message per part of an outbox row. The files come along in the same statement. */
    async say(
      message: NewWebchatMessage,
      said: { readonly outboxId: number; readonly part: number },
      contents: readonly Uint8Array[],
    ): Promise<WebchatMessage> {
      const files = message.body.files;
      const created = await first(Prisma.sql`
        WITH made AS (
          INSERT INTO webchat_message (chat_wire_id, author, author_name, text, body, created_at, outbox_id, outbox_part)
          VALUES (${message.chat}, ${message.author}, ${message.authorName}, ${message.text}, ${JSON.stringify(message.body)}::jsonb,
                  ${message.at}, ${said.outboxId}, ${said.part})
          ON CONFLICT (outbox_id, outbox_part) DO NOTHING RETURNING *
        ), attached AS (
          INSERT INTO webchat_file (token, message_id, uploader, kind, name, mime, size, content, created_at)
          SELECT f.token, made.id, ${message.author}, f.kind, f.name, f.mime, f.size, f.content, ${message.at}
          FROM made, unnest(${files.map((f) => f.token)}::text[], ${files.map((f) => f.kind)}::text[], ${files.map((f) => f.name)}::text[],
                            ${files.map((f) => f.mime)}::text[], ${files.map((f) => f.size)}::int[],
                            ${contents.map((content) => Buffer.from(content))}::bytea[]) AS f(token, kind, name, mime, size, content)
        )
        SELECT ${columns} FROM made`);
      if (created) return created;
      const there = await first(Prisma.sql`
        SELECT ${columns} FROM webchat_message WHERE outbox_id = ${said.outboxId} AND outbox_part = ${said.part}`);
      if (there) return there;
      throw new Error('a message that was in the way is gone');
    },

    edit: (id: number, text: string, at: Date) =>
      first(Prisma.sql`UPDATE webchat_message SET text = ${text}, edited_at = ${at}, change = ${nextChange}
        WHERE id = ${id} AND recalled_at IS NULL RETURNING ${columns}`),

    recall: (id: number, at: Date) =>
      first(Prisma.sql`UPDATE webchat_message SET recalled_at = ${at}, change = ${nextChange}
        WHERE id = ${id} AND recalled_at IS NULL RETURNING ${columns}`),

    find: (chat: string, id: number) =>
      first(Prisma.sql`SELECT ${columns} FROM webchat_message WHERE id = ${id} AND chat_wire_id = ${chat}`),

    /** Oldest first. Without `before` and `after`: the newest. */
    async page(chat: string, { before, after, limit }: PageOf): Promise<WebchatMessage[]> {
      if (after !== null) {
        return rows(
          Prisma.sql`SELECT ${columns} FROM webchat_message WHERE ${ofChat(chat)} AND id > ${after} ORDER BY chat_wire_id, id LIMIT ${limit}`,
        );
      }
      const upTo = before === null ? Prisma.empty : Prisma.sql`AND id < ${before}`;
      const newest = await rows(Prisma.sql`
        SELECT ${columns} FROM webchat_message WHERE ${ofChat(chat)} ${upTo} ORDER BY chat_wire_id DESC, id DESC LIMIT ${limit}`);
      return newest.toReversed();
    },

    /** Everything that changed in these chats after `change`, in the order of the changes. */
    changes: (chats: readonly string[], change: number, limit: number) =>
      rows(Prisma.sql`SELECT ${columns} FROM webchat_message WHERE change > ${change} AND chat_wire_id = ANY(${[...chats]})
        ORDER BY change LIMIT ${limit}`),

    async lastChange(): Promise<number> {
      // Not the client's own max(): that reads every row there is.
      const [latest] = await db.$queryRaw<{ change: bigint }[]>`SELECT change FROM webchat_message ORDER BY change DESC LIMIT 1`;
      return Number(latest?.change ?? 0);
    },

    async lastMessages(chats: readonly string[]): Promise<WebchatMessage[]> {
      return rows(Prisma.sql`SELECT ${columns} FROM unnest(${[...chats]}::text[]) AS wanted(name)
        CROSS JOIN LATERAL (
          SELECT * FROM webchat_message WHERE ${ofChat(Prisma.sql`wanted.name`)} ORDER BY chat_wire_id DESC, id DESC LIMIT 1) AS newest`);
    },

    /** What people wrote and our inbox has not taken, in the order it happened. */
    unheard: (chat: string) =>
      rows(Prisma.sql`SELECT ${columns} FROM webchat_message
        WHERE heard < change AND outbox_id IS NULL AND ${ofChat(chat)} ORDER BY chat_wire_id, change LIMIT 100`),

    async chatsWithUnheard(): Promise<string[]> {
      const found =
        await db.$queryRaw`SELECT DISTINCT chat_wire_id AS chat FROM webchat_message WHERE heard < change AND outbox_id IS NULL`;
      return z
        .array(z.object({ chat: z.string() }))
        .parse(found)
        .map((row) => row.chat);
    },

    /** A change that came while this one was being taken stays unheard. */
    async heardOf(id: number, change: number): Promise<void> {
      await db.$executeRaw`UPDATE webchat_message SET heard = ${change} WHERE id = ${id} AND heard < ${change}`;
    },
  };
}

const columns = Prisma.sql`id, chat_wire_id AS chat, author, author_name AS "authorName", text, body, client_id AS "clientId",
  created_at AS at, edited_at AS "editedAt", recalled_at AS "recalledAt", change, heard`;
/**
 * One chat's own, for statements that say `ORDER BY chat_wire_id` before what they want. Said with `=`, the chat would be no part of the order,
 * and the planner may walk another index and pass by everything the other chats ever said until it has enough.
 */
const ofChat = (chat: string | Prisma.Sql): Prisma.Sql => Prisma.sql`chat_wire_id BETWEEN ${chat} AND ${chat}`;
const nextChange = Prisma.sql`nextval('webchat_message_change_seq')`;
