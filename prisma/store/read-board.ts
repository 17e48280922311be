import { z } from 'zod';
import { DepartmentCode } from '../../core/ids.ts';
import type { Board, ElapsedLimits, OverdueRow, ReadMap } from '../../core/report/reads.ts';
import { TicketState } from '../../core/ticket/ticket.ts';
import { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { ticketOf } from './rows.ts';

/**
 * The step an open ticket is in, and since when. Over open tickets only: the partial indexes hold no closed one,
 * so these reads cost what is open, not what ever was.
 */
const STEPS = Prisma.sql`
  SELECT number, department, received_at, state,
    CASE WHEN state = 'dispatched' THEN 'claim' WHEN state = 'claimed' THEN 'contact'
         WHEN state = 'contacted' THEN 'answer' ELSE 'close' END AS step,
    CASE WHEN state = 'dispatched' THEN dispatched_at WHEN state IN ('claimed', 'contacted') THEN coalesce(dispatched_at, received_at)
         WHEN state = 'answered' THEN coalesce(dispatched_at, received_at) ELSE received_at END AS since,
    urgency
  FROM ticket WHERE state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered')`;

/** Cast one by one: a bare parameter inside CASE would be taken for text. */
function limitSql(limits: ElapsedLimits): Prisma.Sql {
  const minutes = (value: number) => Prisma.sql`${value}::float8`;
  const { claim, contact } = limits;
  return Prisma.sql`CASE step
    WHEN 'claim' THEN CASE urgency WHEN 'critical' THEN ${minutes(claim.critical)} WHEN 'urgent' THEN ${minutes(claim.urgent)} ELSE ${minutes(claim.normal)} END
    WHEN 'contact' THEN CASE urgency WHEN 'critical' THEN ${minutes(contact.critical)} WHEN 'urgent' THEN ${minutes(contact.urgent)} ELSE ${minutes(contact.normal)} END
    WHEN 'answer' THEN ${minutes(limits.answer)} ELSE ${minutes(limits.close)} END`;
}

const Late = z.object({
  number: z.int(),
  step: z.enum(['claim', 'contact', 'answer', 'close']),
  elapsed: z.number(),
  limit: z.number(),
  total: z.coerce.number(),
});

export async function overdueOf(db: Db, query: ReadMap['overdue']['query'], now: Date): Promise<ReadMap['overdue']['result']> {
  const of = query.department === null ? Prisma.empty : Prisma.sql`AND department = ${query.department}`;
  const rows = await db.$queryRaw<unknown[]>`
    WITH steps AS (${STEPS} ${of}),
    timed AS (SELECT number, step, extract(epoch FROM ${now}::timestamptz - since)::float8 / 60 AS elapsed, ${limitSql(query.limits)} AS "limit" FROM steps)
    SELECT number, step, elapsed, "limit", count(*) OVER ()::int AS total FROM timed
    WHERE elapsed > "limit" ORDER BY elapsed - "limit" DESC LIMIT ${query.limit}`;
  const late = z.array(Late).parse(rows);
  const tickets = await db.ticket.findMany({ where: { number: { in: late.map((row) => row.number) } } });
  return {
    total: late[0]?.total ?? 0,
    rows: late.flatMap((row): OverdueRow[] => {
      const ticket = tickets.find((one) => one.number === row.number);
      return ticket ? [{ ticket: ticketOf(ticket), step: row.step, elapsed: Math.floor(row.elapsed), limit: row.limit }] : [];
    }),
  };
}

const Open = z.object({
  state: TicketState,
  department: DepartmentCode.nullable(),
  n: z.coerce.number(),
  overdue: z.coerce.number(),
  day1: z.coerce.number(),
  day3: z.coerce.number(),
  day7: z.coerce.number(),
  older: z.coerce.number(),
});

export async function boardOf(db: Db, limits: ElapsedLimits, now: Date): Promise<Board> {
  const today = now.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
  const [groups, slowest, counted] = await Promise.all([
    openGroups(db, limits, now),
    db.ticket.findMany({
      where: { state: { in: ['accepted', 'dispatched', 'claimed', 'contacted', 'answered'] } },
      orderBy: { receivedAt: 'asc' },
      take: 5,
    }),
    db.counter.findMany({ where: { day: new Date(`${today}T00:00:00Z`), metric: { in: ['received', 'closed'] } } }),
  ]);
  const count = (metric: 'received' | 'closed') =>
    counted
      .filter((row) => row.metric === metric && (metric === 'closed' || row.department === ''))
      .reduce((sum, row) => sum + Number(row.value), 0);
  const departments = [...new Set(groups.map((group) => group.department))];
  const states = [...new Set(groups.map((group) => group.state))];
  return {
    open: total(groups, 'n'),
    byState: states.map((state) => ({
      state,
      n: total(
        groups.filter((group) => group.state === state),
        'n',
      ),
    })),
    byDepartment: departments
      .map((department) => {
        const own = groups.filter((group) => group.department === department);
        return { department, open: total(own, 'n'), overdue: total(own, 'overdue') };
      })
      .sort((a, b) => b.open - a.open),
    ageing: { day1: total(groups, 'day1'), day3: total(groups, 'day3'), day7: total(groups, 'day7'), older: total(groups, 'older') },
    slowest: slowest.map(ticketOf),
    receivedToday: count('received'),
    closedToday: count('closed'),
    overdue: total(groups, 'overdue'),
  };
}

async function openGroups(db: Db, limits: ElapsedLimits, now: Date) {
  const rows = await db.$queryRaw<unknown[]>`
    WITH steps AS (${STEPS} UNION ALL
      SELECT number, department, received_at, state, 'none', received_at, urgency FROM ticket WHERE state = 'suspended'),
    timed AS (SELECT *, extract(epoch FROM ${now}::timestamptz - since)::float8 / 60 AS elapsed, ${limitSql(limits)} AS allowed,
      extract(epoch FROM ${now}::timestamptz - received_at) / 86400 AS age FROM steps)
    SELECT state, department, count(*)::int AS n, count(*) FILTER (WHERE step <> 'none' AND elapsed > allowed)::int AS overdue,
      count(*) FILTER (WHERE age < 1)::int AS day1, count(*) FILTER (WHERE age >= 1 AND age < 3)::int AS day3,
      count(*) FILTER (WHERE age >= 3 AND age < 7)::int AS day7, count(*) FILTER (WHERE age >= 7)::int AS older
    FROM timed GROUP BY state, department`;
  return z.array(Open).parse(rows);
}

type Group = z.infer<typeof Open>;

function total(groups: readonly Group[], field: 'n' | 'overdue' | 'day1' | 'day3' | 'day7' | 'older'): number {
  return groups.reduce((sum, group) => sum + group[field], 0);
}
