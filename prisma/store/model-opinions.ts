import { z } from 'zod';
import type { Effects } from '../../core/conversation/effects.ts';
import { DepartmentCode } from '../../core/ids.ts';
import { Opinion, Verdict } from '../../core/model/opinion.ts';
import { type Db, within } from './client.ts';
import { refusalOf, type Written } from './commit.ts';
import { write } from './commit-statement.ts';

export interface ModelOpinionStore {
  /** Writes what was taken of a model's word and in what it differed, whole or not at all. A second word on a ticket is not kept. */
  keep(opinion: Opinion | null, effects: Effects | null, at: Date): Promise<Written>;
  /** Notes who was right where a person has meanwhile said which department it is. Looks only at what is open. @returns how many */
  settle(at: Date): Promise<number>;
}

export function modelOpinionStore(db: Db): ModelOpinionStore {
  return {
    async keep(opinion, effects, at) {
      try {
        return await db.$transaction(async (tx) => {
          const written: Written = effects === null ? { kind: 'written', outbox: [] } : await write(within(tx), effects, at);
          if (opinion !== null) await tx.modelOpinion.createMany({ data: [{ ...opinion, at }], skipDuplicates: true });
          return written;
        });
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal) return refusal;
        throw error;
      }
    },

    async settle(at) {
      // A hand's latest dispatch or transfer says it; else the department with which somebody closed it.
      return db.$executeRaw`
        WITH open AS MATERIALIZED (
          SELECT id, ticket, at, local->'candidates'->0->>'department' AS local, said->'candidates'->0->>'department' AS model
          FROM model_opinion WHERE verdict IS NULL AND 'department' = ANY(differs)),
        shown AS (
          SELECT open.*, t.state, coalesce(
            (SELECT e.body->>'department' FROM ticket_event e
             WHERE e.ticket = open.ticket AND e.at >= open.at AND e.type IN ('dispatched', 'transferred') AND e.actor->>'kind' = 'member'
             ORDER BY e.seq DESC LIMIT 1),
            CASE WHEN t.state IN ('closed', 'archived') THEN t.department END) AS department
          FROM open JOIN ticket t ON t.number = open.ticket)
        UPDATE model_opinion o SET settled_at = ${at}, verdict = CASE
          WHEN shown.department IS NULL THEN 'moot' WHEN shown.department = shown.local THEN 'local'
          WHEN shown.department = shown.model THEN 'model' ELSE 'neither' END
        FROM shown WHERE o.id = shown.id AND (shown.department IS NOT NULL OR shown.state IN ('withdrawn', 'archived'))`;
    },
  };
}

const Row = Opinion.extend({
  at: z.date(),
  verdict: Verdict.nullable(),
  sensitive: z.boolean(),
  summary: z.string(),
  department: DepartmentCode.nullable(),
});
/** One to review, with the ticket as it stands. */
export type KeptOpinion = z.infer<typeof Row>;

/** The latest, newest first. For a tool, never on a message's path. */
export async function opinionsOf(
  db: Db,
  { limit, open }: { readonly limit: number; readonly open: boolean },
): Promise<readonly KeptOpinion[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT o.ticket, o.model, o.at, o.needs, o.local, o.said, o.differs, o.did, o.verdict, t.sensitive, t.summary, t.department
    FROM model_opinion o JOIN ticket t ON t.number = o.ticket
    WHERE ${!open} OR o.verdict IS NULL ORDER BY o.id DESC LIMIT ${limit}`;
  return z.array(Row).parse(rows);
}
