import { z } from 'zod';
import { FLOOD } from '../../core/conversation/flood.ts';
import type { RecentMessage } from '../../core/conversation/heard.ts';
import type { ChatId, InboxId } from '../../core/ids.ts';
import { OPEN_STATES, type Ticket } from '../../core/ticket/ticket.ts';
import { Prisma } from '../generated/client.ts';
import { type Db, type Runner, runnerOf } from './client.ts';
import { gathered } from './gather.ts';
import { LATELY, MESSAGE_COLUMNS, MessageRow, messageOf, PAST_FLOOD } from './recent.ts';
import { RowVersion, type TicketCache, VERSION } from './ticket-cache.ts';

/** What is asked for around a message; null or empty: that is not needed. */
export interface AroundAsk {
  readonly chat: ChatId;
  readonly inbox: InboxId;
  /** What was said in the chat just before. */
  readonly talk: boolean;
  /** The latest tickets that stand under any of these keys. */
  readonly reporterKeys: readonly string[];
  readonly enterprise: string | null;
  /** Open ones reported in this chat since then. */
  readonly nearbySince: Date | null;
  /** Waiting for a department's words, or for a member's. */
  readonly waitingDepartment: string | null;
  readonly waitingMember: number | null;
  /** Open ones of a department that were reported in this chat. */
  readonly reportedFor: string | null;
  /** Open ones that wait for a word on a 延期. */
  readonly extensions: boolean;
}

export interface Around {
  readonly recent: readonly RecentMessage[];
  readonly mine: readonly Ticket[];
  readonly ours: readonly Ticket[];
  readonly nearby: readonly Ticket[];
  readonly waiting: readonly Ticket[];
  readonly ofMyDepartment: readonly Ticket[];
  readonly extensions: readonly Ticket[];
}

/** Written out too, and not as parameters: a plan kept for all of them would take each for a tenth of its table, and sort instead of following an index. */
const atMost = (count: number): Prisma.Sql => Prisma.raw(`LIMIT ${count}`);
const OWN = atMost(3);
const NEARBY = atMost(30);
const WAITING = atMost(2);
const REPORTED = atMost(8);
/** Of one message; more are not told of in one. */
const SPOKEN = atMost(20);

/** Written out and not as parameters: only so does the planner see that the partial indexes of what is open hold them. */
const states = (names: Iterable<string>): Prisma.Sql => Prisma.raw([...names].map((name) => `'${name}'`).join(', '));
const OPEN = states(OPEN_STATES);
/** States in which a ticket waits for an official's words. */
const WAITS = states(['dispatched', 'claimed', 'contacted', 'suspended']);

const What = z.enum(['mine', 'ours', 'nearby', 'waiting', 'reported', 'extension', 'spoken']);
type What = z.infer<typeof What>;
const Found = z.object({ n: z.int(), what: What }).extend(RowVersion.shape);
const Recent = MessageRow.extend({ n: z.int() });
const Answer = z.object({ found: z.array(Found), recent: z.array(Recent) });

/** What surrounds messages of several chats, in one statement; tickets that were read before and have not moved are not read again. */
export function aroundReader(db: Db, cache: TicketCache): (ask: AroundAsk) => Promise<Around> {
  const run = runnerOf(db);
  const look = gathered((asks: readonly AroundAsk[]) => lookAll(run, asks), { most: 40 });
  return async (ask) => {
    const { found, recent } = await look(ask);
    const tickets = await cache.these(found);
    const of = (what: What): Ticket[] => found.filter((row) => row.what === what).flatMap((row) => tickets.get(row.number) ?? []);
    const nearby = of('nearby').sort(latestFirst);
    const [mine, ours, ofMyDepartment] = [of('mine').sort(highestFirst), of('ours').sort(highestFirst), of('reported').sort(latestFirst)];
    return {
      recent: recent.map(messageOf),
      mine,
      ours,
      nearby: [...nearby, ...of('spoken')],
      waiting: of('waiting').sort(oldestFirst),
      ofMyDepartment,
      extensions: of('extension').sort(oldestFirst),
    };
  };
}

const highestFirst = (a: Ticket, b: Ticket): number => b.number - a.number;
const oldestFirst = (a: Ticket, b: Ticket): number =>
  a.receivedAt < b.receivedAt ? -1 : a.receivedAt > b.receivedAt ? 1 : a.number - b.number;
const latestFirst = (a: Ticket, b: Ticket): number => -oldestFirst(a, b);

