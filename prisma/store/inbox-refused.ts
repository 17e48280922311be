import { createHash, randomUUID } from 'node:crypto';
import type { InboundEnvelope } from '../../core/channel.ts';
import type { ChatId } from '../../core/ids.ts';
import type { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { neverFits } from './outage.ts';

/** Shown as it was said: letters, digits, marks and signs of every script, spaces and line ends. */
const NOT_SHOWN = /[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\n]/gu;
const SHOWN_TEXT = 20_000;
/** Of what came, kept letter by letter in a form that cannot be refused. */
const RAW_CHARACTERS = 500_000;
/** As many as no column or index of ours minds. */
const NAME = 256;

/**
 * Stores what Postgres refused for what is in it, so that it is not lost: its words as far as they can be shown, all of it in base64, and its files.
 * It is parked at once; the sweep shows it to the duty desk like every other. Told again, it changes nothing.
 * @returns false: nothing of it could be stored
 */
export async function parkRefused(db: Db, envelope: InboundEnvelope, chat: ChatId, why: string, at: Date): Promise<boolean> {
  for (const form of ['with its files', 'without', 'bare'] as const) {
    try {
      await store(db, rowOf(envelope, chat, why, at, form === 'bare'), form === 'with its files' ? files(envelope) : []);
      return true;
    } catch (error) {
      if (!neverFits(error)) throw error;
    }
  }
  return false;
}

async function store(
  db: Db,
  row: Prisma.InboxCreateManyInput,
  media: readonly Omit<Prisma.AttachmentCreateManyInput, 'inboxId'>[],
): Promise<void> {
  await db.$transaction(async (tx) => {
    const [stored] = await tx.inbox.createManyAndReturn({ data: [row], skipDuplicates: true, select: { id: true } });
    if (stored && media.length > 0) await tx.attachment.createMany({ data: media.map((file) => ({ ...file, inboxId: stored.id })) });
  });
}

function rowOf(envelope: InboundEnvelope, chat: ChatId, why: string, at: Date, bare: boolean): Prisma.InboxCreateManyInput {
  const { body, sender, key } = envelope;
  const messageId = 'messageId' in body ? body.messageId : null;
  const shown = (text: string, most: number) =>
    (bare ? ascii(text) : text.toWellFormed().replaceAll(NOT_SHOWN, ' ')).slice(0, most).toWellFormed();
  const text = 'text' in body ? shown(body.text, SHOWN_TEXT) : '';
  return {
    chatId: chat,
    // By its own where that is harmless, so that an edit of it finds it.
    key: key.length <= 512 && shown(key, 512) === key ? key : `refused:${createHash('sha256').update(key).digest('hex')}`,
    kind: body.kind,
    messageId: messageId === null ? null : shown(messageId, NAME),
    senderWireId: sender === null ? null : shown(sender.wireId, NAME),
    senderName: sender === null ? null : shown(sender.name, NAME),
    text,
    body: { kind: body.kind, ...(bare ? {} : { raw: rawOf(envelope) }) },
    receivedAt: at,
    status: 'done',
    outcome: 'parked',
    reason: `could not be stored as it came: ${why}`,
    // By this column the sweep finds what it has to show.
    error: why,
    handledAt: at,
  };
}

function files(envelope: InboundEnvelope): Omit<Prisma.AttachmentCreateManyInput, 'inboxId'>[] {
  const { body } = envelope;
  if (body.kind !== 'message') return [];
  return body.media.map(({ kind, name, mime, content, ref }, position) => ({
    token: randomUUID(),
    position,
    kind,
    name: name.replaceAll(NOT_SHOWN, ' '),
    mime,
    size: content?.length ?? 0,
    content: content === null ? null : new Uint8Array(content),
    ref,
  }));
}

const ascii = (text: string): string => text.replaceAll(/[^ -~]/g, '?');

/** All that came, but for the files' bytes. */
function rawOf(envelope: InboundEnvelope): string {
  const json = JSON.stringify(envelope, (_, value: unknown) => (value instanceof Uint8Array ? value.length : value));
  return Buffer.from(json.slice(0, RAW_CHARACTERS), 'utf8').toString('base64');
}
