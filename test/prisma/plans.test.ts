import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clockworkOf } from '../../app/clockwork.ts';
import { loadConfig } from '../../app/config.ts';
import { adder } from '../../bench/history/databases.ts';
import { fillHistory } from '../../bench/history/fill.ts';
import { type House, openHouse } from '../../bench/history/house.ts';
import { allItems } from '../../bench/history/items/index.ts';
import type { Item } from '../../bench/history/items/item.ts';
import { NOW } from '../../bench/history/lives.ts';
import { readColumns, readModels } from '../../bench/history/model.ts';
import { live } from '../../bench/history/play.ts';
import { historyOf } from '../../bench/history/sizes.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type ExplainedDatabase, explainedDatabase, type Look } from './plans/explained.ts';
import { BY_INDEX } from './plans/indexes.ts';
import { FINISHED, SHORT_LIVES } from './plans/lives.ts';

/**
 * Everything the bench measures, on a history of some tens of thousands of tickets, of which three hundred are open. The server itself
 * says by which plan it ran each statement, so that whatever the code sends tomorrow is looked at too.
 */
const TICKETS = 20_000;
/** More of one table than this is history. Of counters a month is read, of the web chat a page. */
const MOST_ROWS = 500;
const MOST_COUNTERS = 2_000;
/** Tables that grow with every ticket, message or day; all others are as large as the office. */
const GROWING = [
  'ticket',
  'ticket_event',
  'ticket_message',
  'inbox',
  'attachment',
  'outbox',
  'counter',
  'triage',
  'audit',
  'report',
  'made_file',
  'webchat_message',
  'label',
];

let database: TestDatabase;
let explained: ExplainedDatabase;
let house: House;
let addDue: (house: House, copies: number) => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase({ as: 'owner' });
  const config = loadConfig(join(import.meta.dirname, '../../config'));
  await live(database.db, config, SHORT_LIVES, NOW);
  const columns = await readColumns(database.db);
  const models = await readModels(database.db, columns, SHORT_LIVES, clockworkOf(config));
  const [finished, open, dueSoon] = [models.slice(0, FINISHED), models.slice(FINISHED, -1), models.at(-1)];
  if (dueSoon === undefined) throw new Error('nobody lived');
  await fillHistory(database.url, columns, historyOf(TICKETS, finished, open), () => {});
  explained = explainedDatabase(database.url);
  house = await openHouse(explained.db, config, TICKETS);
  addDue = adder(() => database.url, { columns, dueSoon });
}, 180_000);

afterAll(async () => {
  await house.close();
  await database.drop();
});

/** Looks into tables that grow. */
async function looksOf(item: Item): Promise<Look[]> {
  await item.before?.(house, 1);
  const statements = await explained.during(() => item.run(house, 1));
  await item.after?.(house, 1);
  expect(statements).not.toEqual([]);
  return statements.flatMap(({ looks }) => looks).filter((look) => GROWING.includes(look.table));
}

const tooMuch = ({ node, table, rows }: Look): boolean => node === 'Seq Scan' || rows > (table === 'counter' ? MOST_COUNTERS : MOST_ROWS);

const groups = allItems((one, copies) => addDue(one, copies));

describe.each(groups.map((items) => ({ group: items[0]?.group, items })))('$group', ({ items }) => {
  test.each(items)('$name: what is open and what is named is looked at, never history', async (item) => {
    const looks = await looksOf(item);
    expect(looks.filter(tooMuch)).toEqual([]);
    const used = looks.flatMap(({ indexes }) => indexes);
    for (const index of BY_INDEX[item.name] ?? []) expect(used).toContainEqual(expect.stringMatching(index));
  });
});

test('every index that is asked for is asked for by something measured', () => {
  const names = groups.flat().map(({ name }) => name);
  expect(Object.keys(BY_INDEX).filter((name) => !names.includes(name))).toEqual([]);
});