async function lookAll(run: Runner, asks: readonly AroundAsk[]): Promise<readonly z.infer<typeof Answer>[]> {
  const rows = await run(Prisma.sql`
    WITH asks AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(asks.map((ask, n) => ({ ...ask, n })))}::jsonb) AS a(n int, chat int, inbox bigint, talk boolean,
        "reporterKeys" text[], enterprise text, "nearbySince" timestamptz, "waitingDepartment" text, "waitingMember" int, "reportedFor" text,
        extensions boolean)),
    recent AS MATERIALIZED (
      -- One look along the chat's own index, by a range and in its order: with = the planner may go through the ids alone, past all other chats.
      SELECT a.n, r.* FROM asks a CROSS JOIN LATERAL (
        SELECT ${MESSAGE_COLUMNS} FROM (
          SELECT * FROM inbox WHERE chat_id BETWEEN a.chat AND a.chat AND id < a.inbox AND kind = 'message'
          ORDER BY chat_id DESC, id DESC ${atMost(PAST_FLOOD)}) i
        WHERE i.reason IS DISTINCT FROM ${FLOOD} ORDER BY i.chat_id DESC, i.id DESC ${atMost(LATELY)}) r
      WHERE a.talk),
    numbers AS MATERIALIZED (
      SELECT a.n, 'mine' AS what, mine.number, mine.version FROM asks a CROSS JOIN LATERAL (
        -- Each key by its own index: asked for all at once, the planner may walk through everybody's tickets from the newest on.
        SELECT latest.* FROM unnest(a."reporterKeys") AS wanted(key) CROSS JOIN LATERAL (
          SELECT number, ${VERSION} AS version FROM ticket WHERE reporter_key BETWEEN wanted.key AND wanted.key ORDER BY reporter_key, number DESC ${OWN}) AS latest
        ORDER BY latest.number DESC ${OWN}) mine
      UNION ALL
      SELECT a.n, 'ours', ours.* FROM asks a CROSS JOIN LATERAL (
        SELECT number, ${VERSION} AS version FROM ticket WHERE enterprise BETWEEN a.enterprise AND a.enterprise ORDER BY enterprise, number DESC ${OWN}) ours
      WHERE a.enterprise IS NOT NULL
      UNION ALL
      SELECT a.n, 'nearby', near.* FROM asks a CROSS JOIN LATERAL (
        SELECT number, ${VERSION} AS version FROM ticket WHERE source_chat = a.chat AND state IN (${OPEN}) AND received_at >= a."nearbySince"
        ORDER BY received_at DESC ${NEARBY}) near
      WHERE a."nearbySince" IS NOT NULL
      UNION ALL
      SELECT a.n, 'waiting', waits.* FROM asks a CROSS JOIN LATERAL (
        SELECT number, ${VERSION} AS version FROM ticket WHERE department = a."waitingDepartment" AND state IN (${OPEN}) AND state IN (${WAITS})
        ORDER BY received_at ${WAITING}) waits
      WHERE a."waitingDepartment" IS NOT NULL
      UNION ALL
      SELECT a.n, 'waiting', waits.* FROM asks a CROSS JOIN LATERAL (
        SELECT number, ${VERSION} AS version FROM ticket WHERE (handler = a."waitingMember" OR commissioner = a."waitingMember") AND state IN (${OPEN})
          AND state IN (${WAITS}) ORDER BY received_at ${WAITING}) waits
      WHERE a."waitingMember" IS NOT NULL
      UNION ALL
      SELECT a.n, 'reported', reported.* FROM asks a CROSS JOIN LATERAL (
        SELECT number, ${VERSION} AS version FROM ticket WHERE department = a."reportedFor" AND source_chat = a.chat AND state IN (${OPEN})
        ORDER BY received_at DESC ${REPORTED}) reported
      WHERE a."reportedFor" IS NOT NULL
      UNION ALL
      SELECT a.n, 'extension', wanted.* FROM asks a CROSS JOIN LATERAL (
        -- Named within: outside, all that is open would be read whoever asks.
        SELECT number, ${VERSION} AS version FROM ticket WHERE a.extensions AND state IN (${OPEN}) AND extension->>'state' = 'asked'
        ORDER BY received_at ${WAITING}) wanted),
    -- Mostly none: what was spoken of just now and is over, or older than what is read anyhow.
    spoken AS MATERIALIZED (
      SELECT r.n, m.ticket AS number FROM recent r CROSS JOIN LATERAL (
        -- By a range and in its index's order: with = and a limit, a planner without figures reads the whole table for each.
        SELECT ticket FROM ticket_message WHERE inbox_id BETWEEN r.id AND r.id ORDER BY inbox_id ${SPOKEN}) m
      EXCEPT SELECT n, number FROM numbers WHERE what IN ('mine', 'ours', 'nearby', 'reported'))
    SELECT
      coalesce((SELECT json_agg(row_to_json(f)) FROM (
        SELECT * FROM numbers UNION ALL
        -- One look by key each: joined, the planner may read all tickets of all years.
        SELECT s.n, 'spoken', t.* FROM spoken s CROSS JOIN LATERAL (SELECT number, ${VERSION} AS version FROM ticket WHERE number = s.number LIMIT 1) t) f), '[]') AS found,
      coalesce((SELECT json_agg(row_to_json(r) ORDER BY r.n, r.id DESC) FROM recent r), '[]') AS recent`);
  const { found, recent } = Answer.parse(z.array(z.unknown()).parse(rows)[0]);
  return asks.map((_, n) => ({ found: found.filter((row) => row.n === n), recent: recent.filter((row) => row.n === n) }));
}
