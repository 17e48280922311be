import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { TicketNumber } from '../../core/ids.ts';
import { visible } from '../../core/understand/normalize.ts';
import type { Workshop } from '../../workers/house.ts';
import { createOpenAiInterpreter } from '../../workers/model/openai.ts';
import { openQueues, type Queues } from '../../workers/queues.ts';
import { createRefiner } from '../../workers/refine.ts';
import { createUnderstander } from '../../workers/understand.ts';
import { keptLog } from '../support/quiet-log.ts';
import { type ModelServer, startModelServer } from '../workers/model/model-server.ts';
import { openShop, type Shop, TROUBLE } from '../workers/shop.ts';
import { HEADS, type Personal, personal } from './personal.ts';

/** What the house itself keeps, and officials read. Everything beside is a log, a hint or a model's. */
const TRUTH = ['inbox', 'ticket', 'ticket_event', 'outbox'];
const redisUrl = inject('redisUrl');
const said = fc.sample(fc.tuple(fc.constantFrom(...HEADS), personal), { numRuns: 24, seed: 20_261_126 });

describe(`a house that is told personal numbers, its hints in ${redisUrl === null ? 'Postgres' : 'Redis'}`, () => {
  let shop: Shop;
  let server: ModelServer;
  let queues: Queues;
  const prefix = `hostile-${randomUUID()}`;
  const log = keptLog();
  beforeAll(async () => {
    shop = await openShop();
    server = await startModelServer([{ answer: ({ messages }) => messages.map(({ content }) => content).join('\n') }]);
  });
  afterAll(async () => {
    await server.close();
    await shop.database.drop();
  });

  it('hides them from the model, the log and the queues; officials read them as they were written', { timeout: 60_000 }, async () => {
    const { db, url } = shop.database;
    queues = openQueues({ redisUrl, databaseUrl: url, log, prefix });
    const made = shop.workshop(shop.store);
    const { bot } = made.config;
    const house: Workshop = {
      ...made,
      log,
      queues,
      config: { ...made.config, bot: { ...bot, model: { ...bot.model, ask: { confidence: 1, margin: 1, fields: true } } } },
    };
    for (const [at, [head, { typed }]] of said.entries()) await shop.write([`somebody-${at}`], 'work', `${TROUBLE}。${head}${typed}。`);
    await createUnderstander(house).sweep();

    const model = createOpenAiInterpreter({
      apiKey: 'k',
      baseUrl: server.baseUrl,
      model: 'm',
      timeoutMs: 5_000,
      log,
      clock: house.clock,
      budget: { take: async () => ({ spent: async () => undefined }) },
      breaker: { ...bot.model.breaker, failures: 10_000 },
      directory: () => shop.store.directory.current(),
    });
    const tickets = await db.ticket.findMany({ orderBy: { number: 'asc' } });
    expect(tickets.length).toBe(said.length);
    const refine = createRefiner({ ...house, model }, new AbortController().signal);
    for (const { number } of tickets) await refine(TicketNumber.parse(number));
    await queues.close();

    expect(server.wire.length).toBeGreaterThanOrEqual(said.length);
    const elsewhere = {
      model: server.wire.join('\n'),
      log: JSON.stringify(log.lines),
      postgres: await tablesBeside(),
      redis: await redisKeys(),
    };
    for (const [name, text] of Object.entries(elsewhere)) {
      const found = said.filter(([, one]) => reveals(text, one)).map(([, { typed }]) => typed);
      expect([name, found]).toEqual([name, []]);
    }
    const outbox = (await db.outbox.findMany())
      .map((row) => JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)))
      .join('\n');
    const read = said.filter(([, { typed }], at) => tickets[at]?.text.includes(visible(typed)) || tickets[at]?.text.includes(typed));
    expect(read).toHaveLength(said.length);
    expect(said.filter(([, { typed }]) => outbox.includes(visible(typed)) || outbox.includes(typed)).length).toBe(said.length);
  });

  /** Every table that is not the truth itself, as text: among them the queue's. */
  async function tablesBeside(): Promise<string> {
    const { db } = shop.database;
    const tables = await db.$queryRaw<{ name: string; plain: string }[]>`
      SELECT format('%I.%I', schemaname, tablename) AS name, tablename AS plain FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`;
    const parts: string[] = [];
    for (const { name, plain } of tables) {
      if (TRUTH.includes(plain)) continue;
      const rows = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`);
      parts.push(`${name}\n${rows.map(({ row }) => row).join('\n')}`);
    }
    return parts.join('\n');
  }

  async function redisKeys(): Promise<string> {
    if (redisUrl === null) return '';
    const redis = new Redis(redisUrl);
    const parts: string[] = [];
    for (const key of await redis.keys(`${prefix}*`)) {
      const type = await redis.type(key);
      parts.push(`${key} ${JSON.stringify(await valueOf(redis, type, key))}`);
    }
    await redis.quit();
    expect(parts.length).toBeGreaterThan(0);
    return parts.join('\n');
  }
});

async function valueOf(redis: Redis, type: string, key: string): Promise<unknown> {
  switch (type) {
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, '0', '-1');
    case 'zset':
      return redis.zrange(key, '0', '-1');
    case 'stream':
      return redis.xrange(key, '-', '+');
    case 'set':
      return redis.smembers(key);
    default:
      return redis.get(key);
  }
}

/** As it was typed, as it would stand in a form, or so much of its end that somebody could be found by it. */
function reveals(text: string, { typed, plain }: Personal): boolean {
  return [typed, visible(typed), plain, plain.slice(-8)].some((one) => one.length > 5 && text.includes(one));
}
