import { z } from 'zod';
import type { InboundEnvelope } from '../../core/channel.ts';
import type { Heard } from '../../core/conversation/heard.ts';
import type { Directory } from '../../core/directory.ts';
import { ChatId, InboxId } from '../../core/ids.ts';
import { Prisma } from '../generated/client.ts';
import { chatBook } from './chats.ts';
import { type Db, type Runner, runnerOf } from './client.ts';
import { gathered } from './gather.ts';
import { parkRefused } from './inbox-refused.ts';
import { filesOf, heardOf, rowOf, StoredRow } from './inbox-rows.ts';
import { neverFits, refusedState } from './outage.ts';
import type { Recognise } from './recognise.ts';

export interface InboxStore {
  /** One insert for the whole batch (one more after each move of a chat); repeated envelopes change nothing. @returns chats that have something to understand */
  receive(batch: readonly InboundEnvelope[], at: Date): Promise<readonly ChatId[]>;
  /** What Postgres refuses for what is in it is stored in another form and parked, for the duty desk to see. @returns false: not even that */
  park(envelope: InboundEnvelope, refused: unknown, at: Date): Promise<boolean>;
  /** The chat's next messages in order of arrival; fewer than `limit` are all that wait. One whose stored form cannot be read is parked on the way. */
  next(chat: ChatId, directory: Directory, limit: number, at: Date): Promise<readonly Heard[]>;
  /** Chats with something new, for a start-up and for hints that were lost. */
  chatsWaiting(): Promise<readonly ChatId[]>;
  /**
   * Counts a failed attempt; at the last one the message is parked and shown, and its chat goes on.
   * @param attempt which one it is for who tried: of several processes that try the same message side by side one is counted
   * @returns how many it has failed by now, in all; null: somebody else has handled or parked it meanwhile
   */
  failed(id: InboxId, error: string, maxAttempts: number, at: Date, attempt?: number): Promise<Failed | null>;
  /** Parked after failures and not yet shown to anybody: the process may end between the one and the other. */
  untold(at: Date): Promise<readonly Untold[]>;
  /** When the first message of all came; null: none has. */
  listeningSince(): Promise<Date | null>;
}

export interface Failed {
  readonly attempts: number;
  readonly parked: boolean;
}

const UntoldRow = z.object({ id: InboxId, chat: ChatId, sender: z.string().nullable() });
export type Untold = z.infer<typeof UntoldRow>;
/** Asked every few seconds: the latest ones only, so that the cost does not grow with what was parked in years. */
const SHOWN_WITHIN_MS = 7 * 24 * 3_600_000;

const StoredIn = z.object({ chat_id: ChatId });

interface Waiting {
  readonly chat: ChatId;
  readonly limit: number;
}

async function waitingIn(run: Runner, asks: readonly Waiting[]): Promise<readonly (readonly z.infer<typeof StoredRow>[])[]> {
  const rows = await run(Prisma.sql`
    SELECT a.chat, r.* FROM jsonb_to_recordset(${JSON.stringify(asks)}::jsonb) AS a(chat int, "limit" int) CROSS JOIN LATERAL (
      SELECT id::float8 AS id, sender_wire_id AS "senderWireId", sender_name AS "senderName", body, at, received_at AS "receivedAt", attempts FROM inbox
      WHERE chat_id = a.chat AND status = 'new' ORDER BY inbox.id LIMIT a."limit") r
    ORDER BY r.id`);
  const found = z.array(StoredRow.extend({ chat: ChatId })).parse(rows);
  return asks.map(({ chat }) => found.filter((row) => row.chat === chat));
}

