import { afterAll, beforeAll, expect, test } from 'vitest';
import { ledgerSentence } from '../../core/report/ledger-sentence.ts';
import { createLedgerTeller } from '../../workers/ledger.ts';
import { workshopOf } from '../support/reporting.ts';
import { openTown, type Town } from '../support/town.ts';

const none = { received: 0, ticketed: 0, attached: 0, answered: 0, ignored: 0, parked: 0, waiting: 0 };

test.each([
  [none, [], '【每日对账】昨天收到 0 条：立单 0、并入 0、已答 0、未理会 0、搁置 0、待处理 0；对得上。'],
  [
    { received: 21, ticketed: 6, attached: 5, answered: 4, ignored: 3, parked: 2, waiting: 1 },
    [],
    '【每日对账】昨天收到 21 条：立单 6、并入 5、已答 4、未理会 3、搁置 2、待处理 1；对得上。还有 1 条到现在没处理完，请管理员看看服务是否正常。搁置的 2 条请值班席看一看。',
  ],
  [
    { ...none, received: 9, ignored: 2 },
    [3, 5, 8],
    '【每日对账】昨天收到 9 条：立单 0、并入 0、已答 0、未理会 2、搁置 0、待处理 0；对不上，差 7 条（编号 m3、m5、m8 等），请告诉管理员。',
  ],
])('one sentence of %j', (ledger, lost, sentence) => {
  expect(ledgerSentence(ledger, lost)).toBe(sentence);
});

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.says('ju-xiaoyan', 'work', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产');
  await town.says('ju-xiaoyan', 'dm:ju-xiaoyan', '帮助');
});
afterAll(() => town.close());

const goTo = (moment: string) => town.sleeps((Date.parse(`${moment}+08:00`) - town.now().getTime()) / 60_000);
const said = async () =>
  (await town.database.db.outbox.findMany({ where: { kind: 'ledger' }, orderBy: { id: 'asc' } })).map(({ dedupeKey, body }) => [
    dedupeKey,
    typeof body === 'object' && body !== null ? Reflect.get(body, 'text') : '',
  ]);

test('once a day at its time, by however many workers; nothing of a day before the house was there; late the same day, and not in the night', async () => {
  const [one, two] = [createLedgerTeller(workshopOf(town)), createLedgerTeller(workshopOf(town))];
  // The tenth, when the first message came.
  expect(await one()).toBe(false);
  await goTo('2026-03-11T08:29:59');
  expect(await one()).toBe(false);
  await goTo('2026-03-11T08:30:00');
  await Promise.all([one(), two()]);
  await Promise.all([one(), two()]);
  expect(await createLedgerTeller(workshopOf(town))()).toBe(true);
  expect(await said()).toEqual([
    ['ledger.2026-03-11', '【每日对账】昨天收到 2 条：立单 1、并入 0、已答 1、未理会 0、搁置 0、待处理 0；对得上。'],
  ]);
  // Switched off all day, and on again in the night.
  await goTo('2026-03-12T22:00:00');
  expect(await one()).toBe(false);
  await goTo('2026-03-13T19:00:00');
  expect([await one(), await one()]).toEqual([true, false]);
  expect((await said()).map(([key]) => key)).toEqual(['ledger.2026-03-11', 'ledger.2026-03-13']);
});

test('what is on no account is named, also where its end is one that nobody knows', async () => {
  const { db } = town.database;
  await town.says('ju-xiaoyan', 'dm:ju-xiaoyan', '帮助');
  await town.says('ju-xiaoyan', 'dm:ju-xiaoyan', '我的工单');
  const [first, second] = await db.inbox.findMany({ orderBy: { id: 'desc' }, take: 2 });
  await db.inbox.update({ where: { id: second?.id ?? 0n }, data: { outcome: null } });
  await db.inbox.update({ where: { id: first?.id ?? 0n }, data: { outcome: 'elsewhere' } });
  await goTo('2026-03-14T09:00:00');
  expect(await createLedgerTeller(workshopOf(town))()).toBe(true);
  expect((await said()).at(-1)?.[1]).toBe(
    `【每日对账】昨天收到 2 条：立单 0、并入 0、已答 0、未理会 0、搁置 0、待处理 0；对不上，差 2 条（编号 m${second?.id}、m${first?.id}），请告诉管理员。`,
  );
});

test('an office that does not want it is told nothing', async () => {
  await goTo('2026-03-16T09:00:00');
  const shop = workshopOf(town);
  const { ledger: _unwanted, ...reports } = shop.config.reports;
  expect(await createLedgerTeller({ ...shop, config: { ...shop.config, reports } })()).toBe(false);
});
