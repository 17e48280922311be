import { z } from 'zod';
import type { OutboundMedia } from '../../core/channel.ts';
import { ChatId, MemberId } from '../../core/ids.ts';
import { type ReportOrder, ReportRequest } from '../../core/report/request.ts';
import type { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { fileStore } from './files.ts';

/** One to be made. */
export interface WaitingReport extends ReportOrder {
  readonly id: number;
  /** How often it failed already. */
  readonly attempts: number;
}

/** What it comes to: said with its files, as one message. */
export interface MadeReport {
  readonly text: string;
  readonly files: readonly OutboundMedia[];
  /** Files kept already, of another reader's like report; they go first. */
  readonly kept: readonly number[];
}

/** What became of one: `taken`: another process has it in hand, or it is made. */
export type Making = { readonly kind: 'made'; readonly channel: string; readonly files: readonly number[] } | { readonly kind: 'taken' };

export interface ReportStore {
  /** Orders of no message: those of the schedule. @returns the keys that are new */
  order(orders: readonly ReportOrder[], at: Date): Promise<readonly string[]>;
  /** The longest waiting first. */
  waiting(limit: number): Promise<readonly string[]>;
  /**
   * Makes one, and writes its files, its message and that it is made, all of it or nothing. Held by the row's lock meanwhile: of
   * two processes one makes it, and what one that died began is there to be made again.
   */
  make(key: string, at: Date, make: (report: WaitingReport) => Promise<MadeReport>): Promise<Making>;
  /** It could not be made; from `giveUpAfter` on it is over, and whoever asked is told so. @returns the channel of what was said */
  failed(key: string, reason: string, giveUp: { readonly after: number; readonly text: string }, at: Date): Promise<string | null>;
}

const Row = z.object({
  id: z.int(),
  key: z.string(),
  request: ReportRequest,
  chat: ChatId,
  reader: MemberId.nullable(),
  attempts: z.int(),
});

/** A large sheet takes seconds; what takes this long hangs. */
const TIMEOUT_MS = 120_000;

export function reportStore(db: Db): ReportStore {
  return {
    async order(orders, at) {
      if (orders.length === 0) return [];
      const rows = await db.report.createManyAndReturn({
        data: orders.map(({ key, chat, reader, request }) => ({ key, chatId: chat, reader, request, createdAt: at })),
        skipDuplicates: true,
        select: { key: true },
      });
      return rows.map((row) => row.key);
    },

    async waiting(limit) {
      const rows = await db.$queryRaw<{ key: string }[]>`SELECT key FROM report WHERE state = 'waiting' ORDER BY id LIMIT ${limit}`;
      return rows.map((row) => row.key);
    },

    async make(key, at, make) {
      return db.$transaction(
        async (tx): Promise<Making> => {
          const rows = await tx.$queryRaw`
            SELECT id, key, request, chat_id AS chat, reader, attempts FROM report
            WHERE key = ${key} AND state = 'waiting' FOR UPDATE SKIP LOCKED`;
          const [report] = z.array(Row).parse(rows);
          if (report === undefined) return { kind: 'taken' };
          const { text, files, kept } = await make(report);
          const ids = [...kept];
          for (const file of files) ids.push(await fileStore(tx).keep(file, at));
          const channel = await say(tx, { key: `report.${report.id}`, chat: report.chat, text, files: ids }, at);
          await tx.report.update({ where: { id: report.id }, data: { state: 'made', madeAt: at, error: null } });
          return { kind: 'made', channel, files: ids };
        },
        { timeout: TIMEOUT_MS },
      );
    },

    async failed(key, reason, giveUp, at) {
      return db.$transaction(async (tx) => {
        const [report] = await tx.report.updateManyAndReturn({
          where: { key, state: 'waiting' },
          data: { attempts: { increment: 1 }, error: reason.slice(0, 500) },
        });
        if (report === undefined || report.attempts < giveUp.after) return null;
        await tx.report.update({ where: { id: report.id }, data: { state: 'failed' } });
        // Nobody is left to be told: that must not keep it waiting, and all others behind it.
        if ((await tx.chat.findUnique({ where: { id: report.chatId } })) === null) return null;
        return say(tx, { key: `report.${report.id}.failed`, chat: ChatId.parse(report.chatId), text: giveUp.text, files: [] }, at);
      });
    },
  };
}

interface Said {
  readonly key: string;
  readonly chat: ChatId;
  readonly text: string;
  readonly files: readonly number[];
}

async function say(tx: Prisma.TransactionClient, { key, chat, text, files }: Said, at: Date): Promise<string> {
  const { channel, shadowSince } = await tx.chat.findUniqueOrThrow({ where: { id: chat } });
  // Asked for before its room fell silent: it is made, and said nowhere.
  if (shadowSince !== null) return channel;
  const body = { text, mentions: [], quoteOf: null, buttons: [], mediaOf: [], files: [...files] };
  const row = { dedupeKey: key, chatId: chat, channel, kind: 'report', body, createdAt: at, notBefore: at };
  await tx.outbox.createMany({ data: [row], skipDuplicates: true });
  return channel;
}

/** One line of the record of delivery. */
export interface Delivery {
  readonly key: string;
  readonly reader: string | null;
  readonly chat: string;
  readonly state: string;
  readonly orderedAt: Date;
  readonly madeAt: Date | null;
  readonly status: string | null;
  readonly sentAt: Date | null;
  readonly error: string | null;
}

/** What was ordered on a day (Asia/Shanghai): whether it was made, and whether the wire took it. */
export async function deliveriesOf(db: Db, day: string): Promise<readonly Delivery[]> {
  const rows = await db.$queryRaw`
    SELECT r.key, m.name AS reader, coalesce(c.title, c.wire_id) AS chat, r.state, r.created_at AS "orderedAt", r.made_at AS "madeAt",
      o.status, o.sent_at AS "sentAt", coalesce(r.error, o.error) AS error
    FROM report r JOIN chat c ON c.id = r.chat_id LEFT JOIN member m ON m.id = r.reader
      LEFT JOIN outbox o ON o.dedupe_key = 'report.' || r.id
    WHERE r.created_at >= (${day}::date)::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND r.created_at < (${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' ORDER BY r.id`;
  return z.array(DeliveryRow).parse(rows);
}

const DeliveryRow = z.object({
  key: z.string(),
  reader: z.string().nullable(),
  chat: z.string(),
  state: z.string(),
  orderedAt: z.date(),
  madeAt: z.date().nullable(),
  status: z.string().nullable(),
  sentAt: z.date().nullable(),
  error: z.string().nullable(),
}) satisfies z.ZodType<Delivery>;
