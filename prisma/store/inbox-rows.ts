import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { InboundBody, type InboundEnvelope } from '../../core/channel.ts';
import type { Heard } from '../../core/conversation/heard.ts';
import type { ChatInfo } from '../../core/directory.ts';
import { type ChatId, InboxId } from '../../core/ids.ts';

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

export function rowOf(envelope: InboundEnvelope, chat: ChatId): object {
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

export function filesOf(envelope: InboundEnvelope, chat: ChatId): object[] {
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
const StoredGap = z.object({ kind: z.literal('gap'), from: z.coerce.date().nullable(), to: z.coerce.date() });

function revived(body: unknown): unknown {
  const dated = StoredGap.safeParse(body);
  return dated.success ? dated.data : body;
}

export const StoredRow = z.object({
  id: InboxId,
  senderWireId: z.string().nullable(),
  senderName: z.string().nullable(),
  body: z.unknown(),
  at: z.date().nullable(),
  receivedAt: z.date(),
  attempts: z.int(),
});
type StoredRow = z.infer<typeof StoredRow>;

/** @returns a sentence where the row is of a form that this version does not read */
export function heardOf(row: StoredRow, chat: ChatInfo): Heard | string {
  const body = StoredBody.safeParse(revived(row.body));
  if (!body.success) return `a stored form nobody reads: ${body.error.issues[0]?.path.join('.') ?? ''} ${body.error.issues[0]?.code ?? ''}`;
  return {
    id: row.id,
    chat,
    sender: row.senderWireId === null ? null : { wireId: row.senderWireId, name: row.senderName ?? '' },
    body: body.data,
    receivedAt: row.receivedAt,
    ...(row.attempts === 0 ? {} : { failed: row.attempts }),
    spokenAt: row.at === null || row.at > row.receivedAt ? row.receivedAt : row.at,
  };
}
