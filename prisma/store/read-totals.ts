import { z } from 'zod';
import { DepartmentCode, EnterpriseKey, MemberId } from '../../core/ids.ts';
import type { ContactRow, FlowRow, GridRow, PostingRow, ReadMap, Totals } from '../../core/report/reads.ts';
import { dateOfDay, dayNumber } from '../../core/report/shanghai.ts';
import { contactsBy, handedAbout, ticketsOfPosting } from '../../core/ticket/counting/metrics.ts';
import { houseTotals, unitTotals } from '../../core/ticket/counting/sums.ts';
import type { Db } from './client.ts';
import { metricsSql, openPostingsSql, totalsByDepartmentSql, totalsSql } from './report-sql.ts';

const Sum = z.object({ metric: z.string(), total: z.number() });

export async function totalsOf(db: Db, query: ReadMap['totals']['query']): Promise<Totals> {
  const sums = z.array(Sum).parse(await db.$queryRaw(totalsSql(query)));
  return query.department === null ? houseTotals(sums) : unitTotals(sums);
}

export async function totalsByDepartment(db: Db, query: ReadMap['totalsByDepartment']['query']) {
  const rows = z.array(Sum.extend({ department: DepartmentCode })).parse(await db.$queryRaw(totalsByDepartmentSql(query)));
  const codes = [...new Set(rows.map((row) => row.department))];
  return codes.map((department) => ({ department, ...unitTotals(rows.filter((row) => row.department === department)) }));
}

const Counted = z.object({ day: z.string(), department: z.string(), metric: z.string(), total: z.number() });

async function counted(
  db: Db,
  metrics: readonly string[],
  query: { readonly from: string; readonly to: string },
  department: string | null,
) {
  if (metrics.length === 0) return [];
  return z.array(Counted).parse(await db.$queryRaw(metricsSql(metrics, query.from, query.to, department)));
}

/** What came in: of the whole house what was received, of a unit what it was handed and did not pass on. */
export async function flowOf(db: Db, query: ReadMap['flow']['query']): Promise<FlowRow[]> {
  const came = query.department === null ? ['received'] : ['dispatched', 'passed'];
  const rows = await counted(db, [...came, 'closed'], query, query.department);
  const days = Array.from({ length: dayNumber(query.to) - dayNumber(query.from) + 1 }, (_, i) => dateOfDay(dayNumber(query.from) + i));
  return days.map((day) => {
    const of = (metric: string) => rows.filter((row) => row.day === day && row.metric === metric).reduce((sum, row) => sum + row.total, 0);
    return { day, received: of('received') + of('dispatched') - of('passed'), closed: of('closed') };
  });
}

export async function gridOf(db: Db, query: ReadMap['grid']['query']): Promise<GridRow[]> {
  const rows = await counted(db, query.categories.map(handedAbout), query, null);
  const about = new Map(query.categories.map((category) => [handedAbout(category), category]));
  const cells = new Map<string, GridRow>();
  for (const { department, metric, total } of rows) {
    const category = about.get(metric);
    if (category === undefined || department === '') continue;
    const n = (cells.get(`${department} ${metric}`)?.n ?? 0) + total;
    cells.set(`${department} ${metric}`, { department: DepartmentCode.parse(department), category, n });
  }
  return [...cells.values()].filter((cell) => cell.n > 0);
}

export async function contactsOf(db: Db, query: ReadMap['contacts']['query']): Promise<ContactRow[]> {
  const whose = new Map(query.members.map((member) => [contactsBy(member), member]));
  const rows = await counted(db, [...whose.keys()], query, '');
  return rows.flatMap(({ day, metric, total }) => {
    const member = whose.get(metric);
    return member === undefined ? [] : [{ member, day, n: total }];
  });
}

const Posted = z.object({ member: MemberId, enterprise: EnterpriseKey, leads: z.boolean() });
const OpenPosted = z.object({ member: MemberId, enterprise: EnterpriseKey, open: z.int() });

/** Tickets of each posting: of the period by counters, those open now by the index of what is open. */
export async function postingsOf(db: Db, query: ReadMap['postings']['query']): Promise<PostingRow[]> {
  const current = await db.posting.findMany({ where: { until: null }, orderBy: { id: 'asc' } });
  const postings = current.map(({ memberId, enterprise, leads }) => Posted.parse({ member: memberId, enterprise, leads }));
  const nameOf = ({ member, enterprise }: Pick<PostingRow, 'member' | 'enterprise'>) => ticketsOfPosting(member, enterprise);
  const [sums, open] = await Promise.all([
    counted(db, postings.map(nameOf), query, ''),
    db.$queryRaw(openPostingsSql()).then((rows) => z.array(OpenPosted).parse(rows)),
  ]);
  return postings.map((posting) => ({
    ...posting,
    tickets: sums.filter((row) => row.metric === nameOf(posting)).reduce((sum, row) => sum + row.total, 0),
    open: open.find((row) => nameOf(row) === nameOf(posting))?.open ?? 0,
  }));
}
