import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type ChatRef, InboundBody, type InboundEnvelope } from '../../core/channel.ts';
import type { Heard } from '../../core/conversation/heard.ts';
import type { ChatRole, Directory } from '../../core/directory.ts';
import { type ChannelName, ChatId, type DepartmentCode, InboxId } from '../../core/ids.ts';
import type { Db } from './client.ts';

/** What the configuration knows a chat to be, at first sight of it. */
export type Recognise = (channel: ChannelName, chat: ChatRef) => { role: ChatRole; department: DepartmentCode | null };

export interface InboxStore {
  /** One insert for the whole batch; repeated envelopes change nothing. @returns chats that have something to understand */
  receive(batch: readonly InboundEnvelope[], at: Date): Promise<readonly ChatId[]>;
  /** The chat's next messages in order of arrival. */
  next(chat: ChatId, directory: Directory, limit: number): Promise<readonly Heard[]>;
  /** Chats with something new, for a start-up and for hints that were lost. */
  chatsWaiting(): Promise<readonly ChatId[]>;
  /** Counts a failed attempt; at the last one the message is parked and shown, and its chat goes on. @returns parked */
  failed(id: InboxId, error: string, maxAttempts: number, at: Date): Promise<boolean>;
}

const [message, edit, recall, button, joined, migrated, gap] = InboundBody.options;
const StoredBody = z.discriminatedUnion('kind', [
  message.omit({ media: true }).extend({ media: z.int().nonnegative() }),
  edit,
  recall,
  button,
  joined,
  migrated,
  gap,
]);

export function inboxStore(db: Db, recognise: Recognise): InboxStore {
  const known = new Map<string, ChatId>();

  async function chatIdOf(channel: ChannelName, ref: ChatRef): Promise<ChatId> {
    const key = `${channel} ${ref.wireId} ${ref.title ?? ''}`;
    const cached = known.get(key);
    if (cached) return cached;
    const id = await ensureChat(db, channel, ref, recognise);
    known.set(key, id);
    return id;
  }

  return {
    async receive(batch, at) {
      const rows: object[] = [];
      const files: object[] = [];
      for (const envelope of batch) {
        if (envelope.body.kind === 'migrated') await migrateChat(db, envelope.channel, envelope.chat, envelope.body.toWireId, recognise);
        const ref = envelope.body.kind === 'migrated' ? { ...envelope.chat, wireId: envelope.body.toWireId } : envelope.chat;
        const chat = await chatIdOf(envelope.channel, ref);
        rows.push(rowOf(envelope, chat));
        files.push(...filesOf(envelope, chat));
      }
      const stored = await db.$queryRaw<{ chat_id: number }[]>`
        WITH input AS MATERIALIZED (SELECT ${JSON.stringify(rows)}::jsonb AS rows, ${JSON.stringify(files)}::jsonb AS files),
        heard AS (
          INSERT INTO inbox (chat_id, key, kind, message_id, sender_wire_id, sender_name, text, body, at, received_at)
          SELECT r.chat, r.key, r.kind, r.message, r.sender, r.name, r.text, r.body, r.at, ${at}
          FROM input, ROWS FROM (jsonb_to_recordset(rows) AS (chat int, key text, kind text, message text, sender text, name text, text text, body jsonb, at timestamptz))
            WITH ORDINALITY AS r(chat, key, kind, message, sender, name, text, body, at, n) ORDER BY r.n
          ON CONFLICT (chat_id, key) DO NOTHING RETURNING id, chat_id, key),
        kept AS (
          INSERT INTO attachment (token, inbox_id, position, kind, name, mime, size, content, ref)
          SELECT f.token, heard.id, f.position, f.kind, f.name, f.mime, f.size, decode(f.content, 'base64'), f.ref
          FROM input, jsonb_to_recordset(files) AS f(token text, chat int, key text, position int, kind text, name text, mime text, size int, content text, ref text)
          JOIN heard ON heard.chat_id = f.chat AND heard.key = f.key)
        SELECT DISTINCT chat_id FROM heard`;
      return stored.map((row) => ChatId.parse(row.chat_id));
    },

    async next(chat, directory, limit) {
      const rows = await db.inbox.findMany({ where: { chatId: chat, status: 'new' }, orderBy: { id: 'asc' }, take: limit });
      const info = directory.chats.find((candidate) => candidate.id === chat);
      if (!info) return [];
      return rows.map((row) => ({
        id: InboxId.parse(Number(row.id)),
        chat: info,
        sender: row.senderWireId === null ? null : { wireId: row.senderWireId, name: row.senderName ?? '' },
        body: StoredBody.parse(revived(row.body)),
        receivedAt: row.receivedAt,
      }));
    },

    async chatsWaiting() {
      const rows = await db.$queryRaw<{ chat_id: number }[]>`SELECT DISTINCT chat_id FROM inbox WHERE status = 'new'`;
      return rows.map((row) => ChatId.parse(row.chat_id));
    },

    async failed(id, error, maxAttempts, at) {
      const rows = await db.$queryRaw<{ parked: boolean }[]>`
        UPDATE inbox SET attempts = attempts + 1, error = left(${error}, 2000),
          status = CASE WHEN attempts + 1 >= ${maxAttempts} THEN 'done' ELSE status END,
          outcome = CASE WHEN attempts + 1 >= ${maxAttempts} THEN 'parked' ELSE outcome END,
          reason = CASE WHEN attempts + 1 >= ${maxAttempts} THEN 'could not be handled: ' || left(${error}, 200) ELSE reason END,
          handled_at = CASE WHEN attempts + 1 >= ${maxAttempts} THEN ${at}::timestamptz ELSE handled_at END
        WHERE id = ${id} AND status = 'new' RETURNING status = 'done' AS parked`;
      return rows[0]?.parked ?? false;
    },
  };
}

