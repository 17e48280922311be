import type { Config } from '../../core/config.ts';
import type { Db } from '../../prisma/store/client.ts';

/** What there is in a database before anything is measured on it, as far as the items need to name it. */
export interface Standing {
  /** The highest number: what is higher came of measuring. */
  readonly highest: number;
  /** Archived, spread evenly over the whole history; the same few again and again, so that both databases have them at hand. */
  readonly old: readonly number[];
  readonly open: readonly number[];
  /** What opened the old ones, in the work group. */
  readonly messages: readonly { readonly who: string; readonly messageId: string; readonly text: string }[];
  readonly reporters: readonly string[];
  /** Who reported much, and nothing for a long time. */
  readonly gone: string;
  /** By department, who is on duty. */
  readonly officials: ReadonlyMap<string, string>;
}

const OLD = 40;
const OPEN_NAMED = 60;
/** Nothing in this last part of all numbers. */
const LONG_AGO = 0.6;

export async function standingOf(db: Db, config: Config, highest: number): Promise<Standing> {
  const open = await db.ticket.findMany({
    where: { dueAt: { not: null }, number: { lte: highest } },
    orderBy: { number: 'desc' },
    take: OPEN_NAMED,
    select: { number: true },
  });
  const lowestOpen = Math.min(...open.map(({ number }) => number));
  const old = Array.from({ length: OLD }, (_, i) => Math.floor(((i + 0.5) * lowestOpen * 0.9) / OLD));
  const rows = await db.ticket.findMany({ where: { number: { in: old } }, select: { sourceInbox: true } });
  const heard = await db.inbox.findMany({ where: { id: { in: rows.map(({ sourceInbox }) => sourceInbox) } }, orderBy: { id: 'asc' } });
  const [last] = await db.$queryRaw<{ who: string }[]>`
    SELECT sender_wire_id AS who FROM inbox WHERE id = (
      SELECT max(source_inbox) FROM ticket WHERE number <= ${highest} GROUP BY reporter_key
      HAVING max(number) < ${highest * LONG_AGO} ORDER BY count(*) DESC LIMIT 1)`;
  return {
    highest,
    gone: last?.who ?? '',
    old,
    open: open.map(({ number }) => number),
    messages: heard.map(({ senderWireId, messageId, text }) => ({ who: senderWireId ?? '', messageId: messageId ?? '', text })),
    reporters: config.people.filter((person) => person.roles.includes('entrepreneur')).map(({ key }) => key),
    officials: new Map(config.departments.map(({ code, onDuty }) => [code, onDuty ?? ''])),
  };
}
