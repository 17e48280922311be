import { z } from 'zod';
import { DepartmentCode, EnterpriseKey, MemberId } from '../../core/ids.ts';
import type { PostingRow, ReadMap, Totals } from '../../core/report/reads.ts';
import type { Db } from './client.ts';

const METRICS = {
  received: true,
  claimed: true,
  contacted: true,
  answered: true,
  closed: true,
  solved: true,
  withdrawn: true,
  transferred: true,
  returned: true,
  reworked: true,
  reopened: true,
  rated: true,
  satisfied: true,
  claimSeconds: true,
  contactSeconds: true,
  closeSeconds: true,
} as const satisfies Record<keyof Totals, true>;

const NONE: Totals = {
  received: 0,
  claimed: 0,
  contacted: 0,
  answered: 0,
  closed: 0,
  solved: 0,
  withdrawn: 0,
  transferred: 0,
  returned: 0,
  reworked: 0,
  reopened: 0,
  rated: 0,
  satisfied: 0,
  claimSeconds: 0,
  contactSeconds: 0,
  closeSeconds: 0,
};

const Sum = z.object({ department: z.string(), metric: z.string(), total: z.coerce.number() });
type Sum = z.infer<typeof Sum>;

function isMetric(name: string): name is keyof Totals {
  return Object.hasOwn(METRICS, name);
}

/**
 * What else a unit's figures are made of: it "received" what was handed to it, less what it passed on untaken; it took what nobody
 * had taken before, and what another unit had. The whole house counts a ticket once and leaves these out.
 */
const OF_UNIT: Readonly<Record<string, { readonly metric: keyof Totals; readonly sign: 1 | -1 }>> = {
  dispatched: { metric: 'received', sign: 1 },
  passed: { metric: 'received', sign: -1 },
  tookOver: { metric: 'claimed', sign: 1 },
  tookOverSeconds: { metric: 'claimSeconds', sign: 1 },
};

/** The whole house: what was received counts once; what departments did is summed over them. */
export async function totalsOf(db: Db, query: ReadMap['totals']['query']): Promise<Totals> {
  const sums = await sumsOf(db, query.from, query.to);
  if (query.department !== null) return unitTotals(sums, query.department);
  return collect(sums.filter((sum) => (sum.metric === 'received' ? sum.department === '' : true)));
}

export async function totalsByDepartment(db: Db, query: ReadMap['totalsByDepartment']['query']) {
  const sums = await sumsOf(db, query.from, query.to);
  const codes = [...new Set(sums.map((sum) => sum.department))].filter((code) => code !== '');
  return codes.map((code) => ({ department: DepartmentCode.parse(code), ...unitTotals(sums, code) }));
}

function unitTotals(sums: readonly Sum[], code: string): Totals {
  const own = sums.filter((sum) => sum.department === code);
  const totals = collect(
    own.map((sum) => {
      const part = OF_UNIT[sum.metric];
      return part === undefined ? sum : { ...sum, metric: part.metric, total: part.sign * sum.total };
    }),
  );
  // A ticket handed over before hand-overs were counted may still be passed on.
  return { ...totals, received: Math.max(0, totals.received) };
}

async function sumsOf(db: Db, from: string, to: string) {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT department, metric, sum(value)::float8 AS total FROM counter
    WHERE day BETWEEN ${from}::date AND ${to}::date GROUP BY department, metric`;
  return z.array(Sum).parse(rows);
}

function collect(sums: readonly Sum[]): Totals {
  const totals: { -readonly [K in keyof Totals]: number } = { ...NONE };
  for (const { metric, total } of sums) if (isMetric(metric)) totals[metric] += total;
  return totals;
}

/** Tickets of each posting in the period; bounded by the period and the commissioner's own tickets. */
export async function postingsOf(db: Db, query: ReadMap['postings']['query']): Promise<PostingRow[]> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT p.member_id AS member, p.enterprise, p.leads,
      count(t.number) FILTER (WHERE t.received_at >= (${query.from}::date)::timestamp AT TIME ZONE 'Asia/Shanghai'
        AND t.received_at < (${query.to}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')::int AS tickets,
      count(t.number) FILTER (WHERE t.state IN ('accepted','dispatched','claimed','contacted','answered','suspended'))::int AS open
    FROM posting p LEFT JOIN ticket t ON t.commissioner = p.member_id AND t.enterprise = p.enterprise
    WHERE p.until IS NULL GROUP BY p.id ORDER BY p.id`;
  const Row = z.object({ member: MemberId, enterprise: EnterpriseKey, leads: z.boolean(), tickets: z.int(), open: z.int() });
  return z.array(Row).parse(rows);
}
