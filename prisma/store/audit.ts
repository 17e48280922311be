import { z } from 'zod';
import { TicketNumber } from '../../core/ids.ts';
import type { Db } from './client.ts';

export const Fault = z.enum(['no-next-step', 'not-fired', 'overdue-unseen', 'unreadable']);
export type Fault = z.infer<typeof Fault>;

export interface Finding {
  readonly id: number;
  readonly ticket: TicketNumber;
  readonly fault: Fault;
  /** The step and its deadline, or the moment nobody acted on. */
  readonly detail: string;
}

export interface AuditStore {
  /**
   * Looks at every open ticket with a query of its own: it knows nothing of the engine's code, only what must be true whatever the
   * engine does. Keeps what it finds, once as long as it lasts, and notes when it is gone. @returns what was not known before
   */
  look(at: Date, graceMs: number): Promise<readonly Finding[]>;
  /**
   * Findings found before then that nobody has been told of. Not those just found: a house that has just started, or slept, is
   * about to do what is due. What a process that ended did not tell is told by the next.
   */
  untold(foundBefore: Date): Promise<readonly Finding[]>;
  /** What a metric shows: faults that last, and how late the latest clock is. */
  state(at: Date): Promise<{ readonly findings: number; readonly lateMs: number; readonly timers: number }>;
}

const Row = z.object({ id: z.int(), ticket: TicketNumber, fault: Fault, detail: z.string() });

export function auditStore(db: Db): AuditStore {
  return {
    async look(at, graceMs) {
      const before = new Date(at.getTime() - graceMs);
      // Moments in JSON are ISO texts, which sort as they are: a cast would fail the whole look for one row broken by hand.
      const rows = await db.$queryRaw<unknown[]>`
        WITH open AS MATERIALIZED (
          SELECT number, due_at, jsonb_typeof(clocks) = 'array' AND jsonb_typeof(pauses) = 'array' AS readable,
            CASE WHEN jsonb_typeof(clocks) = 'array' THEN clocks ELSE '[]'::jsonb END AS clocks,
            CASE WHEN jsonb_typeof(pauses) = 'array' THEN pauses ELSE '[]'::jsonb END AS pauses
          FROM ticket WHERE state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended')),
        running AS (SELECT number FROM open WHERE EXISTS (
          SELECT 1 FROM jsonb_array_elements(clocks) AS clock WHERE clock->>'metAt' IS NULL AND clock->>'step' <> 'return')),
        faults AS (
          SELECT number, 'no-next-step' AS fault, '' AS detail FROM open
          WHERE due_at IS NULL OR (readable AND number NOT IN (SELECT number FROM running))
          UNION ALL
          SELECT number, 'unreadable', '' FROM open WHERE NOT readable
          UNION ALL
          SELECT number, 'not-fired', to_char(due_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') FROM ticket WHERE due_at < ${before}
          UNION ALL
          SELECT number, 'overdue-unseen', clock->>'step' || ' ' || (clock->>'dueAt')
          FROM open CROSS JOIN LATERAL jsonb_array_elements(clocks) AS clock
          WHERE clock->>'metAt' IS NULL AND clock->>'step' NOT IN ('return', 'review') AND clock->>'dueAt' < ${before.toISOString()}
            AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(pauses) AS pause WHERE pause->>'to' IS NULL)
            AND NOT EXISTS (
              SELECT 1 FROM ticket_event e WHERE e.ticket = number AND e.type = 'escalated' AND e.body->>'step' = clock->>'step'
                AND e.body->'round' = clock->'round' AND e.body->>'moment' >= clock->>'dueAt')),
        keyed AS (SELECT fault || '.' || number || '.' || detail AS key, number, fault, detail FROM faults),
        gone AS (
          UPDATE audit_finding SET cleared_at = ${at} WHERE cleared_at IS NULL AND key NOT IN (SELECT key FROM keyed))
        INSERT INTO audit_finding (key, ticket, fault, detail, found_at)
        SELECT key, number, fault, detail, ${at} FROM keyed
        ON CONFLICT (key) WHERE cleared_at IS NULL DO NOTHING
        RETURNING id, ticket, fault, detail`;
      return z.array(Row).parse(rows);
    },

    async untold(foundBefore) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT id, ticket, fault, detail FROM audit_finding f WHERE cleared_at IS NULL AND found_at <= ${foundBefore}
          AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.dedupe_key = 'audit.' || f.id) ORDER BY id`;
      return z.array(Row).parse(rows);
    },

    async state(at) {
      const rows = await db.$queryRaw<unknown[]>`
        SELECT (SELECT count(*)::int FROM audit_finding WHERE cleared_at IS NULL) AS findings,
          (SELECT coalesce(greatest(0, extract(epoch FROM ${at}::timestamptz - min(due_at)) * 1000), 0)::float8 FROM ticket WHERE due_at IS NOT NULL) AS "lateMs",
          (SELECT count(*)::int FROM ticket WHERE due_at IS NOT NULL) AS timers`;
      return z.object({ findings: z.int(), lateMs: z.number(), timers: z.int() }).parse(rows[0]);
    },
  };
}
