import { z } from 'zod';
import type { RecentMessage } from '../../core/conversation/heard.ts';
import { InboxId, TicketNumber, TriageId } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { Outcome, Role } from './stored-words.ts';

/** What a group of sixty says in a busy half hour; a conversation that is older has its ticket to be found by. */
export const LATELY = 40;
/** So far is looked past what was set aside of a flood; behind more of it, others' talk is forgotten sooner. */
export const PAST_FLOOD = 400;

/** As JSON of the row has it. */
export const MessageRow = z.object({
  id: InboxId,
  sender: z.string().nullable(),
  name: z.string().nullable(),
  text: z.string(),
  media: z.int(),
  at: z.string(),
  outcome: Outcome.nullable(),
  recalled: z.boolean(),
  links: z.array(z.object({ ticket: TicketNumber, role: Role })),
  triage: TriageId.nullable(),
});
type MessageRow = z.infer<typeof MessageRow>;

/** Of a row `i` of inbox. */
export const MESSAGE_COLUMNS = Prisma.sql`i.id, i.sender_wire_id AS sender, i.sender_name AS name, i.text, coalesce((i.body->>'media')::int, 0) AS media,
  least(coalesce(i.at, i.received_at), i.received_at) AS at, i.outcome,
  -- Not EXISTS, which the planner may answer by reading all recalls of all years into a table first; by a range and in its index's
  -- order, since a plan made while the table was small may look through the whole chat for it, forty times a message.
  coalesce((SELECT true FROM inbox r WHERE r.chat_id = i.chat_id AND r.message_id BETWEEN i.message_id AND i.message_id AND r.kind = 'recall'
    ORDER BY r.message_id LIMIT 1), false) AS recalled,
  coalesce((SELECT json_agg(json_build_object('ticket', m.ticket, 'role', m.role))
    FROM ticket_message m WHERE m.inbox_id = i.id), '[]') AS links,
  (SELECT t.id FROM triage t WHERE t.inbox_id = i.id AND t.state = 'open' AND t.ticket IS NULL) AS triage`;

/** These messages, oldest first, as they stand now. */
export async function messagesNamed(db: Db, ids: readonly bigint[]): Promise<RecentMessage[]> {
  const rows = await db.$queryRaw`
    SELECT to_jsonb(one) AS message FROM (SELECT ${MESSAGE_COLUMNS} FROM inbox i WHERE i.id = ANY(${[...ids]}::bigint[])) one ORDER BY one.id`;
  return z
    .array(z.object({ message: MessageRow }))
    .parse(rows)
    .map(({ message }) => messageOf(message));
}

export function messageOf({ id, sender, name, at, ...row }: MessageRow): RecentMessage {
  const { text, media, outcome, recalled, triage } = row;
  // Sorted here: for each of forty messages Postgres would set up a sort of its own.
  const links = row.links.toSorted((a, b) => a.ticket - b.ticket);
  const spoken = new Date(at).toISOString();
  return { inbox: id, senderWireId: sender, senderName: name, text, media, at: spoken, outcome, recalled, links, triage };
}
