import { z } from 'zod';
import { FLOOD, type Flood, type SpokenMinute } from '../../core/conversation/flood.ts';
import { ChatId, InboxId } from '../../core/ids.ts';
import type { Db } from './client.ts';

const MINUTE_MS = 60_000;
/** A minute is told of when it is over, and nothing of it was set aside for so long. */
const QUIET_MS = 3_000;
/** Whoever floods on is read a tenth as much. */
const AGAIN = 10;
const TOLD_AT_ONCE = 200;
/** Asked every few seconds: not of years. */
const WITHIN_MS = 24 * 60 * MINUTE_MS;

export interface FloodStore {
  /**
   * What these people said in these minutes beyond what is read of it, and nobody has read yet, is over: `ignored`, all of it at once,
   * whatever else waits between. On record once a chat, person and minute. @returns those of them up to `upTo`, the last of a batch
   */
  setAside(chat: ChatId, minutes: readonly SpokenMinute[], upTo: InboxId, at: Date): Promise<ReadonlySet<InboxId>>;
  /** Floods whose author was not told yet. */
  unwarned(at: Date): Promise<readonly Flood[]>;
  warned(floods: readonly Flood[], at: Date): Promise<void>;
  /** Floods whose minute is over and which the duty desk was not told of. */
  untold(at: Date): Promise<readonly Flood[]>;
  /** Written to the desk's chat as one line, if none was in this minute yet; what came too late for it waits for the next. @returns written */
  tell(floods: readonly Flood[], line: { readonly desk: ChatId; readonly text: string }, at: Date): Promise<boolean>;
}

const FloodRow = z.object({ chat: ChatId, sender: z.string(), name: z.string(), minute: z.date(), aside: z.int() });

