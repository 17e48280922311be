import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemberId } from '../../core/ids.ts';
import { contactsBy, handedAbout } from '../../core/ticket/counting/metrics.ts';
import { Prisma } from '../../prisma/generated/client.ts';
import {
  boardSql,
  deadlinesSql,
  ledgerSql,
  metricsSql,
  openOfSql,
  openPostingsSql,
  pressingSql,
  supervisedSql,
  totalsByDepartmentSql,
  totalsSql,
} from '../../prisma/store/report-sql.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const now = new Date('2026-11-25T10:00:00+08:00');
const CLOSED = 40_000;
const OPEN = 200;

let database: TestDatabase;

/** Years of closed tickets, a few open ones, two years of counters. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await db.$executeRaw`
    INSERT INTO ticket (number, version, state, reporter, reporter_key, source_chat, source_inbox, text, summary, urgency, sensitive,
      department, commissioner, enterprise, cohandlers, route_reason, returns, reworks, urges, supervised, deadline_at, deadline_step, warn_at,
      received_at, accepted_at, closed_at, updated_at)
    SELECT n, 1, CASE WHEN n > ${CLOSED} THEN 'contacted' ELSE 'archived' END, '{}', 'k' || n % 500, 1, n, '路灯坏了', '路灯坏了', 'normal', false,
      'd' || n % 21, n % 14 + 1, 'e' || n % 24, '{}', '', 0, 0, 0, n % 50 = 0,
      CASE WHEN n > ${CLOSED} THEN ${now}::timestamptz + (n - ${CLOSED} - ${OPEN} / 2) * interval '1 hour' END,
      CASE WHEN n > ${CLOSED} THEN 'close' END, CASE WHEN n > ${CLOSED} THEN ${now}::timestamptz + (n - ${CLOSED} - ${OPEN}) * interval '1 hour' END,
      at, at, CASE WHEN n > ${CLOSED} THEN NULL ELSE at END, at
    FROM (SELECT n, ${now}::timestamptz - (${CLOSED + OPEN} - n) * interval '20 minutes' AS at FROM generate_series(1, ${CLOSED + OPEN}) n) t`;
  await db.$executeRaw`
    INSERT INTO counter (day, department, metric, value)
    SELECT ${now}::date - d, CASE WHEN u = 0 THEN '' ELSE 'd' || u END, m, 1
    FROM generate_series(0, 729) d, generate_series(0, 21) u,
      unnest(ARRAY['received', 'dispatched', 'closed', 'claimed', 'claim~100', 'claim~120', ${handedAbout('land')}, ${contactsBy(7)}]) m`;
  for (const table of ['ticket', 'counter']) await database.asOwner(`VACUUM ANALYZE ${table}`);
});
afterAll(() => database.drop());

interface Node {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows'?: number;
  readonly 'Actual Loops'?: number;
  readonly Plans?: readonly Node[];
}

async function planOf(sql: Prisma.Sql): Promise<readonly Node[]> {
  const rows = await database.db.$queryRaw<{ 'QUERY PLAN': readonly { Plan: Node }[] }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`,
  );
  const all = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(all)];
  return (rows[0]?.['QUERY PLAN'] ?? []).flatMap((one) => all(one.Plan));
}

/** Indexes it used, and the most rows any step of it looked at. */
async function looksAt(sql: Prisma.Sql) {
  const nodes = await planOf(sql);
  return {
    scans: nodes.filter((node) => node['Node Type'] === 'Seq Scan').map((node) => node['Relation Name']),
    indexes: [...new Set(nodes.flatMap((node) => node['Index Name'] ?? []))],
    rows: Math.max(...nodes.map((node) => (node['Actual Rows'] ?? 0) * (node['Actual Loops'] ?? 1))),
  };
}

const MONTH = { from: '2026-10-01', to: '2026-10-31' };
const unit = 'd3' as never;

describe('what is open is found without looking at what is closed', () => {
  test.each<readonly [string, Prisma.Sql, RegExp]>([
    ['the board', boardSql({ department: null }, now), /^ticket_open_/],
    ['a unit’s board', boardSql({ department: unit }, now), /^ticket_open_/],
    ['overdue', deadlinesSql(null, null, now, 15), /^ticket_open_deadline$/],
    ['a unit’s overdue', deadlinesSql('d3', null, now, 15), /^ticket_open_/],
    ['due today', deadlinesSql(null, now, new Date(now.getTime() + 14 * 3_600_000), 15), /^ticket_open_deadline$/],
    ['what presses most', pressingSql(null, 5), /^ticket_open_deadline$/],
    ['a unit’s open tickets', openOfSql({ department: unit, limit: 15 }), /^ticket_open_/],
    ['all open tickets', openOfSql({ department: null, limit: 20_000 }), /^ticket_open_/],
    ['those under 督办', supervisedSql({ department: null, limit: 15 }), /^ticket_open_/],
    ['those of commissioners', openPostingsSql(), /^ticket_open_/],
  ])('%s', async (_name, sql, index) => {
    const looked = await looksAt(sql);
    expect(looked.scans).toEqual([]);
    for (const one of looked.indexes) expect(one).toMatch(index);
    expect(looked.indexes.length).toBeGreaterThan(0);
    expect(looked.rows).toBeLessThanOrEqual(OPEN);
  });
});

describe('what was is added up from the counters of its days', () => {
  const rowsOfMonth = 31 * 22 * 8;

  test.each<readonly [string, Prisma.Sql, RegExp, number]>([
    ['the house', totalsSql({ ...MONTH, department: null }), /^counter_/, rowsOfMonth],
    ['a unit', totalsSql({ ...MONTH, department: unit }), /^counter_/, 31 * 8],
    ['each unit', totalsByDepartmentSql(MONTH), /^counter_/, rowsOfMonth],
    ['the flow', metricsSql(['received', 'closed'], MONTH.from, MONTH.to, null), /^counter_metric$/, 31 * 22 * 2],
    ['today', metricsSql(['received', 'closed'], '2026-11-25', '2026-11-25', null), /^counter_/, 22 * 2],
    ['a grid', metricsSql([handedAbout('land')], MONTH.from, MONTH.to, null), /^counter_metric$/, 31 * 22],
    ['contacts', metricsSql([contactsBy(MemberId.parse(7))], MONTH.from, MONTH.to, ''), /^counter_/, 31],
  ])('%s', async (_name, sql, index, most) => {
    const looked = await looksAt(sql);
    expect(looked.scans).toEqual([]);
    for (const one of looked.indexes) expect(one).toMatch(index);
    expect(looked.rows).toBeLessThanOrEqual(most);
  });
});

test('the 台账 of a month looks at that month', async () => {
  const looked = await looksAt(ledgerSql({ ...MONTH, department: null, limit: 20_000 }));
  expect(looked.scans).toEqual([]);
  expect(looked.indexes).toEqual(['ticket_accepted']);
  expect(looked.rows).toBeLessThanOrEqual(31 * 24 * 3);
});
