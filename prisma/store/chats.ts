import type { ChatRef } from '../../core/channel.ts';
import { type ChannelName, ChatId } from '../../core/ids.ts';
import type { Db } from './client.ts';
import { migrateChat } from './migrate-chat.ts';
import type { Recognise } from './recognise.ts';

export interface ChatBook {
  idOf(channel: ChannelName, ref: ChatRef): Promise<ChatId>;
  /** The chat goes on under another wire id. Told again, it changes nothing. */
  migrate(channel: ChannelName, from: ChatRef, toWireId: string): Promise<void>;
}

export function chatBook(db: Db, recognise: Recognise): ChatBook {
  /** One entry a chat, with its latest title: a room that is named back is looked at again. */
  const known = new Map<string, { readonly id: ChatId; readonly title: string | null }>();
  const keyOf = (channel: ChannelName, wireId: string) => `${channel} ${wireId}`;

  return {
    async idOf(channel, ref) {
      const key = keyOf(channel, ref.wireId);
      const cached = known.get(key);
      if (cached && (ref.title === null || ref.title === cached.title)) return cached.id;
      const id = await ensureChat(db, channel, ref, recognise);
      known.set(key, { id, title: ref.title });
      return id;
    },
    async migrate(channel, from, toWireId) {
      await migrateChat(db, channel, from, toWireId, recognise);
      for (const wireId of [from.wireId, toWireId]) known.delete(keyOf(channel, wireId));
    },
  };
}

/**
 * The title is refreshed, and with it the role, unless a person bound the chat by command, or it came from a wire id that the
 * configuration knows to one that it does not.
 */
async function ensureChat(db: Db, channel: ChannelName, ref: ChatRef, recognise: Recognise): Promise<ChatId> {
  const { role, department } = recognise(channel, ref);
  const rows = await db.$queryRaw<{ id: number }[]>`
    WITH found AS (
      SELECT id FROM chat WHERE channel = ${channel} AND wire_id = ${ref.wireId} AND (${ref.title}::text IS NULL OR title IS NOT DISTINCT FROM ${ref.title})),
    written AS (
      INSERT INTO chat (channel, wire_id, kind, role, department, title)
      SELECT ${channel}, ${ref.wireId}, ${ref.kind}, ${role}, ${department}, ${ref.title} WHERE NOT EXISTS (SELECT 1 FROM found)
      ON CONFLICT (channel, wire_id) DO UPDATE SET title = EXCLUDED.title,
        role = CASE WHEN chat.edited_by IS NULL
          AND NOT (EXCLUDED.role = 'unknown' AND EXISTS (SELECT 1 FROM inbox WHERE chat_id = chat.id AND kind = 'migrated'))
          THEN EXCLUDED.role ELSE chat.role END,
        department = CASE WHEN chat.edited_by IS NULL
          AND NOT (EXCLUDED.role = 'unknown' AND EXISTS (SELECT 1 FROM inbox WHERE chat_id = chat.id AND kind = 'migrated'))
          THEN EXCLUDED.department ELSE chat.department END
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
