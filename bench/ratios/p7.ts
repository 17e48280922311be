import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { wakeAhead } from '../../workers/clock.ts';
import { connected } from '../history/server.ts';
import { startRedis } from '../redis.ts';
import { openShop } from './house.ts';
import { openedWith, openModels } from './open-tickets.ts';
import type { Context, Line, Ratio } from './ratio.ts';

const MOST = 60;
/** Wake-ups are set for two minutes ahead, a job a second at most. */
const SECONDS = 120;
const SETTLE_MS = 3000;

/** What makes a clock fire, and, beside it, everything that is kept of clocks. */
const WITHOUT_MOMENT = { due_at: 'NULL::timestamptz' };
const WITHOUT_CLOCKS = {
  ...WITHOUT_MOMENT,
  clocks: `'[]'::jsonb`,
  deadline_at: 'NULL::timestamptz',
  deadline_step: 'NULL::text',
  warn_at: 'NULL::timestamptz',
};

export const p7: Ratio = {
  id: 'P7',
  what: 'bytes an open timer, Redis and Postgres together',
  aim: `≤ ${MOST}`,
  async run(context) {
    await openModels(context);
    const { timers } = context.size;
    const many = await openedWith(context, timers);
    try {
      const whole = await weighed(many.url, {});
      const moment = await weighed(many.url, WITHOUT_MOMENT);
      const clocks = await weighed(many.url, WITHOUT_CLOCKS);
      const running = await clocksEach(many.url);
      const redis = await inRedis(context, many.url);
      const each = (a: Weight, b: Weight) => (a.rows + a.indexes - b.rows - b.indexes) / timers;
      const one = (of: string, value: number, holds: Line['holds']): Line => ({ of, unit: 'bytes', rounds: [{ value, sides: {} }], holds });
      const firing = each(whole, moment) + (redis ?? 0) / timers;
      const everything = each(whole, clocks) + (redis ?? 0) / timers;
      return {
        lines: [
          one('what makes it fire: the moment in the row, its index, its share of the wake-ups in Redis', firing, (bytes) => bytes <= MOST),
          one('of that, the index', (whole.indexes - moment.indexes) / timers, null),
          one('of that, Redis', (redis ?? Number.NaN) / timers, null),
          one('everything kept of clocks (also the deadline, its index, all steps as JSON), a ticket', everything, null),
          one(`the same, a clock (${running.toFixed(2)} a ticket)`, everything / running, null),
        ],
        notes: [
          `${timers} open tickets, one moment each, inserted in no order of their moments. Sizes, weighed once: what rows and indexes take with it less what they take without`,
          redis === null
            ? 'Redis: not measured, no redis-server on this machine'
            : `Redis: ${Math.round(redis)} bytes at most, whatever the number: one job a second for the next two minutes`,
        ],
      };
    } finally {
      await many.close();
    }
  },
};

interface Weight {
  readonly rows: number;
  readonly indexes: number;
}

/** The same tickets in the same order in a table with the same indexes, but for what is weighed. */
async function weighed(url: string, columns: Readonly<Record<string, string>>): Promise<Weight> {
  return connected(url, async (client) => {
    await client.query('CREATE TABLE copy (LIKE ticket INCLUDING ALL)');
    const { rows: names } = await client.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = 'ticket'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    );
    await client.query(`INSERT INTO copy SELECT ${names.map(({ name }) => columns[name] ?? name).join(', ')} FROM ticket ORDER BY number`);
    await client.query('VACUUM copy');
    // Row by row: what pages take jumps by a fifth where one row more or less fits on each.
    const { rows } = await client.query<{ rows: string; indexes: string }>(
      `SELECT (SELECT sum(pg_column_size(copy.*)) FROM copy) AS rows, pg_indexes_size('copy') AS indexes`,
    );
    await client.query('DROP TABLE copy');
    return { rows: Number(rows[0]?.rows), indexes: Number(rows[0]?.indexes) };
  });
}

async function clocksEach(url: string): Promise<number> {
  return connected(url, async (client) =>
    Number((await client.query<{ n: string }>('SELECT avg(jsonb_array_length(clocks)) AS n FROM ticket')).rows[0]?.n),
  );
}

/** What the wake-ups ahead take at most: a moment in every second of the next two minutes. Not more of them with more timers. */
async function inRedis({ root }: Context, url: string): Promise<number | null> {
  const redis = await startRedis();
  if (redis === null) return null;
  const client = new Redis(redis.url);
  const used = async () => Number(/used_memory_dataset:(\d+)/.exec(await client.info('memory'))?.[1]);
  const { shop, close } = await openShop({ root, url, redisUrl: redis.url });
  try {
    const at = new Date('2030-01-01T00:00:00Z');
    await connected(url, (db) =>
      db.query(
        `UPDATE ticket SET due_at = $1::timestamptz + n * interval '1 second' FROM generate_series(1, ${SECONDS}) n
        WHERE number = (SELECT max(number) FROM ticket) - n`,
        [at],
      ),
    );
    await pause(SETTLE_MS);
    const before = await used();
    await wakeAhead({ ...shop, clock: { now: () => at } });
    await pause(SETTLE_MS);
    const delayed = await client.zcard('bull:clock:delayed');
    if (delayed < SECONDS) throw new Error(`${delayed} wake-ups were set and not ${SECONDS}`);
    return (await used()) - before;
  } finally {
    await close();
    client.disconnect();
    await redis.stop();
  }
}
