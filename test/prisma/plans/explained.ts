import pg from 'pg';
import { z } from 'zod';
import { type Db, databaseOf } from '../../../prisma/store/client.ts';

/** One look into a table, as the server really did it. */
export interface Look {
  readonly node: string;
  readonly table: string;
  /** Several where a bitmap is made of them. */
  readonly indexes: readonly string[];
  /** Rows taken up, those put away again among them. */
  readonly rows: number;
}

/** One statement the code sent, with the plan it ran by. */
export interface Explained {
  readonly sql: string;
  readonly looks: readonly Look[];
}

export interface ExplainedDatabase {
  readonly db: Db;
  /** Every statement that was sent while it ran. */
  during(run: () => Promise<unknown>): Promise<readonly Explained[]>;
}

/** The server itself tells the plan of each statement as it runs, with its real parameters: nothing is copied into a test. */
const TELLING = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
} as const;

export function explainedDatabase(url: string): ExplainedDatabase {
  const telling = new URL(url);
  telling.searchParams.set(
    'options',
    Object.entries(TELLING)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  );
  let told: Explained[] = [];
  const pool = new pg.Pool({ connectionString: telling.toString(), max: 5 });
  pool.on('connect', (client) => {
    client.on('notice', ({ message = '' }) => {
      const at = message.indexOf('plan:\n');
      if (at >= 0) told.push(explainedOf(message.slice(at + 'plan:\n'.length)));
    });
  });
  return {
    db: databaseOf(pool),
    async during(run) {
      told = [];
      await run();
      return told;
    },
  };
}

interface Node {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string | undefined;
  readonly 'Index Name'?: string | undefined;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number | undefined;
  readonly 'Rows Removed by Index Recheck'?: number | undefined;
  readonly Plans?: readonly Node[] | undefined;
}
const Node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Relation Name': z.string().optional(),
    'Index Name': z.string().optional(),
    'Actual Rows': z.number(),
    'Actual Loops': z.number(),
    'Rows Removed by Filter': z.number().optional(),
    'Rows Removed by Index Recheck': z.number().optional(),
    Plans: z.array(Node).optional(),
  }),
);
const Told = z.object({ 'Query Text': z.string(), Plan: Node });

function explainedOf(json: string): Explained {
  const { 'Query Text': sql, Plan } = Told.parse(JSON.parse(json));
  return { sql, looks: looksIn(Plan) };
}

function looksIn(node: Node): Look[] {
  const below = (node.Plans ?? []).flatMap(looksIn);
  const table = node['Relation Name'];
  if (table === undefined || node['Actual Loops'] === 0 || node['Node Type'] === 'ModifyTable') return below;
  const each = node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return [{ node: node['Node Type'], table, indexes: indexesIn(node), rows: Math.round(each * node['Actual Loops']) }, ...below];
}

/** A bitmap names its indexes in nodes of their own. */
function indexesIn(node: Node): string[] {
  const own = node['Index Name'];
  return [
    ...(own === undefined ? [] : [own]),
    ...(node.Plans ?? []).filter((plan) => plan['Node Type'].startsWith('Bitmap')).flatMap(indexesIn),
  ];
}
