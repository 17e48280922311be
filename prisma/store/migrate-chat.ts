import type { ChatRef } from '../../core/channel.ts';
import type { ChannelName } from '../../core/ids.ts';
import type { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import type { Recognise } from './recognise.ts';

type Tx = Prisma.TransactionClient;
type ChatRow = Prisma.ChatGetPayload<object>;

/** A chat's whole history may be marked: longer than the client's five seconds. */
const PATIENCE_MS = 60_000;

/**
 * The chat keeps its id, tickets and history under its new wire id. One that was heard under the new id already (the wire may
 * tell of the move late) gives its messages to the old one and steps aside.
 */
export async function migrateChat(db: Db, channel: ChannelName, from: ChatRef, toWireId: string, recognise: Recognise): Promise<void> {
  if (from.wireId === toWireId) return;
  await db.$transaction(
    async (tx) => {
      const old = await tx.chat.findUnique({ where: { channel_wireId: { channel, wireId: from.wireId } } });
      if (!old) return;
      const seen = await tx.chat.findUnique({ where: { channel_wireId: { channel, wireId: toWireId } } });
      if (seen && (await cameFromElsewhere(tx, seen.id))) return;
      await closeOldIds(tx, old);
      if (seen) await stepAside(tx, seen, old);
      await tx.chat.update({
        where: { id: old.id },
        data: { wireId: toWireId, ...standing(old, seen ?? { ...recognise(channel, { ...from, wireId: toWireId }), editedBy: null }) },
      });
      await tx.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
    },
    { timeout: PATIENCE_MS },
  );
}

/** Told before: the move is on record in the chat itself. What is found under the old wire id since is a latecomer, not the chat. */
async function cameFromElsewhere(tx: Tx, chatId: number): Promise<boolean> {
  return (await tx.inbox.findFirst({ where: { chatId, kind: 'migrated' }, select: { id: true } })) !== null;
}

/** The wire counts its messages anew after the move: under the old numbers, a new message would pass for a repeated one. */
async function closeOldIds(tx: Tx, old: ChatRow): Promise<void> {
  const mark = `${old.wireId}/`;
  await tx.$executeRaw`UPDATE inbox SET key = ${mark} || key, message_id = NULL WHERE chat_id = ${old.id}`;
  await tx.$executeRaw`UPDATE outbox SET message_id = ${mark} || message_id WHERE chat_id = ${old.id} AND message_id IS NOT NULL`;
}

async function stepAside(tx: Tx, seen: ChatRow, old: ChatRow): Promise<void> {
  const data = { wireId: `${seen.wireId}#merged:${seen.id}`, role: 'unknown', department: null, editedBy: null };
  await tx.chat.update({ where: { id: seen.id }, data });
  await tx.$executeRaw`UPDATE inbox SET chat_id = ${old.id} WHERE chat_id = ${seen.id}`;
  await tx.$executeRaw`UPDATE outbox SET chat_id = ${old.id} WHERE chat_id = ${seen.id}`;
  await tx.$executeRaw`UPDATE ticket SET source_chat = ${old.id} WHERE source_chat = ${seen.id}`;
}

type Standing = Pick<ChatRow, 'role' | 'department' | 'editedBy'>;

/** What a person bound counts before what was recognised, and anything before nothing. */
function standing(old: Standing, met: Standing): Standing {
  const better = met.role !== 'unknown' && (old.role === 'unknown' || (met.editedBy !== null && old.editedBy === null));
  const { role, department, editedBy } = better ? met : old;
  return { role, department, editedBy };
}
