import { nextMidnight } from '../../core/deadlines/shanghai.ts';
import type { ReadMap } from '../../core/report/reads.ts';
import { Prisma } from '../generated/client.ts';

/**
 * The statements reports stand on, each by name so that its plan can be tested. None may look at a closed ticket: what is open is
 * in partial indexes, what was is in counters. The states are spelled out, since a plan for parameters cannot know that they are
 * the ones of the index.
 */
const OPEN = Prisma.sql`state IN ('accepted', 'dispatched', 'claimed', 'contacted', 'answered', 'suspended')`;

type Query<K extends keyof ReadMap> = ReadMap[K]['query'];

const ofUnit = (department: string | null): Prisma.Sql => (department === null ? Prisma.empty : Prisma.sql`AND department = ${department}`);
const withUnit = (department: string | null): Prisma.Sql =>
  department === null ? Prisma.empty : Prisma.sql`AND (department = ${department} OR cohandlers @> ARRAY[${department}]::text[])`;

export function boardSql({ department }: Query<'board'>, now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT state, department, count(*)::int AS open,
      count(*) FILTER (WHERE deadline_at < ${now})::int AS red,
      count(*) FILTER (WHERE deadline_at >= ${now} AND warn_at <= ${now})::int AS yellow,
      count(*) FILTER (WHERE deadline_at >= ${now} AND warn_at > ${now})::int AS green,
      count(*) FILTER (WHERE deadline_at IS NULL)::int AS paused,
      count(*) FILTER (WHERE supervised)::int AS supervised,
      count(*) FILTER (WHERE deadline_at >= ${now} AND deadline_at < ${nextMidnight(now)})::int AS "dueToday"
    FROM ticket WHERE ${OPEN} ${ofUnit(department)} GROUP BY state, department`;
}

/** Deadlines before `until`, and not before `from`; the nearest (or furthest past) first. */
export function deadlinesSql(department: string | null, from: Date | null, until: Date, limit: number): Prisma.Sql {
  const after = from === null ? Prisma.empty : Prisma.sql`AND deadline_at >= ${from}`;
  return Prisma.sql`
    SELECT number, deadline_step AS step, deadline_at AS "dueAt", count(*) OVER ()::int AS total FROM ticket
    WHERE deadline_at < ${until} ${after} ${ofUnit(department)} ORDER BY deadline_at, number LIMIT ${limit}`;
}

/** Nearest deadlines first, whatever they are. */
export function pressingSql(department: string | null, limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT number, deadline_step AS step, deadline_at AS "dueAt", 0 AS total FROM ticket
    WHERE deadline_at IS NOT NULL ${ofUnit(department)} ORDER BY deadline_at LIMIT ${limit}`;
}

export function openOfSql({ department, limit }: Query<'openOf'>): Prisma.Sql {
  return Prisma.sql`
    SELECT number, count(*) OVER ()::int AS total FROM ticket
    WHERE ${OPEN} ${withUnit(department)} ORDER BY received_at, number LIMIT ${limit}`;
}

export function supervisedSql({ department, limit }: Query<'supervised'>): Prisma.Sql {
  return Prisma.sql`
    SELECT number, count(*) OVER ()::int AS total FROM ticket
    WHERE ${OPEN} AND supervised ${ofUnit(department)} ORDER BY received_at, number LIMIT ${limit}`;
}

/** By the day of acceptance, as `received` is counted: the list is as long as that number says. */
export function ledgerSql({ from, to, department, limit }: Query<'ledger'>): Prisma.Sql {
  return Prisma.sql`
    SELECT number, count(*) OVER ()::int AS total FROM ticket
    WHERE accepted_at >= (${from}::date)::timestamp AT TIME ZONE 'Asia/Shanghai'
      AND accepted_at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' ${withUnit(department)}
    ORDER BY number LIMIT ${limit}`;
}

export function openPostingsSql(): Prisma.Sql {
  return Prisma.sql`
    SELECT commissioner AS member, enterprise, count(*)::int AS open FROM ticket
    WHERE ${OPEN} AND commissioner IS NOT NULL AND enterprise IS NOT NULL GROUP BY commissioner, enterprise`;
}

/** All counters of a period: as many rows as days have of them, whatever there was before. */
export function totalsSql({ from, to, department }: Query<'totals'>): Prisma.Sql {
  return Prisma.sql`
    SELECT metric, sum(value)::float8 AS total FROM counter
    WHERE day BETWEEN ${from}::date AND ${to}::date ${ofUnit(department)} GROUP BY metric`;
}

export function totalsByDepartmentSql({ from, to }: Query<'totalsByDepartment'>): Prisma.Sql {
  return Prisma.sql`
    SELECT department, metric, sum(value)::float8 AS total FROM counter
    WHERE day BETWEEN ${from}::date AND ${to}::date AND department <> '' GROUP BY department, metric`;
}

/** A few counters, by day and department. */
export function metricsSql(metrics: readonly string[], from: string, to: string, department: string | null): Prisma.Sql {
  return Prisma.sql`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, department, metric, sum(value)::float8 AS total FROM counter
    WHERE metric = ANY(${[...metrics]}::text[]) AND day BETWEEN ${from}::date AND ${to}::date ${ofUnit(department)}
    GROUP BY day, department, metric ORDER BY day, department, metric`;
}