/** The title is refreshed, and with it the role, unless a person bound the chat by command. */
async function ensureChat(db: Db, channel: ChannelName, ref: ChatRef, recognise: Recognise): Promise<ChatId> {
  const { role, department } = recognise(channel, ref);
  const rows = await db.$queryRaw<{ id: number }[]>`
    WITH found AS (
      SELECT id FROM chat WHERE channel = ${channel} AND wire_id = ${ref.wireId} AND (${ref.title}::text IS NULL OR title IS NOT DISTINCT FROM ${ref.title})),
    written AS (
      INSERT INTO chat (channel, wire_id, kind, role, department, title)
      SELECT ${channel}, ${ref.wireId}, ${ref.kind}, ${role}, ${department}, ${ref.title} WHERE NOT EXISTS (SELECT 1 FROM found)
      ON CONFLICT (channel, wire_id) DO UPDATE SET title = EXCLUDED.title,
        role = CASE WHEN chat.edited_by IS NULL THEN EXCLUDED.role ELSE chat.role END,
        department = CASE WHEN chat.edited_by IS NULL THEN EXCLUDED.department ELSE chat.department END
      RETURNING id),
    moved AS (UPDATE directory_revision SET revision = revision + 1 WHERE EXISTS (SELECT 1 FROM written))
    SELECT id FROM found UNION ALL SELECT id FROM written LIMIT 1`;
  const id = ChatId.parse(rows[0]?.id);
  if (ref.kind === 'private') await rememberPrivateChat(db, channel, ref.wireId, id);
  return id;
}

/** A private chat's wire id is the person's on every wire we know; his notices can go there from now on. */
async function rememberPrivateChat(db: Db, channel: ChannelName, wireId: string, chat: ChatId): Promise<void> {
  await db.$executeRaw`
    WITH changed AS (UPDATE identity SET private_chat = ${chat} WHERE channel = ${channel} AND wire_id = ${wireId} AND private_chat IS DISTINCT FROM ${chat} RETURNING id)
    UPDATE directory_revision SET revision = revision + 1 WHERE EXISTS (SELECT 1 FROM changed)`;
}

/** The chat keeps its id and history under its new wire id. A chat already seen under the new id gives way. */
async function migrateChat(db: Db, channel: ChannelName, from: ChatRef, toWireId: string, recognise: Recognise): Promise<void> {
  await db.$transaction(async (tx) => {
    const old = await tx.chat.findUnique({ where: { channel_wireId: { channel, wireId: from.wireId } } });
    const seen = await tx.chat.findUnique({ where: { channel_wireId: { channel, wireId: toWireId } } });
    if (!old) return;
    if (seen) {
      await tx.chat.update({ where: { id: seen.id }, data: { role: old.role, department: old.department, editedBy: old.editedBy } });
      await tx.chat.update({ where: { id: old.id }, data: { role: 'unknown', department: null } });
    } else {
      const role =
        old.role === 'unknown' ? recognise(channel, { ...from, wireId: toWireId }) : { role: old.role, department: old.department };
      await tx.chat.update({ where: { id: old.id }, data: { wireId: toWireId, ...role } });
    }
    await tx.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  });
}

function rowOf(envelope: InboundEnvelope, chat: ChatId): object {
  const { body, sender, key } = envelope;
  const message = 'messageId' in body ? body.messageId : null;
  const stored = body.kind === 'message' ? { ...body, media: body.media.length } : body;
  const text = body.kind === 'message' || body.kind === 'edit' ? body.text : '';
  return {
    chat,
    key,
    kind: body.kind,
    message,
    sender: sender?.wireId ?? null,
    name: sender?.name ?? null,
    text,
    body: stored,
    at: envelope.at?.toISOString() ?? null,
  };
}

function filesOf(envelope: InboundEnvelope, chat: ChatId): object[] {
  if (envelope.body.kind !== 'message') return [];
  return envelope.body.media.map((media, position) => ({
    token: randomUUID(),
    chat,
    key: envelope.key,
    position,
    kind: media.kind,
    name: media.name,
    mime: media.mime,
    size: media.content?.length ?? 0,
    content: media.content ? Buffer.from(media.content).toString('base64') : null,
    ref: media.ref,
  }));
}

/** JSON has no dates: those of a gap come back as text. */
function revived(body: unknown): unknown {
  const dated = z.object({ kind: z.literal('gap'), from: z.coerce.date().nullable(), to: z.coerce.date() }).safeParse(body);
  return dated.success ? dated.data : body;
}
