import { z } from 'zod';
import { auditStore } from '../../prisma/store/audit.ts';
import type { Check } from './check.ts';

const Ticket = z.object({
  number: z.int(),
  version: z.int(),
  channel: z.string(),
  wireId: z.string(),
  key: z.string(),
  outcome: z.string().nullable(),
  events: z.int(),
  lastSeq: z.int(),
  firstSeq: z.int(),
  receipts: z.int(),
});
const Heard = z.object({
  channel: z.string(),
  wireId: z.string(),
  key: z.string(),
  outcome: z.string().nullable(),
  reason: z.string().nullable(),
});
const GRACE_MS = 60_000;

/** Guarantees 2 and 4, of what came of it. */
export const checkTickets: Check = async (db, run) => {
  const tickets = z.array(Ticket).parse(
    await db.$queryRaw`
      SELECT t.number, t.version, c.channel, c.wire_id AS "wireId", i.key, i.outcome,
        e.n AS events, e.last AS "lastSeq", e.first AS "firstSeq",
        (SELECT count(*)::int FROM outbox o WHERE o.ticket = t.number AND o.kind = 'receipt') AS receipts
      FROM ticket t JOIN inbox i ON i.id = t.source_inbox JOIN chat c ON c.id = i.chat_id
      CROSS JOIN LATERAL (SELECT count(*)::int AS n, coalesce(max(seq), 0) AS last, coalesce(min(seq), 0) AS first FROM ticket_event WHERE ticket = t.number) e
      ORDER BY t.number`,
  );
  const heard = z
    .array(Heard)
    .parse(
      await db.$queryRaw`SELECT c.channel, c.wire_id AS "wireId", i.key, i.outcome, i.reason FROM inbox i JOIN chat c ON c.id = i.chat_id`,
    );
  const [stray] = z
    .array(z.object({ n: z.int() }))
    .parse(await db.$queryRaw`SELECT count(*)::int AS n FROM ticket_event WHERE ticket NOT IN (SELECT number FROM ticket)`);
  const now = z.array(z.object({ at: z.date() })).parse(await db.$queryRaw`SELECT clock_timestamp() AS at`)[0]?.at ?? new Date();
  await auditStore(db).look(now, GRACE_MS);
  const findings = await db.auditFinding.findMany({ where: { clearedAt: null } });

  const opened = new Map<string, number>();
  for (const ticket of tickets) opened.set(keyOf(ticket), (opened.get(keyOf(ticket)) ?? 0) + 1);
  const reasons = new Map(heard.map((row) => [keyOf(row), `${row.outcome}: ${row.reason}`]));
  const wanted = run.offered.filter((one) => one.opens && reasons.has(keyOf(one)));
  const ticketed = heard.filter((row) => row.outcome === 'ticketed').length;

  return {
    bars: [
      {
        name: '0 duplicated tickets: one a message',
        failures: [...opened].flatMap(([key, n]) => (n === 1 ? [] : [`${key}: ${n} tickets`])),
      },
      {
        name: 'each trouble has its ticket',
        failures: wanted.flatMap((one) =>
          opened.get(keyOf(one)) === 1 ? [] : [`offer ${one.order} in ${one.wireId}: ${reasons.get(keyOf(one)) ?? ''} ${one.text}`],
        ),
      },
      {
        name: 'a ticket for each row that says so, and no other',
        failures: [
          ...(tickets.length === ticketed ? [] : [`${tickets.length} tickets, ${ticketed} rows ticketed`]),
          ...tickets.flatMap((ticket) => (ticket.outcome === 'ticketed' ? [] : [`#${ticket.number} of a row ${ticket.outcome}`])),
        ],
      },
      {
        name: 'events without a gap',
        failures: [
          ...tickets.flatMap(({ number, version, events, firstSeq, lastSeq }) =>
            events === lastSeq && firstSeq === 1 && version === lastSeq
              ? []
              : [`#${number}: version ${version}, ${events} events ${firstSeq}–${lastSeq}`],
          ),
          ...(stray?.n === 0 ? [] : [`${stray?.n} events of no ticket`]),
        ],
      },
      {
        name: 'one receipt a ticket',
        failures: tickets.flatMap(({ number, receipts }) => (receipts === 1 ? [] : [`#${number}: ${receipts}`])),
      },
      { name: 'the auditor finds nothing', failures: findings.map(({ key, detail }) => `${key} ${detail}`) },
    ],
    figures: {
      'troubles that must open a ticket': wanted.length,
      tickets: tickets.length,
      events: tickets.reduce((n, one) => n + one.events, 0),
    },
  };
};

function keyOf({ channel, wireId, key }: { channel: string; wireId: string; key: string }): string {
  return `${channel} ${wireId} ${key}`;
}
