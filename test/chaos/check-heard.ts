import { z } from 'zod';
import { FLOOD } from '../../core/conversation/flood.ts';
import { ledgerOf } from '../../prisma/store/ledger.ts';
import type { Check, Run } from './run.ts';
import type { Offered } from './wires.ts';

const Row = z.object({
  id: z.int(),
  channel: z.string(),
  wireId: z.string(),
  key: z.string(),
  kind: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
  error: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  receivedAt: z.date(),
  handledAt: z.date().nullable(),
});
type Row = z.infer<typeof Row>;

/** Guarantees 1 and 3, of what was heard. */
export const checkHeard: Check = async (db, run) => {
  const rows = z.array(Row).parse(
    await db.$queryRaw`
      SELECT i.id::float8 AS id, c.channel, c.wire_id AS "wireId", i.key, i.kind, i.status, i.outcome, i.reason, i.error,
        i.body->>'from' AS "from", i.body->>'to' AS "to", i.received_at AS "receivedAt", i.handled_at AS "handledAt"
      FROM inbox i JOIN chat c ON c.id = i.chat_id ORDER BY i.id`,
  );
  const byKey = new Map<string, Row[]>();
  for (const row of rows) byKey.set(keyOf(row), [...(byKey.get(keyOf(row)) ?? []), row]);
  const missing = run.offered.filter((one) => !byKey.has(keyOf(one)));
  const beforeUs = missing.filter((one) => coveredByGap(one, rows, run));
  const lost = missing.filter((one) => !beforeUs.includes(one));
  const offeredKeys = new Set(run.offered.map(keyOf));
  const days = new Set(rows.map((row) => row.receivedAt.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })));
  const ledgers = await Promise.all([...days].map((day) => ledgerOf(db, day)));

  return {
    bars: [
      {
        name: '0 lost: each message offered is one row',
        failures: lost.map((one) => `${one.channel} ${one.wireId} ${one.key} (offer ${one.order} at ${new Date(one.at).toISOString()})`),
      },
      {
        name: 'one row a message, and no row without one',
        failures: [
          ...[...byKey].flatMap(([key, found]) => (found.length === 1 ? [] : [`${key}: ${found.length} rows`])),
          ...rows.flatMap((row) => (row.kind === 'gap' || offeredKeys.has(keyOf(row)) ? [] : [`nobody said ${keyOf(row)}`])),
        ],
      },
      {
        name: 'each row has come to its one end',
        failures: rows.flatMap((row) =>
          row.status === 'done' && row.outcome !== null ? [] : [`inbox ${row.id}: ${row.status} ${row.outcome}`],
        ),
      },
      {
        name: 'nothing parked for having failed',
        failures: rows.flatMap((row) =>
          row.outcome === 'parked' && row.error !== null ? [`inbox ${row.id}: ${row.error.slice(0, 200)}`] : [],
        ),
      },
      { name: '0 inversions: rows in the order offered', failures: inversions(run.offered, byKey) },
      { name: '0 inversions: handled in the order of rows', failures: handledOutOfOrder(rows.filter(hasEffects)) },
      {
        name: 'the ledger adds up',
        failures: ledgers.flatMap((ledger) => {
          const { received, waiting, ...ends } = ledger;
          const sum = Object.values(ends).reduce((n, one) => n + one, 0);
          return sum === received && waiting === 0 ? [] : [JSON.stringify(ledger)];
        }),
      },
    ],
    figures: {
      offered: run.offered.length,
      rows: rows.length,
      'lost before us, told as a gap': beforeUs.length,
      gaps: rows.filter((row) => row.kind === 'gap').length,
      'of a flood, set aside': rows.filter((row) => !hasEffects(row)).length,
      ...Object.fromEntries(
        ['ticketed', 'attached', 'answered', 'ignored', 'parked'].map((end) => [end, rows.filter((row) => row.outcome === end).length]),
      ),
    },
  };
};

function keyOf({ channel, wireId, key }: { channel: string; wireId: string; key: string }): string {
  return `${channel} ${wireId} ${key}`;
}

/** WeChat keeps nothing for whom it cannot reach. It counts as told only if we were down for it, and the gap's row says so. */
function coveredByGap(one: Offered, rows: readonly Row[], { fates }: Run): boolean {
  if (one.channel !== 'wechat') return false;
  const downs = fates.get('bots')?.downs ?? [];
  return rows.some((row) => {
    if (row.kind !== 'gap' || row.channel !== one.channel || row.wireId !== one.wireId || row.from === null || row.to === null)
      return false;
    const [from, to] = [Date.parse(row.from), Date.parse(row.to)];
    return from <= one.at && one.at <= to && downs.some((down) => down.from <= to && (down.to ?? Number.POSITIVE_INFINITY) >= one.at);
  });
}

function inversions(offered: readonly Offered[], byKey: ReadonlyMap<string, readonly Row[]>): string[] {
  const last = new Map<number, number>();
  return offered.flatMap((one) => {
    const id = byKey.get(keyOf(one))?.[0]?.id;
    if (id === undefined) return [];
    const before = last.get(one.chat) ?? 0;
    last.set(one.chat, Math.max(before, id));
    return id > before ? [] : [`${one.channel} ${one.wireId}: offer ${one.order} is row ${id}, after ${before}`];
  });
}

/** What was set aside of a flood has none: it is done with before what stands earlier in its chat is read (decision 0030). */
function hasEffects({ reason }: Row): boolean {
  return reason !== FLOOD;
}

function handledOutOfOrder(rows: readonly Row[]): string[] {
  const last = new Map<string, Row>();
  return rows.flatMap((row) => {
    const chat = `${row.channel} ${row.wireId}`;
    const before = last.get(chat);
    last.set(chat, row);
    if (before === undefined || before.handledAt === null || row.handledAt === null || row.handledAt >= before.handledAt) return [];
    return [`${chat}: ${row.id} was handled ${before.handledAt.getTime() - row.handledAt.getTime()} ms before ${before.id}`];
  });
}
