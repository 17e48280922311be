import { unreachable } from '../../core/errors.ts';
import { InboxId, MemberId, type TicketNumber } from '../../core/ids.ts';
import type { Read, ReadMap } from '../../core/report/reads.ts';
import type { Db } from './client.ts';
import { latestOf } from './latest.ts';
import { quotedMessage } from './quoted.ts';
import { boardOf, dueByOf, listOf, overdueOf } from './read-board.ts';
import { learningOf } from './read-learning.ts';
import { contactsOf, flowOf, gridOf, postingsOf, totalsByDepartment, totalsOf } from './read-totals.ts';
import { ledgerSql, openOfSql, supervisedSql } from './report-sql.ts';
import { reporterKeysOf } from './reporter-keys.ts';
import { eventOf, ticketOf } from './rows.ts';
import { heardInShadow, shadowSheet } from './shadow-reads.ts';

type Results = { [K in keyof ReadMap]?: ReadMap[K]['result'] };

/** Runs what a command asked for. */
export async function runReads(db: Db, reads: readonly Read[], now: Date): Promise<Results> {
  const parts = await Promise.all(reads.map((read) => runRead(db, read, now)));
  return parts.reduce<Results>((all, part) => ({ ...all, ...part }), {});
}

async function runRead(db: Db, read: Read, now: Date): Promise<Results> {
  switch (read.read) {
    case 'tickets':
      return { tickets: await ticketsByNumber(db, read.numbers) };
    case 'story':
      return { story: await story(db, read.number) };
    case 'mine':
      return { mine: await latestOf(db, await reporterKeysOf(db, read), read.limit) };
    case 'openOf':
      return { openOf: await listOf(db, openOfSql(read)) };
    case 'overdue':
      return { overdue: await overdueOf(db, read, now) };
    case 'dueBy':
      return { dueBy: await dueByOf(db, read, now) };
    case 'supervised':
      return { supervised: await listOf(db, supervisedSql(read)) };
    case 'board':
      return { board: await boardOf(db, read, now) };
    case 'totals':
      return { totals: await totalsOf(db, read) };
    case 'totalsByDepartment':
      return { totalsByDepartment: await totalsByDepartment(db, read) };
    case 'flow':
      return { flow: await flowOf(db, read) };
    case 'grid':
      return { grid: await gridOf(db, read) };
    case 'contacts':
      return { contacts: await contactsOf(db, read) };
    case 'ledger':
      return { ledger: await listOf(db, ledgerSql(read)) };
    case 'postings':
      return { postings: await postingsOf(db, read) };
    case 'heardInShadow':
      return { heardInShadow: await heardInShadow(db, read.inboxes) };
    case 'shadowSheet':
      return { shadowSheet: await shadowSheet(db, read) };
    case 'code':
      return { code: await codeOf(db, read.codeHash) };
    case 'learning':
      return { learning: await learningOf(db) };
    case 'quoted':
      return { quoted: await quotedMessage(db, read.chat, read) };
    default:
      return unreachable(read);
  }
}

export async function ticketsByNumber(db: Db, numbers: readonly TicketNumber[]) {
  if (numbers.length === 0) return [];
  const rows = await db.ticket.findMany({ where: { number: { in: [...numbers] } } });
  const order = new Map(numbers.map((number, i) => [Number(number), i]));
  return rows.map(ticketOf).sort((a, b) => (order.get(a.number) ?? 0) - (order.get(b.number) ?? 0));
}

async function codeOf(db: Db, codeHash: string): Promise<ReadMap['code']['result']> {
  const row = await db.bindingCode.findUnique({ where: { codeHash } });
  if (!row) return null;
  return {
    member: MemberId.parse(row.memberId),
    purpose: row.purpose === 'signin' ? 'signin' : 'bind',
    expiresAt: row.expiresAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
  };
}

async function story(db: Db, number: TicketNumber): Promise<ReadMap['story']['result']> {
  const row = await db.ticket.findUnique({ where: { number } });
  if (!row) return null;
  const [events, links, receipt] = await Promise.all([
    db.ticketEvent.findMany({ where: { ticket: number }, orderBy: { seq: 'asc' } }),
    db.ticketMessage.findMany({ where: { ticket: number } }),
    db.outbox.findFirst({ where: { ticket: number, kind: 'receipt', status: 'sent' }, orderBy: { id: 'asc' } }),
  ]);
  const heard = await db.inbox.findMany({ where: { id: { in: links.map((link) => link.inboxId) } }, orderBy: { id: 'asc' } });
  return {
    ticket: ticketOf(row),
    events: events.map(eventOf),
    receiptedAt: receipt?.sentAt?.toISOString() ?? null,
    messages: heard.map((message) => ({
      inbox: InboxId.parse(Number(message.id)),
      role: links.find((link) => link.inboxId === message.id)?.role ?? 'dialogue',
      name: message.senderName ?? '',
      text: message.text,
      at: (message.at ?? message.receivedAt).toISOString(),
    })),
  };
}
