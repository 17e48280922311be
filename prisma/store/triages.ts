import { z } from 'zod';
import type { Heard, OpenTriage, RecentMessage, Situation } from '../../core/conversation/heard.ts';
import { ChatId, DepartmentCode, InboxId, TicketNumber, TriageId } from '../../core/ids.ts';
import type { Db } from './client.ts';
import { messagesNamed } from './recent.ts';

/** `triage m45 1`: the button under a question about message 45. */
const BUTTON = /^triage m(\d{1,15}) /;

/** The question a button stands under, or the quoted one, or the two latest: with exactly one open, a bare 1 or 0 means it. */
export async function openTriages(db: Db, heard: Heard, quoted: Situation['quoted']): Promise<OpenTriage[]> {
  const { body, chat } = heard;
  const pressed = body.kind === 'button' ? BUTTON.exec(body.data)?.[1] : undefined;
  if (pressed === undefined && (chat.role !== 'duty' || body.kind !== 'message')) return [];
  const which = pressed === undefined ? named(body.kind === 'message' && body.quote !== null, quoted) : { inboxId: BigInt(pressed) };
  if (which === null) return [];
  const rows = await db.triage.findMany({ where: { state: 'open', ...which }, orderBy: { id: 'desc' }, take: 2 });
  const messages = await db.inbox.findMany({ where: { id: { in: rows.map((row) => row.inboxId) } } });
  const found = rows.map(async (row): Promise<OpenTriage[]> => {
    const message = messages.find((one) => one.id === row.inboxId);
    if (!message) return [];
    return [
      {
        id: TriageId.parse(row.id),
        inbox: InboxId.parse(Number(row.inboxId)),
        ticket: row.ticket === null ? null : TicketNumber.parse(row.ticket),
        suggested: row.suggested === null ? null : DepartmentCode.parse(row.suggested),
        pieces: row.ticket === null ? await piecesOf(db, row.inboxId, row.pieces) : [],
        message: {
          inbox: InboxId.parse(Number(message.id)),
          chat: ChatId.parse(message.chatId),
          tickets: [],
          text: message.text,
          senderWireId: message.senderWireId,
          senderName: message.senderName,
          at: message.receivedAt.toISOString(),
        },
      },
    ];
  });
  return (await Promise.all(found)).flat();
}

/** What the desk was shown with the question, and what it was asked about since as more of the same. Among open questions only: those are few. */
async function piecesOf(db: Db, asked: bigint, shown: readonly bigint[]): Promise<RecentMessage[]> {
  const rows = await db.$queryRaw`
    SELECT inbox_id AS id, coalesce(pieces, '{}') AS pieces FROM triage WHERE state = 'open' AND ticket IS NULL AND pieces @> ARRAY[${asked}]::bigint[]`;
  const more = z.array(z.object({ id: z.bigint(), pieces: z.array(z.bigint()) })).parse(rows);
  return messagesNamed(db, [...new Set([...shown, asked, ...more.flatMap((one) => [...one.pieces, one.id])])]);
}

/** What a quote narrows it to; null: it quotes something that is no question of ours. */
function named(quotes: boolean, quoted: Situation['quoted']) {
  if (!quotes) return {};
  if (!quoted) return null;
  return { OR: [{ ticket: { in: [...quoted.tickets] } }, ...(quoted.inbox === null ? [] : [{ inboxId: BigInt(quoted.inbox) }])] };
}
