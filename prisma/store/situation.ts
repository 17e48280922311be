import { z } from 'zod';
import type { Heard, OriginalMessage, Situation } from '../../core/conversation/heard.ts';
import type { Directory, Member } from '../../core/directory.ts';
import { type ChatId, InboxId, TicketNumber, TriageId } from '../../core/ids.ts';
import { listensOnly } from '../../core/shadow/silence.ts';
import type { Inbox as InboxRow } from '../generated/client.ts';
import { type AroundAsk, aroundReader } from './around.ts';
import type { Db } from './client.ts';
import { quotedMessage } from './quoted.ts';
import { ticketsByNumber } from './reads.ts';
import { reporterKey, ticketOf } from './rows.ts';
import { echoOf } from './shadow-reads.ts';
import { Outcome, Role } from './stored-words.ts';
import type { TicketCache } from './ticket-cache.ts';
import { openTriages } from './triages.ts';

/** As far back as what somebody says now may be the same matter as. */
const NEARBY_MS = 3 * 24 * 60 * 60 * 1000;

/** Reads what surrounds a message; only what this kind of message in this kind of chat can need. */
export function situationReader(db: Db, cache: TicketCache): (heard: Heard, directory: Directory, now: Date) => Promise<Situation> {
  const around = aroundReader(db, cache);
  return async (heard, directory, now) => {
    const member = memberOf(heard, directory);
    const { body, chat } = heard;
    const quote = body.kind === 'message' ? body.quote : null;
    const quoted = quote ? await quotedMessage(db, chat.id, quote) : null;
    const [near, quotedTickets, triages, original, echo] = await Promise.all([
      around(wantedAround(heard, member, directory, now)),
      ticketsByNumber(db, quoted?.tickets ?? []),
      openTriages(db, heard, quoted),
      body.kind === 'edit' || body.kind === 'recall' ? originalOf(db, chat.id, body.messageId, heard.id) : null,
      listensOnly(directory, chat, member) ? echoOf(db, chat.id, keysOf(heard, member, directory), now) : null,
    ]);
    const situation = { now, member, quoted, quotedTickets, triages, original, ...near };
    return echo === null ? situation : { ...situation, echo };
  };
}

function wantedAround(heard: Heard, member: Member | null, directory: Directory, now: Date): AroundAsk {
  const { body, chat } = heard;
  const spoken = body.kind === 'message' || body.kind === 'button' || body.kind === 'edit';
  const talk = (body.kind === 'message' || body.kind === 'edit') && (chat.role === 'work' || chat.role === 'private');
  const inDepartment = chat.role === 'department' ? chat.department : null;
  const official = chat.role === 'private' && member !== null && !member.roles.includes('entrepreneur');
  return {
    chat: chat.id,
    inbox: heard.id,
    talk,
    // Also what he reported before he was bound: it stands under the wire he spoke on.
    reporterKeys: spoken ? keysOf(heard, member, directory) : [],
    enterprise: talk ? (member?.enterprise ?? null) : null,
    nearbySince: talk ? new Date(now.getTime() - NEARBY_MS) : null,
    waitingDepartment: spoken ? inDepartment : null,
    waitingMember: spoken && official ? member.id : null,
    reportedFor: spoken && chat.role === 'work' ? (member?.department ?? null) : null,
    extensions: spoken && decidesExtensions(heard, member, directory),
  };
}

function decidesExtensions({ chat }: Heard, member: Member | null, directory: Directory): boolean {
  const office = directory.departments.find((one) => one.fallback)?.code;
  const itsRoom = chat.role === 'private' || chat.role === 'duty' || chat.department === office;
  return office !== undefined && member?.department === office && itsRoom;
}

function memberOf(heard: Heard, directory: Directory): Member | null {
  if (!heard.sender) return null;
  const { wireId } = heard.sender;
  const identity = directory.identities.find((one) => one.channel === heard.chat.channel && one.wireId === wireId);
  return directory.members.find((member) => member.active && member.id === identity?.member) ?? null;
}

function keysOf(heard: Heard, member: Member | null, directory: Directory): string[] {
  if (!heard.sender) return [];
  const here = { channel: heard.chat.channel, wireId: heard.sender.wireId };
  const bound = directory.identities.filter((one) => member !== null && one.member === member.id);
  return [
    reporterKey({ member: member?.id ?? null, ...here }),
    ...bound.map(({ channel, wireId }) => reporterKey({ member: null, channel, wireId })),
  ];
}

async function originalOf(db: Db, chat: ChatId, messageId: string, self: InboxId): Promise<OriginalMessage | null> {
  const row = await db.inbox.findFirst({ where: { chatId: chat, messageId, kind: 'message', id: { not: self } } });
  if (!row) return null;
  const links = await db.ticketMessage.findMany({ where: { inboxId: row.id } });
  const tickets = await db.ticket.findMany({ where: { number: { in: links.map((link) => link.ticket) } } });
  const triage = await db.triage.findFirst({ where: { inboxId: row.id, state: 'open' } });
  const pieces = await reportPieces(
    db,
    chat,
    tickets.map((ticket) => ticket.number),
    self,
  );
  return {
    inbox: InboxId.parse(Number(row.id)),
    text: await latestText(db, row),
    outcome: row.outcome === null ? null : Outcome.parse(row.outcome),
    senderWireId: row.senderWireId,
    links: links.map((link) => ({ ticket: TicketNumber.parse(link.ticket), role: Role.parse(link.role) })),
    reportPieces: pieces,
    tickets: tickets.map(ticketOf),
    triage: triage ? TriageId.parse(triage.id) : null,
  };
}

/** Messages that reported these tickets and still stand. An edit is the message it edits. */
async function reportPieces(db: Db, chat: ChatId, tickets: readonly TicketNumber[] | readonly number[], self: InboxId): Promise<number> {
  if (tickets.length === 0) return 0;
  const rows = await db.$queryRaw`
    SELECT count(*)::int AS n FROM ticket_message m JOIN inbox i ON i.id = m.inbox_id
    WHERE m.ticket = ANY(${[...tickets]}::int[]) AND m.role = 'report' AND i.kind = 'message' AND NOT EXISTS (
      SELECT 1 FROM inbox r WHERE r.chat_id = ${chat} AND r.message_id = i.message_id AND r.kind = 'recall' AND r.id <> ${self})`;
  return z.array(z.object({ n: z.int() })).parse(rows)[0]?.n ?? 0;
}

/** A message edited twice: the second edit's old text is the first edit's. */
async function latestText(db: Db, row: InboxRow): Promise<string> {
  const edit = await db.inbox.findFirst({
    where: { chatId: row.chatId, messageId: row.messageId, kind: 'edit', status: 'done' },
    orderBy: { id: 'desc' },
  });
  return edit?.text ?? row.text;
}
