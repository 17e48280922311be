import { Prisma } from '../generated/client.ts';

/** Of a row `chat`: somebody who does not work for the government would read it there. As `isPublic` in core/shadow/silence.ts says it. */
export const READ_BY_THE_PUBLIC = Prisma.sql`(chat.role = 'work' OR (chat.kind = 'private' AND NOT EXISTS (
  SELECT 1 FROM identity JOIN member ON member.id = identity.member_id
  WHERE identity.private_chat = chat.id AND member.active AND EXISTS (SELECT 1 FROM unnest(member.roles) AS role WHERE role <> 'entrepreneur'))))`;

/**
 * Of a row `chat`: somebody of the public alone, and the ticket was reported in another chat, which is only listened to. In two scalar
 * looks by key, which the planner cannot turn into reading all tickets.
 */
export const aloneOfSilent = (ticket: Prisma.Sql): Prisma.Sql => Prisma.sql`(chat.kind = 'private'
  AND coalesce((SELECT s.shadow_since IS NOT NULL AND s.id <> chat.id FROM chat s
    WHERE s.id = (SELECT t.source_chat FROM ticket t WHERE t.number = ${ticket})), false) AND ${READ_BY_THE_PUBLIC})`;
