import { z } from 'zod';
import { ChatId, InboxId, OutboxId, TicketNumber } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';

/** Where a message was heard or said; never who, never what. */
const Place = { channel: z.string(), chat: ChatId, title: z.string().nullable(), private: z.boolean() };

const Message = z.object({
  id: InboxId,
  ...Place,
  kind: z.string(),
  files: z.int(),
  receivedAt: z.date(),
  status: z.string(),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
  attempts: z.int(),
  error: z.string().nullable(),
  handledAt: z.date().nullable(),
});
const Event = z.object({
  ticket: TicketNumber,
  seq: z.int(),
  type: z.string(),
  at: z.date(),
  /** member, stranger, or the part of the house. */
  by: z.string(),
  cause: InboxId.nullable(),
});
const Said = z.object({
  id: OutboxId,
  ...Place,
  key: z.string(),
  kind: z.string(),
  ticket: TicketNumber.nullable(),
  status: z.string(),
  attempts: z.int(),
  createdAt: z.date(),
  notBefore: z.date(),
  sendingAt: z.date().nullable(),
  sentAt: z.date().nullable(),
  error: z.string().nullable(),
});
const Report = z.object({ key: z.string(), state: z.string(), attempts: z.int(), createdAt: z.date(), madeAt: z.date().nullable() });

export type TracedMessage = z.infer<typeof Message>;
export type TracedEvent = z.infer<typeof Event>;
export type TracedSaid = z.infer<typeof Said>;
export type TracedReport = z.infer<typeof Report>;

/** Everything on record, in no order yet. */
export interface Trace {
  readonly messages: readonly TracedMessage[];
  readonly events: readonly TracedEvent[];
  readonly said: readonly TracedSaid[];
  readonly reports: readonly TracedReport[];
}

/** The latest of a ticket that has a long life. */
const MOST = 500;

/** What became of one message. null: there is none. */
export async function traceOfMessage(db: Db, id: InboxId): Promise<Trace | null> {
  const [message] = await messagesBy(db, [id]);
  if (!message) return null;
  // By BRIN: both tables are written in the order of time, and such an index costs next to nothing.
  const events = await eventsBy(db, Prisma.sql`e.cause = ${id}`);
  const at = message.handledAt ?? message.receivedAt;
  const own = events.map(({ ticket, seq }) => `t${ticket}.${seq}.`);
  // One statement writes a message's end and what is said because of it, with one moment.
  const rows = await saidBy(db, Prisma.sql`(o.created_at = ${at} OR o.dedupe_key = ${`parked.${id}`})`);
  const said = rows.filter(({ key }) => causeIn(key) === id || own.some((one) => key.startsWith(one)));
  const reports = await db.report.findMany({ where: { createdAt: at, key: { startsWith: `ask.${id}.` } } });
  return { messages: [message], events, said, reports: z.array(Report).parse(reports) };
}

/** The life of a ticket: its messages, its events, and what was said about it. */
export async function traceOfTicket(db: Db, number: TicketNumber): Promise<Trace | null> {
  const ticket = await db.ticket.findUnique({ where: { number }, select: { sourceInbox: true } });
  if (!ticket) return null;
  const events = await eventsBy(db, Prisma.sql`e.ticket = ${number}`);
  const linked = await db.ticketMessage.findMany({ where: { ticket: number }, orderBy: { inboxId: 'desc' }, take: MOST });
  const causes = events.flatMap(({ cause }) => (cause === null ? [] : [cause]));
  const inboxes = new Set([
    ...linked.map(({ inboxId }) => InboxId.parse(Number(inboxId))),
    ...causes,
    InboxId.parse(Number(ticket.sourceInbox)),
  ]);
  return { messages: await messagesBy(db, [...inboxes]), events, said: await saidBy(db, Prisma.sql`o.ticket = ${number}`), reports: [] };
}

/** What an outgoing message came of: a message, a ticket's clock, or nothing that is on record. null: there is no such message. */
export async function causeOf(db: Db, id: OutboxId): Promise<{ readonly said: TracedSaid; readonly inbox: InboxId | null } | null> {
  const [said] = await saidBy(db, Prisma.sql`o.id = ${id}`);
  if (!said) return null;
  const [, ticket, seq] = /^t(\d+)\.(\d+)\./.exec(said.key) ?? [];
  if (ticket === undefined || seq === undefined) return { said, inbox: causeIn(said.key) };
  const event = await db.ticketEvent.findUnique({
    where: { ticket_seq: { ticket: Number(ticket), seq: Number(seq) } },
    select: { cause: true },
  });
  const cause = event?.cause ?? null;
  return { said, inbox: cause === null ? null : InboxId.parse(Number(cause)) };
}

/** Keys of what is said in answer to a message hold its number: `a12`, `triage.m12.3`, `told.12.4`, `ask.12.board`. */
function causeIn(key: string): InboxId | null {
  const [, number] =
    /^(?:a|parked\.|told\.|which\.|gap\.|like\.|ask\.|shadow\.turn\.|(?:triage|consult|shadow)\.m)(\d+)(?:\.|$)/.exec(
      key.replace(/^kept\./, ''),
    ) ?? [];
  return number === undefined ? null : InboxId.parse(Number(number));
}

async function messagesBy(db: Db, ids: readonly InboxId[]): Promise<readonly TracedMessage[]> {
  const rows = await db.$queryRaw`
    SELECT i.id::float8 AS id, c.channel, c.id AS chat, CASE WHEN c.kind = 'group' THEN c.title END AS title, c.kind = 'private' AS private, i.kind,
      (SELECT count(*)::int FROM attachment a WHERE a.inbox_id = i.id) AS files, i.received_at AS "receivedAt", i.status, i.outcome, i.reason,
      i.attempts, i.error, i.handled_at AS "handledAt"
    FROM inbox i JOIN chat c ON c.id = i.chat_id WHERE i.id = ANY(${ids.map(BigInt)}::bigint[]) ORDER BY i.id`;
  return z.array(Message).parse(rows);
}

async function saidBy(db: Db, where: Prisma.Sql): Promise<readonly TracedSaid[]> {
  const rows = await db.$queryRaw`
    SELECT o.id::float8 AS id, o.channel, c.id AS chat, CASE WHEN c.kind = 'group' THEN c.title END AS title, c.kind = 'private' AS private,
      o.dedupe_key AS key, o.kind, o.ticket, o.status, o.attempts, o.created_at AS "createdAt", o.not_before AS "notBefore",
      o.sending_at AS "sendingAt", o.sent_at AS "sentAt", o.error
    FROM outbox o JOIN chat c ON c.id = o.chat_id WHERE ${where} ORDER BY o.id DESC LIMIT ${MOST}`;
  return z.array(Said).parse(rows).reverse();
}

async function eventsBy(db: Db, where: Prisma.Sql): Promise<readonly TracedEvent[]> {
  const rows = await db.$queryRaw`
    SELECT e.ticket, e.seq, e.type, e.at, coalesce(e.actor->>'part', e.actor->>'kind') AS by, e.cause::float8 AS cause
    FROM ticket_event e WHERE ${where} ORDER BY e.id DESC LIMIT ${MOST}`;
  return z.array(Event).parse(rows).reverse();
}
