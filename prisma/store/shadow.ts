import { z } from 'zod';
import { DepartmentCode, InboxId, MemberId } from '../../core/ids.ts';
import { ShadowIntent } from '../../core/shadow/would.ts';
import { Urgency } from '../../core/ticket/ticket.ts';
import type { Db } from './client.ts';
import { READ_BY_THE_PUBLIC } from './public.ts';

/** One verdict of the duty desk, as a label to learn from. Fields that nobody spoke of are null. */
const JudgedMessage = z.object({
  /** The cursor to go on from. A verdict that is changed comes again, under a new one. */
  id: z.int(),
  inbox: InboxId,
  /** As it was said, unmasked: it is the same text the ears will be asked about. */
  text: z.string(),
  intent: ShadowIntent.nullable(),
  department: DepartmentCode.nullable(),
  urgent: Urgency.nullable(),
  /** Whether the bot would have done right. */
  right: z.boolean(),
  by: MemberId,
  at: z.date(),
});
export type JudgedMessage = z.infer<typeof JudgedMessage>;

export interface ShadowStore {
  /** Verdicts given or changed after `cursor` (0: from the beginning), in the order in which they were given; at most `limit`. */
  verdictsSince(cursor: number, limit: number): Promise<readonly JudgedMessage[]>;
  /** SHADOW=1 begins: what still waits to be said to the public is not said any more. @returns how many messages that were */
  hush(): Promise<number>;
}

export function shadowStore(db: Db): ShadowStore {
  return {
    async verdictsSince(cursor, limit) {
      const rows = await db.$queryRaw`
        SELECT s.judgement::float8 AS id, s.inbox_id::float8 AS inbox, i.text, s.label_intent AS intent, s.label_department AS department,
          s.label_urgency AS urgent, s.verdict = 'right' AS right, s.judged_by AS by, s.judged_at AS at
        FROM shadow s JOIN inbox i ON i.id = s.inbox_id
        WHERE s.judgement > ${BigInt(cursor)} ORDER BY s.judgement LIMIT ${limit}`;
      return z.array(JudgedMessage).parse(rows);
    },
    async hush() {
      // Twice, so that each looks into the index of what waits and not through years of what was said.
      const pending = await db.$executeRaw`
        UPDATE outbox SET status = 'withdrawn' FROM chat WHERE chat.id = outbox.chat_id AND outbox.status = 'pending' AND ${READ_BY_THE_PUBLIC}`;
      const held = await db.$executeRaw`
        UPDATE outbox SET status = 'withdrawn' FROM chat WHERE chat.id = outbox.chat_id AND outbox.status = 'held' AND ${READ_BY_THE_PUBLIC}`;
      return pending + held;
    },
  };
}
