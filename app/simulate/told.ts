import { z } from 'zod';
import type { Db } from '../../prisma/store/client.ts';
import { EscalatedBody, type LogEvent, millis, readLog } from './oracle/log.ts';

/** One notice as it was written down to be said. */
export interface Spoken {
  readonly key: string;
  readonly ticket: number | null;
  readonly kind: string;
  /** The rung of the ladder that it tells of, itself or by what it brought (催办, 督办单, a lapse); null: something else. */
  readonly rung: string | null;
  readonly byClock: boolean;
  readonly critical: boolean;
  readonly sentAt: Date | null;
  /** Wire ids: the room or the person it is said to, and whoever is named in it. */
  readonly to: readonly string[];
}

const Body = z.object({ mentions: z.array(z.object({ wireId: z.string() })) });
/** `t128.7.claim.1.red.45`: ticket and event. */
const OF_EVENT = /^t(\d+)\.(\d+)\./;

export interface Told {
  readonly spoken: readonly Spoken[];
  /** Every rung climbed: `#128 claim.1.red`. */
  readonly rungs: readonly string[];
  /** Those that somebody must hear. A 黄牌 for what is past already, after a sleep, is none: the 红牌 beside it says more. */
  readonly due: readonly string[];
}

/** Everything the house has said, and what of the log it tells of. */
export async function toldBy(db: Db): Promise<Told> {
  const [rows, chats, tickets, log] = await Promise.all([
    db.outbox.findMany({ orderBy: { id: 'asc' } }),
    db.chat.findMany({ select: { id: true, kind: true, wireId: true } }),
    db.ticket.findMany({ select: { number: true, urgency: true } }),
    readLog(db),
  ]);
  const wireOf = new Map(chats.map(({ id, wireId, kind }) => [id, kind === 'private' ? wireId.replace(/^dm:/, '') : wireId]));
  const critical = new Set(tickets.filter(({ urgency }) => urgency === 'critical').map(({ number }) => number));
  const rungOf = rungsOf(log);
  const spoken = rows.map((row): Spoken => {
    const [, ticket = '', seq = ''] = OF_EVENT.exec(row.dedupeKey) ?? [];
    const event = log.get(Number(ticket))?.find((one) => one.seq === Number(seq));
    const mentioned = Body.parse(row.body).mentions.map(({ wireId }) => wireId);
    return {
      key: row.dedupeKey,
      ticket: row.ticket,
      kind: row.kind,
      rung: rungOf.get(`${ticket}.${seq}`) ?? null,
      byClock: event?.byClock ?? false,
      critical: row.ticket !== null && critical.has(row.ticket),
      sentAt: row.sentAt,
      to: [...new Set([wireOf.get(row.chatId) ?? '', ...mentioned])],
    };
  });
  const moot = new Set([...log.values()].flat().flatMap(mootOf));
  const rungs = [...new Set(rungOf.values())];
  return { spoken, rungs, due: rungs.filter((rung) => !moot.has(rung)) };
}

function mootOf({ ticket, type, at, body }: LogEvent): string[] {
  if (type !== 'escalated') return [];
  const { key, card, dueAt } = EscalatedBody.parse(body);
  return card === 'yellow' && at >= millis(dueAt) ? [nameOf(ticket, key)] : [];
}

const nameOf = (ticket: number, key: string): string => `#${ticket} ${key}`;

/** By `ticket.seq`: a rung, and what came of it in the same look. */
function rungsOf(log: ReadonlyMap<number, readonly LogEvent[]>): Map<string, string> {
  const rungs = new Map<string, string>();
  for (const [ticket, events] of log) {
    let last: { readonly name: string; readonly at: number } | null = null;
    for (const { seq, type, at, byClock, body } of events) {
      if (type === 'escalated') last = { name: nameOf(ticket, EscalatedBody.parse(body).key), at };
      else if (!byClock || last?.at !== at) last = null;
      if (last !== null) rungs.set(`${ticket}.${seq}`, last.name);
    }
  }
  return rungs;
}