export function inboxStore(db: Db, recognise: Recognise): InboxStore {
  const chats = chatBook(db, recognise);
  const run = runnerOf(db);
  const waiting = gathered((asks: readonly Waiting[]) => waitingIn(run, asks), { most: 50 });

  async function store(batch: readonly InboundEnvelope[], at: Date): Promise<readonly ChatId[]> {
    if (batch.length === 0) return [];
    const rows: object[] = [];
    const files: object[] = [];
    for (const envelope of batch) {
      const chat = await chats.idOf(envelope.channel, envelope.chat);
      rows.push(rowOf(envelope, chat));
      files.push(...filesOf(envelope, chat));
    }
    const stored = await run(Prisma.sql`
        WITH input AS MATERIALIZED (SELECT ${JSON.stringify(rows)}::jsonb AS rows, ${JSON.stringify(files)}::jsonb AS files),
        heard AS (
          INSERT INTO inbox (chat_id, key, kind, message_id, sender_wire_id, sender_name, text, body, at, received_at)
          SELECT r.chat, r.key, r.kind, r.message, r.sender, r.name, r.text, r.body, r.at, ${at}
          FROM input, ROWS FROM (jsonb_to_recordset(rows) AS (chat int, key text, kind text, message text, sender text, name text, text text, body jsonb, at timestamptz))
            WITH ORDINALITY AS r(chat, key, kind, message, sender, name, text, body, at, n) ORDER BY r.n
          ON CONFLICT (chat_id, key) DO NOTHING RETURNING id, chat_id, key),
        kept AS (
          INSERT INTO attachment (token, inbox_id, position, kind, name, mime, size, content, ref)
          SELECT f.token, heard.id, f.position, f.kind, f.name, f.mime, f.size, decode(f.content, 'base64'), f.ref
          FROM input, jsonb_to_recordset(files) AS f(token text, chat int, key text, position int, kind text, name text, mime text, size int, content text, ref text)
          JOIN heard ON heard.chat_id = f.chat AND heard.key = f.key)
        SELECT DISTINCT chat_id FROM heard`);
    return z
      .array(StoredIn)
      .parse(stored)
      .map((row) => row.chat_id);
  }

  async function failed(id: InboxId, error: string, maxAttempts: number, at: Date, attempt = 1): Promise<Failed | null> {
    const rows = await db.$queryRaw<Failed[]>`
      UPDATE inbox SET attempts = greatest(attempts, ${attempt}::int), error = left(${error}, 2000),
        status = CASE WHEN greatest(attempts, ${attempt}::int) >= ${maxAttempts} THEN 'done' ELSE status END,
        outcome = CASE WHEN greatest(attempts, ${attempt}::int) >= ${maxAttempts} THEN 'parked' ELSE outcome END,
        reason = CASE WHEN greatest(attempts, ${attempt}::int) >= ${maxAttempts} THEN 'could not be handled: ' || left(${error}, 200) ELSE reason END,
        handled_at = CASE WHEN greatest(attempts, ${attempt}::int) >= ${maxAttempts} THEN ${at}::timestamptz ELSE handled_at END
      WHERE id = ${id} AND status = 'new' RETURNING attempts, status = 'done' AS parked`;
    return rows[0] ?? null;
  }

  return {
    async listeningSince() {
      return (await db.inbox.findFirst({ orderBy: { id: 'asc' }, select: { receivedAt: true } }))?.receivedAt ?? null;
    },
    async receive(batch, at) {
      const waiting = new Set<ChatId>();
      let before: InboundEnvelope[] = [];
      const flush = async () => {
        for (const chat of await store(before, at)) waiting.add(chat);
        before = [];
      };
      for (const envelope of batch) {
        const { channel, chat, body } = envelope;
        if (body.kind !== 'migrated') {
          before.push(envelope);
          continue;
        }
        // What was said before the move is stored before it: the move gives the old numbers free for new messages.
        await flush();
        await chats.migrate(channel, chat, body.toWireId);
        before.push({ ...envelope, chat: { ...chat, wireId: body.toWireId } });
      }
      await flush();
      return [...waiting];
    },

    async park(envelope, refused, at) {
      const { channel, chat } = envelope;
      let known: ChatId;
      try {
        known = await chats.idOf(channel, { ...chat, title: null });
      } catch (error) {
        // Its chat's very id cannot be held: offered again it would be refused again, and all behind it wait.
        if (neverFits(error)) return false;
        throw error;
      }
      return parkRefused(db, envelope, known, `SQLSTATE ${refusedState(refused) ?? '?'}`, at);
    },

    async next(chat, directory, limit, at) {
      const info = directory.chats.find((candidate) => candidate.id === chat);
      if (!info) return [];
      for (;;) {
        const rows = await waiting({ chat, limit });
        const heard: Heard[] = [];
        for (const row of rows) {
          const read = heardOf(row, info);
          // It will be no more readable the next time, and everything behind it waits.
          if (typeof read === 'string') await failed(row.id, read, 1, at);
          else heard.push(read);
        }
        // What was parked on the way stood in another's place.
        if (heard.length === rows.length) return heard;
      }
    },

    async chatsWaiting() {
      const rows = await db.$queryRaw<{ chat_id: number }[]>`SELECT DISTINCT chat_id FROM inbox WHERE status = 'new'`;
      return rows.map((row) => ChatId.parse(row.chat_id));
    },

    failed,

    async untold(at) {
      const since = new Date(at.getTime() - SHOWN_WITHIN_MS);
      const rows = await db.$queryRaw<unknown[]>`
        SELECT i.id::float8 AS id, i.chat_id AS chat, i.sender_name AS sender FROM inbox i
        WHERE i.outcome = 'parked' AND i.error IS NOT NULL AND i.handled_at > ${since}
          AND NOT EXISTS (SELECT 1 FROM outbox told WHERE told.dedupe_key = 'parked.' || i.id) ORDER BY i.id`;
      return z.array(UntoldRow).parse(rows);
    },
  };
}
