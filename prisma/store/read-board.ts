import { z } from 'zod';
import { shanghaiDate } from '../../core/deadlines/shanghai.ts';
import { PROMISED } from '../../core/deadlines/steps.ts';
import { DepartmentCode, TicketNumber } from '../../core/ids.ts';
import type { Board, DeadlineRow, Lights, ReadMap, TicketList } from '../../core/report/reads.ts';
import { type Ticket, TicketState } from '../../core/ticket/ticket.ts';
import type { Prisma } from '../generated/client.ts';
import type { Db } from './client.ts';
import { flowOf } from './read-totals.ts';
import { boardSql, deadlinesSql, pressingSql } from './report-sql.ts';
import { ticketOf } from './rows.ts';

const PRESSING = 5;

const Deadline = z.object({
  number: TicketNumber,
  step: z.enum(PROMISED),
  dueAt: z.date(),
  total: z.int(),
});

export async function overdueOf(db: Db, query: ReadMap['overdue']['query'], now: Date): Promise<ReadMap['overdue']['result']> {
  return deadlines(db, deadlinesSql(query.department, null, now, query.limit));
}

export async function dueByOf(db: Db, query: ReadMap['dueBy']['query'], now: Date): Promise<ReadMap['dueBy']['result']> {
  return deadlines(db, deadlinesSql(query.department, now, new Date(query.until), query.limit));
}

async function deadlines(db: Db, sql: Prisma.Sql): Promise<{ total: number; rows: DeadlineRow[] }> {
  const found = z.array(Deadline).parse(await db.$queryRaw(sql));
  const tickets = await byNumber(db, found);
  return {
    total: found[0]?.total ?? 0,
    rows: found.flatMap(({ number, step, dueAt }): DeadlineRow[] => {
      const ticket = tickets.get(number);
      return ticket ? [{ ticket, step, dueAt: dueAt.toISOString() }] : [];
    }),
  };
}

const Listed = z.object({ number: TicketNumber, total: z.int() });

/** Tickets in the order a statement names them, with how many there are in all. */
export async function listOf(db: Db, sql: Prisma.Sql): Promise<TicketList> {
  const found = z.array(Listed).parse(await db.$queryRaw(sql));
  const tickets = await byNumber(db, found);
  return { total: found[0]?.total ?? 0, tickets: found.flatMap(({ number }) => tickets.get(number) ?? []) };
}

/** A statement takes 32,767 parameters and no more. */
const AT_ONCE = 10_000;

async function byNumber(db: Db, found: readonly { readonly number: TicketNumber }[]): Promise<ReadonlyMap<number, Ticket>> {
  const tickets = new Map<number, Ticket>();
  for (let from = 0; from < found.length; from += AT_ONCE) {
    const numbers = found.slice(from, from + AT_ONCE).map(({ number }) => number);
    for (const row of await db.ticket.findMany({ where: { number: { in: numbers } } })) tickets.set(row.number, ticketOf(row));
  }
  return tickets;
}

const Group = z.object({
  state: TicketState,
  department: DepartmentCode.nullable(),
  open: z.int(),
  red: z.int(),
  yellow: z.int(),
  green: z.int(),
  paused: z.int(),
  supervised: z.int(),
  dueToday: z.int(),
});
type Group = z.infer<typeof Group>;

export async function boardOf(db: Db, query: ReadMap['board']['query'], now: Date): Promise<Board> {
  const { department } = query;
  const today = shanghaiDate(now);
  const [rows, pressing, flow] = await Promise.all([
    db.$queryRaw(boardSql(query, now)),
    deadlines(db, pressingSql(department, PRESSING)),
    flowOf(db, { from: today, to: today, department }),
  ]);
  const groups = z.array(Group).parse(rows);
  const of = <K extends 'state' | 'department'>(key: K, value: Group[K]) => groups.filter((group) => group[key] === value);
  const states = TicketState.options.filter((state) => of('state', state).length > 0);
  const departments = [...new Set(groups.map((group) => group.department))];
  return {
    ...lights(groups),
    byState: states.map((state) => ({ state, n: sum(of('state', state), 'open') })),
    byDepartment: departments
      .map((code) => ({ department: code, ...lights(of('department', code)) }))
      .toSorted((a, b) => b.red - a.red || b.yellow - a.yellow || b.open - a.open),
    supervised: sum(groups, 'supervised'),
    dueToday: sum(groups, 'dueToday'),
    pressing: pressing.rows,
    receivedToday: flow[0]?.received ?? 0,
    closedToday: flow[0]?.closed ?? 0,
  };
}

function lights(groups: readonly Group[]): Lights {
  const of = (key: keyof Lights) => sum(groups, key);
  return { open: of('open'), red: of('red'), yellow: of('yellow'), green: of('green'), paused: of('paused') };
}

function sum(groups: readonly Group[], key: Exclude<keyof Group, 'state' | 'department'>): number {
  return groups.reduce((all, group) => all + group[key], 0);
}
