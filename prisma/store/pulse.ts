import { z } from 'zod';
import { type ChannelName, TicketNumber } from '../../core/ids.ts';
import type { Db } from './client.ts';

/** What waits to be sent over one channel. */
const Outbound = z.object({
  channel: z.string(),
  /** May go now. */
  due: z.int(),
  /** Since when the one that has waited longest could have gone; null: none is due. */
  oldestAt: z.date().nullable(),
  /** Being sent at this moment. */
  sending: z.int(),
  /** Tried before and not taken by the wire. */
  retrying: z.int(),
  held: z.int(),
});
const Row = z.object({
  inbox: z.int(),
  inboxOldestAt: z.date().nullable(),
  parkedUnshown: z.int(),
  triageOpen: z.int(),
  reportsWaiting: z.int(),
  modelCalls: z.int(),
  modelTokens: z.number(),
});
const Doubts = z.object({ lately: z.int(), unshown: z.int() });

/** How the house stands at a moment. */
export type Pulse = z.infer<typeof Row> & {
  readonly outbox: readonly z.infer<typeof Outbound>[];
  /** Sends that ended in doubt or refused: in the last day, and of the last month those that no desk has been shown. */
  readonly doubts: z.infer<typeof Doubts>;
};

export interface PulseStore {
  /** Reads what waits, by the partial indexes of what waits: its cost does not grow with history. @param day in Shanghai, for the model's budget */
  take(at: Date, day: string, channels: readonly ChannelName[]): Promise<Pulse>;
  /** When the messages of these tickets reached us. */
  receivedAt(tickets: readonly number[]): Promise<ReadonlyMap<number, Date>>;
  /** Which of these are not applied to the end. */
  missingMigrations(names: readonly string[]): Promise<readonly string[]>;
  beat(part: 'workers' | 'bots', instance: string, at: Date): Promise<void>;
  /** When any process of this part turned last. */
  lastBeat(part: 'workers' | 'bots'): Promise<Date | null>;
}

const DAY_MS = 24 * 3_600_000;
/** As long as the deliverer shows them. */
const DOUBT_DAYS = 30;
/** As long as the worker shows them. */
const PARKED_DAYS = 7;

export function pulseStore(db: Db): PulseStore {
  return {
    async take(at, day, channels) {
      const before = (days: number) => new Date(at.getTime() - days * DAY_MS);
      const names = [...channels];
      const [rows, outbox, doubts] = await Promise.all([
        db.$queryRaw<unknown[]>`
          SELECT (SELECT count(*)::int FROM inbox WHERE status = 'new') AS inbox,
            (SELECT min(received_at) FROM inbox WHERE status = 'new') AS "inboxOldestAt",
            (SELECT count(*)::int FROM inbox i WHERE i.outcome = 'parked' AND i.error IS NOT NULL AND i.handled_at > ${before(PARKED_DAYS)}
              AND NOT EXISTS (SELECT 1 FROM outbox told WHERE told.dedupe_key = 'parked.' || i.id)) AS "parkedUnshown",
            (SELECT count(*)::int FROM triage WHERE state = 'open') AS "triageOpen",
            (SELECT count(*)::int FROM report WHERE state = 'waiting') AS "reportsWaiting",
            coalesce((SELECT calls FROM model_budget WHERE day = ${day}::date), 0) AS "modelCalls",
            coalesce((SELECT tokens FROM model_budget WHERE day = ${day}::date), 0)::float8 AS "modelTokens"`,
        // What was held began to wait when it was let out; what a wire refused has waited from the beginning.
        db.$queryRaw<unknown[]>`
          WITH waiting AS MATERIALIZED (
            SELECT o.channel, o.status, o.attempts, o.status = 'pending' AND o.not_before <= ${at} AS due,
              CASE WHEN o.attempts = 0 THEN o.not_before WHEN (o.body->>'fold')::boolean THEN o.sending_at ELSE o.created_at END AS since
            FROM outbox o JOIN chat ON chat.id = o.chat_id
            WHERE o.status IN ('pending', 'sending') AND o.channel = ANY(${names}::text[]) AND chat.shadow_since IS NULL)
          SELECT name AS channel,
            count(*) FILTER (WHERE due)::int AS due, min(since) FILTER (WHERE due) AS "oldestAt",
            count(*) FILTER (WHERE status = 'sending')::int AS sending,
            count(*) FILTER (WHERE status = 'pending' AND attempts > 0)::int AS retrying,
            (SELECT count(*)::int FROM outbox h WHERE h.status = 'held' AND h.channel = name) AS held
          FROM unnest(${names}::text[]) AS name LEFT JOIN waiting ON waiting.channel = name GROUP BY name ORDER BY name`,
        db.$queryRaw<unknown[]>`
          SELECT count(*) FILTER (WHERE coalesce(o.sending_at, o.created_at) > ${before(1)})::int AS lately,
            count(*) FILTER (WHERE chat.role <> 'duty' AND NOT EXISTS (SELECT 1 FROM outbox shown WHERE shown.dedupe_key = 'doubt.' || o.id))::int AS unshown
          FROM outbox o JOIN chat ON chat.id = o.chat_id
          WHERE o.status IN ('unknown', 'refused') AND o.channel = ANY(${names}::text[]) AND coalesce(o.sending_at, o.created_at) > ${before(DOUBT_DAYS)}`,
      ]);
      return { ...Row.parse(rows[0]), outbox: z.array(Outbound).parse(outbox), doubts: Doubts.parse(doubts[0]) };
    },

    async receivedAt(tickets) {
      const rows = await db.ticket.findMany({ where: { number: { in: [...tickets] } }, select: { number: true, receivedAt: true } });
      return new Map(rows.map((row) => [TicketNumber.parse(row.number), row.receivedAt]));
    },

    async missingMigrations(names) {
      const rows = await db.$queryRaw<{ name: string }[]>`
        SELECT name FROM unnest(${[...names]}::text[]) AS name WHERE NOT EXISTS (
          SELECT 1 FROM _prisma_migrations m WHERE m.migration_name = name AND m.finished_at IS NOT NULL AND m.rolled_back_at IS NULL)`;
      return rows.map(({ name }) => name);
    },

    async beat(part, instance, at) {
      // Containers are called otherwise after each start: what has not turned for a day is gone.
      await db.$executeRaw`
        WITH gone AS (DELETE FROM heartbeat WHERE at < ${new Date(at.getTime() - DAY_MS)} AND instance <> ${instance})
        INSERT INTO heartbeat (part, instance, at) VALUES (${part}, ${instance}, ${at})
        ON CONFLICT (part, instance) DO UPDATE SET at = EXCLUDED.at`;
    },

    async lastBeat(part) {
      return (await db.heartbeat.findFirst({ where: { part }, orderBy: { at: 'desc' }, select: { at: true } }))?.at ?? null;
    },
  };
}
