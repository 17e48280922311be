import { z } from 'zod';
import type { Heard, OriginalMessage, Situation } from '../../core/conversation/heard.ts';
import type { Directory, Member } from '../../core/directory.ts';
import { type ChatId, InboxId, TicketNumber, TriageId } from '../../core/ids.ts';
import { listensOnly } from '../../core/shadow/silence.ts';
import { OPEN_STATES, type Ticket } from '../../core/ticket/ticket.ts';
import type { Inbox as InboxRow } from '../generated/client.ts';
import type { Db } from './client.ts';
import { latestOf } from './latest.ts';
import { ofEnterprise, openIn } from './nearby.ts';
import { quotedMessage } from './quoted.ts';
import { ticketsByNumber } from './reads.ts';
import { recentIn } from './recent.ts';
import { reporterKey, ticketOf } from './rows.ts';
import { echoOf } from './shadow-reads.ts';
import { Outcome, Role } from './stored-words.ts';
import { openTriages } from './triages.ts';

const OPEN = [...OPEN_STATES];
/** States in which a ticket waits for an official's words. */
const WAITING = ['dispatched', 'claimed', 'contacted', 'suspended'];

/** What surrounds a message. Reads only what this kind of message in this kind of chat can need. */
export async function situationOf(db: Db, heard: Heard, directory: Directory, now: Date): Promise<Situation> {
  const member = memberOf(heard, directory);
  const { body } = heard;
  const spoken = body.kind === 'message' || body.kind === 'button' || body.kind === 'edit';
  const quote = body.kind === 'message' ? body.quote : null;
  const quoted = quote ? await quotedMessage(db, heard.chat.id, quote) : null;
  const talk = (body.kind === 'message' || body.kind === 'edit') && (heard.chat.role === 'work' || heard.chat.role === 'private');
  const [quotedTickets, waiting, mine, ofMyDepartment, extensions, triages, original, echo, recent, nearby, ours] = await Promise.all([
    ticketsByNumber(db, quoted?.tickets ?? []),
    spoken ? waitingHere(db, heard, member) : [],
    spoken ? ownTickets(db, heard, member, directory) : [],
    spoken ? reportedHere(db, heard, member) : [],
    spoken ? extensionsAsked(db, heard, member, directory) : [],
    openTriages(db, heard, quoted),
    body.kind === 'edit' || body.kind === 'recall' ? originalOf(db, heard.chat.id, body.messageId, heard.id) : null,
    listensOnly(directory, heard.chat, member) ? echoOf(db, heard.chat.id, keysOf(heard, member, directory), now) : null,
    talk ? recentIn(db, heard) : [],
    talk ? openIn(db, heard.chat, now) : [],
    talk ? ofEnterprise(db, member?.enterprise ?? null) : [],
  ]);
  const known = new Set([...mine, ...ofMyDepartment, ...nearby, ...ours].map((ticket) => ticket.number));
  const spokenOf = new Set(recent.flatMap((one) => one.links.map((link) => link.ticket)));
  // Mostly none: what was spoken of here just now and is over, or older than what is read anyhow.
  const further = await ticketsByNumber(
    db,
    [...spokenOf].filter((number) => !known.has(number)),
  );
  const around = { recent, nearby: [...nearby, ...further], ours };
  const situation = { now, member, quoted, quotedTickets, waiting, mine, ofMyDepartment, extensions, triages, original, ...around };
  return echo === null ? situation : { ...situation, echo };
}

function memberOf(heard: Heard, directory: Directory): Member | null {
  if (!heard.sender) return null;
  const { wireId } = heard.sender;
  const identity = directory.identities.find((one) => one.channel === heard.chat.channel && one.wireId === wireId);
  return directory.members.find((member) => member.active && member.id === identity?.member) ?? null;
}

async function waitingHere(db: Db, heard: Heard, member: Member | null): Promise<Ticket[]> {
  const { chat } = heard;
  if (chat.role === 'department' && chat.department) {
    const rows = await db.ticket.findMany({
      where: { department: chat.department, state: { in: WAITING } },
      orderBy: { receivedAt: 'asc' },
      take: 2,
    });
    return rows.map(ticketOf);
  }
  if (chat.role !== 'private' || !member || member.roles.includes('entrepreneur')) return [];
  const rows = await db.ticket.findMany({
    where: { state: { in: WAITING }, OR: [{ handler: member.id }, { commissioner: member.id }] },
    orderBy: { receivedAt: 'asc' },
    take: 2,
  });
  return rows.map(ticketOf);
}

/** Also what he reported before he was bound: it stands under the wire he spoke on. */
async function ownTickets(db: Db, heard: Heard, member: Member | null, directory: Directory): Promise<Ticket[]> {
  return heard.sender ? latestOf(db, 'reporter', keysOf(heard, member, directory), 3) : [];
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

async function reportedHere(db: Db, heard: Heard, member: Member | null): Promise<Ticket[]> {
  if (heard.chat.role !== 'work' || !member?.department) return [];
  const rows = await db.ticket.findMany({
    where: { department: member.department, sourceChat: heard.chat.id, state: { in: OPEN } },
    orderBy: { receivedAt: 'desc' },
    take: 8,
  });
  return rows.map(ticketOf);
}

async function extensionsAsked(db: Db, { chat }: Heard, member: Member | null, directory: Directory): Promise<Ticket[]> {
  const office = directory.departments.find((one) => one.fallback)?.code;
  const itsRoom = chat.role === 'private' || chat.role === 'duty' || chat.department === office;
  if (office === undefined || member?.department !== office || !itsRoom) return [];
  const rows = await db.ticket.findMany({
    where: { state: { in: OPEN }, extension: { path: ['state'], equals: 'asked' } },
    orderBy: { receivedAt: 'asc' },
    take: 2,
  });
  return rows.map(ticketOf);
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
