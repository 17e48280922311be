import { z } from 'zod';
import type { Db } from '../../../prisma/store/client.ts';

/** One row of the event log, read by the oracle's own eyes. Moments are milliseconds. */
export interface LogEvent {
  readonly ticket: number;
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  /** The message it came of; null: none. */
  readonly cause: number | null;
  /** The house's clock did it: what is to be checked, and no fact to reckon with. */
  readonly byClock: boolean;
  readonly body: unknown;
}

const Actor = z.object({ kind: z.string(), part: z.string().optional() });

/** What people's events tell that clocks hang on. */
export const Facts = z.object({
  text: z.string().default(''),
  urgency: z.enum(['normal', 'urgent', 'critical']).nullish(),
  department: z.string().nullish(),
  to: z.union([z.string(), z.number()]).nullish(),
  bad: z.boolean().default(false),
  days: z.number().nullish(),
});

export type Facts = z.infer<typeof Facts>;

export const ClockedBody = z.object({
  policy: z.string(),
  mode: z.enum(['start', 'move']),
  clocks: z.array(z.object({ step: z.string(), startedAt: z.string(), limit: z.string(), dueAt: z.string(), warnAt: z.string() })),
});

export const EscalatedBody = z.object({
  key: z.string(),
  step: z.string(),
  round: z.number(),
  rung: z.string(),
  dueAt: z.string(),
  moment: z.string(),
  card: z.string().nullable(),
  act: z.string(),
  tell: z.array(z.string()),
  digest: z.boolean(),
});
export type EscalatedBody = z.infer<typeof EscalatedBody>;

export const millis = (iso: string): number => Date.parse(iso);

const PLACED = new Set(['clocked', 'escalated', 'lapsed', 'archived']);

export async function readLog(db: Db): Promise<ReadonlyMap<number, readonly LogEvent[]>> {
  const rows = await db.ticketEvent.findMany({ orderBy: [{ ticket: 'asc' }, { seq: 'asc' }] });
  const log = new Map<number, LogEvent[]>();
  for (const { ticket, seq, type, at, actor, cause, body } of rows) {
    const who = Actor.parse(actor);
    const clock = who.kind === 'house' && who.part === 'clock';
    const byClock = PLACED.has(type) || (clock && (type === 'urged' || type === 'supervised'));
    const events = log.get(ticket) ?? [];
    events.push({ ticket, seq, type, at: at.getTime(), cause: cause === null ? null : Number(cause), byClock, body });
    log.set(ticket, events);
  }
  return log;
}
