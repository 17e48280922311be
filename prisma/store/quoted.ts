import { z } from 'zod';
import { firstText } from '../../core/delivery/fold.ts';
import { ChatId, InboxId, TicketNumber } from '../../core/ids.ts';
import type { QuotedMessage } from '../../core/report/reads.ts';
import type { Db } from './client.ts';

const SPOKEN_LATELY = 300;

/**
 * What a quote points at: a message heard, or one the bot said. Wires without ids in quotes (wechat4u) carry the text,
 * perhaps cut short, so it is looked for among the chat's latest messages only.
 */
export async function quotedMessage(
  db: Db,
  chat: ChatId,
  quote: { readonly messageId: string | null; readonly text: string | null },
): Promise<QuotedMessage | null> {
  if (quote.messageId !== null) return (await heardById(db, chat, quote.messageId)) ?? saidById(db, chat, quote.messageId);
  const text = firstText(quote.text?.trim() ?? '').slice(0, 60);
  return text.length < 2 ? null : byText(db, chat, text);
}

async function heardById(db: Db, chat: ChatId, messageId: string): Promise<QuotedMessage | null> {
  const row = await db.inbox.findFirst({ where: { chatId: chat, messageId, kind: 'message' } });
  return row && heard(db, row);
}

async function heard(
  db: Db,
  row: { id: bigint; chatId: number; text: string; senderWireId: string | null; senderName: string | null; receivedAt: Date },
): Promise<QuotedMessage> {
  const links = await db.ticketMessage.findMany({ where: { inboxId: row.id }, orderBy: { ticket: 'asc' } });
  return {
    inbox: InboxId.parse(Number(row.id)),
    chat: ChatId.parse(row.chatId),
    tickets: links.map((link) => TicketNumber.parse(link.ticket)),
    text: row.text,
    senderWireId: row.senderWireId,
    senderName: row.senderName,
    at: row.receivedAt.toISOString(),
  };
}

const SaidBody = z.object({ text: z.string() });

async function saidById(db: Db, chat: ChatId, messageId: string): Promise<QuotedMessage | null> {
  // Folded notices share one wire message: it speaks of all their tickets.
  const rows = await db.outbox.findMany({ where: { chatId: chat, messageId }, orderBy: { id: 'asc' } });
  const [first] = rows;
  if (!first) return null;
  const silent = rows.find((row) => row.dedupeKey.startsWith('shadow.m'));
  // Of a bundle with such lines in it nobody can say which is meant; least of all may an answer to one dispatch a ticket.
  if (silent && rows.length > 1) return { ...own(silent), tickets: [], shadow: true };
  const tickets = new Set(rows.flatMap((row) => (row.ticket === null ? [] : [TicketNumber.parse(row.ticket)])));
  return { ...(await said(db, first)), ...(tickets.size > 1 ? { tickets: [...tickets] } : {}) };
}

/** A question to the duty desk about a message that is no ticket yet stands for that message. */
async function said(
  db: Db,
  row: { chatId: number; ticket: number | null; body: unknown; createdAt: Date; dedupeKey: string },
): Promise<QuotedMessage> {
  const [, kind, about] = /^(triage|shadow)\.m(\d+)/.exec(row.dedupeKey) ?? [];
  const message = about === undefined ? null : await db.inbox.findUnique({ where: { id: BigInt(about) } });
  if (message) return { ...(await heard(db, message)), ...(kind === 'shadow' ? { shadow: true } : {}) };
  return own(row);
}

function own(row: { chatId: number; ticket: number | null; body: unknown; createdAt: Date }): QuotedMessage {
  return {
    inbox: null,
    chat: ChatId.parse(row.chatId),
    tickets: row.ticket === null ? [] : [TicketNumber.parse(row.ticket)],
    text: SaidBody.parse(row.body).text,
    senderWireId: null,
    senderName: null,
    at: row.createdAt.toISOString(),
  };
}

const SaidRow = z.object({
  chatId: z.int(),
  ticket: z.int().nullable(),
  body: SaidBody,
  createdAt: z.date(),
  dedupeKey: z.string(),
  messageId: z.string().nullable(),
});
const HeardRow = z.object({
  id: z.bigint(),
  chatId: z.int(),
  text: z.string(),
  senderWireId: z.string().nullable(),
  senderName: z.string().nullable(),
  receivedAt: z.date(),
});

/**
 * What was said in the chat lately. By a range, and in the order of the chat's own index: with `=` the planner may go through the ids
 * alone, past everything that was said in other chats since.
 */
async function lately(db: Db, chat: ChatId) {
  const [saidRows, heardRows] = await Promise.all([
    db.$queryRaw`
      SELECT chat_id AS "chatId", ticket, body, created_at AS "createdAt", dedupe_key AS "dedupeKey", message_id AS "messageId" FROM outbox
      WHERE chat_id BETWEEN ${chat} AND ${chat} ORDER BY chat_id DESC, id DESC LIMIT ${SPOKEN_LATELY}`,
    db.$queryRaw`
      SELECT id, chat_id AS "chatId", text, sender_wire_id AS "senderWireId", sender_name AS "senderName", received_at AS "receivedAt" FROM inbox
      WHERE chat_id BETWEEN ${chat} AND ${chat} AND kind = 'message' ORDER BY chat_id DESC, id DESC LIMIT ${SPOKEN_LATELY}`,
  ]);
  return { said: z.array(SaidRow).parse(saidRows), heard: z.array(HeardRow).parse(heardRows) };
}

async function byText(db: Db, chat: ChatId, text: string): Promise<QuotedMessage | null> {
  const spoken = await lately(db, chat);
  const saidRow = spoken.said.find((row) => row.body.text.startsWith(text));
  const heardRow = spoken.heard.find((row) => row.text.trim().startsWith(text));
  if (heardRow && (!saidRow || heardRow.receivedAt > saidRow.createdAt)) return heard(db, heardRow);
  if (!saidRow) return null;
  // Perhaps a fold, which speaks of other tickets too.
  return saidRow.messageId === null ? said(db, saidRow) : saidById(db, chat, saidRow.messageId);
}
