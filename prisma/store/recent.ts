import { z } from 'zod';
import { FLOOD } from '../../core/conversation/flood.ts';
import type { Heard, RecentMessage } from '../../core/conversation/heard.ts';
import { InboxId, TicketNumber, TriageId } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { Outcome, Role } from './stored-words.ts';

/** What a group of sixty says in a busy half hour; a conversation that is older has its ticket to be found by. */
const LATELY = 40;
/** So far is looked past what was set aside of a flood; behind more of it, others' talk is forgotten sooner. */
const PAST_FLOOD = 400;

const Row = z.object({
  id: z.bigint(),
  sender: z.string().nullable(),
  name: z.string().nullable(),
  text: z.string(),
  media: z.int(),
  at: z.date(),
  outcome: Outcome.nullable(),
  recalled: z.boolean(),
  links: z.array(z.object({ ticket: z.int(), role: Role })),
  triage: z.int().nullable(),
});

const COLUMNS = Prisma.sql`i.id, i.sender_wire_id AS sender, i.sender_name AS name, i.text, coalesce((i.body->>'media')::int, 0) AS media,
  least(coalesce(i.at, i.received_at), i.received_at) AS at, i.outcome,
  -- Not EXISTS, which the planner may answer by reading all recalls of all years into a table first.
  coalesce((SELECT true FROM inbox r WHERE r.chat_id = i.chat_id AND r.message_id = i.message_id AND r.kind = 'recall' LIMIT 1), false) AS recalled,
  coalesce((SELECT jsonb_agg(jsonb_build_object('ticket', m.ticket, 'role', m.role) ORDER BY m.ticket)
    FROM ticket_message m WHERE m.inbox_id = i.id), '[]') AS links,
  (SELECT t.id FROM triage t WHERE t.inbox_id = i.id AND t.state = 'open' AND t.ticket IS NULL) AS triage`;

/**
 * What was said in this chat just before, newest first, with what became of it. One look along the chat's own index (by a range and in
 * its order: with `=` the planner may go through the ids alone, past all other chats); so a burst needs no timer and survives a restart.
 */
export async function recentIn(db: Db, heard: Heard): Promise<RecentMessage[]> {
  const chat = heard.chat.id;
  return messagesOf(
    await db.$queryRaw`
      SELECT ${COLUMNS} FROM (
        SELECT * FROM inbox WHERE chat_id BETWEEN ${chat} AND ${chat} AND id < ${heard.id} AND kind = 'message'
        ORDER BY chat_id DESC, id DESC LIMIT ${PAST_FLOOD}) i
      WHERE i.reason IS DISTINCT FROM ${FLOOD} ORDER BY i.chat_id DESC, i.id DESC LIMIT ${LATELY}`,
  );
}

/** These messages, oldest first, as they stand now. */
export async function messagesNamed(db: Db, ids: readonly bigint[]): Promise<RecentMessage[]> {
  return messagesOf(await db.$queryRaw`SELECT ${COLUMNS} FROM inbox i WHERE i.id = ANY(${[...ids]}::bigint[]) ORDER BY i.id`);
}

function messagesOf(rows: unknown): RecentMessage[] {
  return z
    .array(Row)
    .parse(rows)
    .map(({ id, sender, name, text, media, at, outcome, recalled, links, triage }) => ({
      inbox: InboxId.parse(Number(id)),
      senderWireId: sender,
      senderName: name,
      text,
      media,
      at: at.toISOString(),
      outcome,
      recalled,
      links: links.map((link) => ({ ticket: TicketNumber.parse(link.ticket), role: link.role })),
      triage: triage === null ? null : TriageId.parse(triage),
    }));
}
