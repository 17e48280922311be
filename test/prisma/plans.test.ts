import { join } from 'node:path';
import { afterAll, beforeAll, test } from 'vitest';
import { clockworkOf } from '../../app/clockwork.ts';
import { loadConfig } from '../../app/config.ts';
import { adder } from '../../bench/history/databases.ts';
import { fillHistory } from '../../bench/history/fill.ts';
import { type House, openHouse } from '../../bench/history/house.ts';
import { allItems } from '../../bench/history/items/index.ts';
import { NOW } from '../../bench/history/lives.ts';
import { readColumns, readModels } from '../../bench/history/model.ts';
import { live } from '../../bench/history/play.ts';
import { connected } from '../../bench/history/server.ts';
import { historyOf } from '../../bench/history/sizes.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type Explained, type ExplainedDatabase, explainedDatabase } from './plans/explained.ts';
import { FINISHED, SHORT_LIVES } from './plans/lives.ts';

const TICKETS = 24_000;
let database: TestDatabase;
let explained: ExplainedDatabase;
let house: House;
const say = (...w: unknown[]) => void process.stderr.write(`${w.join(' ')}\n`);

beforeAll(async () => {
  database = await createTestDatabase();
  const config = loadConfig(join(import.meta.dirname, '../../config'));
  let t = Date.now();
  await live(database.db, config, SHORT_LIVES, NOW);
  say('lived', Date.now() - t); t = Date.now();
  const columns = await readColumns(database.db);
  const models = await readModels(database.db, columns, SHORT_LIVES, clockworkOf(config));
  await connected(database.url, (client) => fillHistory(client, columns, historyOf(TICKETS, models.slice(0, FINISHED), models.slice(FINISHED, -1)), say));
  say('filled', Date.now() - t);
  explained = explainedDatabase(database.url);
  house = await openHouse(explained.db, config, TICKETS);
  const dueSoon = models.at(-1);
  if (dueSoon === undefined) throw new Error('nobody lived');
  add = adder(() => database.url, { columns, dueSoon });
}, 240_000);
let add: (house: House, copies: number) => Promise<void>;
afterAll(async () => {
  await house.close();
  await database.drop();
});

test('x', async () => {
  for (const group of allItems((one, copies) => add(one, copies))) for (const item of group) {
    await item.before?.(house, 1);
    const plans: readonly Explained[] = await explained.during(() => item.run(house, 1));
    say('==', item.name, plans.length);
    for (const { sql, looks } of plans) for (const look of looks) if (look.rows > 50 || look.node === 'Seq Scan') say('   ', look.node, look.table, look.index, look.rows, sql.replaceAll(/\s+/g, ' ').slice(0, 100));
    await item.after?.(house, 1).catch(say);
  }
}, 120_000);