export function floodStore(db: Db): FloodStore {
  const floods = async (rows: Promise<unknown>): Promise<readonly Flood[]> => z.array(FloodRow).parse(await rows);

  return {
    async setAside(chat, minutes, upTo, at) {
      const since = new Date(Math.min(...minutes.map(({ minute }) => minute.getTime())));
      const rows = await db.$queryRaw<unknown[]>`
        WITH asked AS MATERIALIZED (
          SELECT a.*, f.since,
            CASE WHEN EXISTS (SELECT FROM flood b WHERE b.chat_id = ${chat} AND b.sender_wire_id = a.sender AND b.minute = a.minute - interval '1 minute')
              THEN greatest(1, a.allowed / ${AGAIN}) ELSE a.allowed END AS read
          FROM jsonb_to_recordset(${JSON.stringify(minutes)}::jsonb) AS a(sender text, name text, minute timestamptz, allowed int, "atOnce" int)
          LEFT JOIN flood f ON f.chat_id = ${chat} AND f.sender_wire_id = a.sender AND f.minute = a.minute),
        -- All he said in that minute is counted. Once it is more than is read, only what waits is looked at.
        counted AS MATERIALIZED (
          SELECT i.id, i.status, a.sender, a.minute, a.read, a."atOnce", row_number() OVER (PARTITION BY a.sender, a.minute ORDER BY i.id) AS nth,
            row_number() OVER (PARTITION BY a.sender, date_trunc('second', least(coalesce(i.at, i.received_at), i.received_at)) ORDER BY i.id) AS nth_at_once
          FROM asked a JOIN inbox i ON i.sender_wire_id = a.sender
          WHERE a.since IS NULL AND i.chat_id = ${chat} AND i.received_at >= ${since} AND i.kind IN ('message', 'edit', 'recall', 'button')
            AND least(coalesce(i.at, i.received_at), i.received_at) >= a.minute
            AND least(coalesce(i.at, i.received_at), i.received_at) < a.minute + interval '1 minute'),
        beyond AS MATERIALIZED (
          SELECT id, sender, minute FROM counted WHERE (nth > read OR nth_at_once > "atOnce") AND status = 'new'
          UNION ALL
          SELECT i.id, a.sender, a.minute FROM asked a JOIN inbox i ON i.sender_wire_id = a.sender AND i.id >= a.since
          WHERE i.chat_id = ${chat} AND i.status = 'new' AND i.kind IN ('message', 'edit', 'recall', 'button')
            AND least(coalesce(i.at, i.received_at), i.received_at) >= a.minute
            AND least(coalesce(i.at, i.received_at), i.received_at) < a.minute + interval '1 minute'),
        -- In order, and looked at again under the lock: what another worker took meanwhile is his.
        held AS MATERIALIZED (SELECT id FROM inbox WHERE id IN (SELECT id FROM beyond) AND status = 'new' ORDER BY id FOR UPDATE),
        aside AS (
          UPDATE inbox SET status = 'done', outcome = 'ignored', reason = ${FLOOD}, handled_at = ${at}, error = NULL
          WHERE id IN (SELECT id FROM held) RETURNING id, sender_wire_id AS sender, date_trunc('minute', least(coalesce(at, received_at), received_at)) AS minute),
        recorded AS (
          INSERT INTO flood AS f (chat_id, sender_wire_id, minute, sender_name, since, aside, changed_at)
          SELECT ${chat}, a.sender, a.minute, a.name,
            coalesce(a.since, (SELECT c.id FROM counted c WHERE c.sender = a.sender AND c.minute = a.minute AND c.nth = c.read + 1)), sum.n, ${at}
          -- Summed before it is joined: joined row by row, ten thousand of them would meet ten thousand.
          FROM (SELECT sender, minute, count(*) AS n FROM aside GROUP BY sender, minute) sum JOIN asked a ON a.sender = sum.sender AND a.minute = sum.minute
          ORDER BY a.sender, a.minute
          ON CONFLICT (chat_id, sender_wire_id, minute) DO UPDATE SET aside = f.aside + EXCLUDED.aside, since = coalesce(f.since, EXCLUDED.since), changed_at = EXCLUDED.changed_at)
        SELECT id::float8 AS id FROM aside WHERE id <= ${upTo}`;
      return new Set(
        z
          .array(z.object({ id: InboxId }))
          .parse(rows)
          .map(({ id }) => id),
      );
    },

    unwarned: (at) =>
      floods(
        db.$queryRaw`SELECT chat_id AS chat, sender_wire_id AS sender, sender_name AS name, minute, aside FROM flood
          WHERE warned_at IS NULL AND minute > ${new Date(at.getTime() - WITHIN_MS)} ORDER BY minute, chat_id, sender_wire_id LIMIT ${TOLD_AT_ONCE}`,
      ),

    async warned(these, at) {
      await db.$executeRaw`
        UPDATE flood f SET warned_at = ${at} FROM jsonb_to_recordset(${JSON.stringify(these)}::jsonb) AS t(chat int, sender text, minute timestamptz)
        WHERE f.chat_id = t.chat AND f.sender_wire_id = t.sender AND f.minute = t.minute`;
    },

    untold: (at) =>
      floods(
        db.$queryRaw`SELECT chat_id AS chat, sender_wire_id AS sender, sender_name AS name, minute, aside FROM flood
          WHERE told_at IS NULL AND minute > ${new Date(at.getTime() - WITHIN_MS)} AND minute <= ${new Date(at.getTime() - MINUTE_MS)}
            AND changed_at <= ${new Date(at.getTime() - QUIET_MS)} ORDER BY minute, chat_id, sender_wire_id LIMIT ${TOLD_AT_ONCE}`,
      ),

    async tell(these, { desk, text }, at) {
      const body = { text, mentions: [], quoteOf: null, buttons: [], mediaOf: [] };
      const minute = Math.floor(at.getTime() / MINUTE_MS);
      const told = await db.$executeRaw`
        WITH line AS (
          INSERT INTO outbox (dedupe_key, chat_id, channel, kind, body, created_at, not_before)
          SELECT ${`flood.desk.${desk}.${minute}`}, chat.id, chat.channel, 'flood', ${JSON.stringify(body)}::jsonb, ${at}, ${at} FROM chat WHERE chat.id = ${desk}
          ON CONFLICT (dedupe_key) DO NOTHING RETURNING id)
        UPDATE flood f SET told_at = ${at} FROM jsonb_to_recordset(${JSON.stringify(these)}::jsonb) AS t(chat int, sender text, minute timestamptz)
        WHERE f.chat_id = t.chat AND f.sender_wire_id = t.sender AND f.minute = t.minute AND EXISTS (SELECT FROM line)`;
      return told > 0;
    },
  };
}

const AsideRow = z.object({ chat: z.string(), private: z.boolean(), name: z.string(), at: z.date(), text: z.string() });
export type AsideMessage = z.infer<typeof AsideRow>;

/** What was set aside on a day (Asia/Shanghai, `YYYY-MM-DD`), in order, as it was said; at most `limit`. */
export async function setAsideOn(db: Db, day: string, limit: number): Promise<readonly AsideMessage[]> {
  const rows = await db.$queryRaw`
    SELECT coalesce(c.title, c.wire_id) AS chat, c.kind = 'private' AS private, coalesce(i.sender_name, '') AS name, coalesce(i.at, i.received_at) AS at, i.text
    FROM inbox i JOIN chat c ON c.id = i.chat_id
    WHERE i.received_at >= (${day}::date)::timestamp AT TIME ZONE 'Asia/Shanghai' AND i.received_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND i.reason = ${FLOOD} ORDER BY i.id LIMIT ${limit}`;
  return z.array(AsideRow).parse(rows);
}
