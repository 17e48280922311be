import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../prisma/store/index.ts';
import { makeReports } from '../../workers/report.ts';
import { isPng, reportsArrive, rowsOf, workshopOf } from '../support/reporting.ts';
import { openTown, type Town } from '../support/town.ts';

const MANAGER = 'yue-hao';
const ALONE = `dm:${MANAGER}`;

let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.says('ju-xiaoyan', 'work', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产');
  await town.says('xu-hongxia', 'work', '厂区北门路灯坏了半个月没人修，工人下夜班摔伤了');
  await town.says('wang-guodong', 'dept:environment', '签收 1');
});
afterAll(() => town.close());

const waiting = () => town.database.db.report.count({ where: { state: 'waiting' } });
const files = () => town.database.db.madeFile.count();

describe('what was asked for in a chat', () => {
  test('the words come at once, the picture after them, once', async () => {
    const [words] = await town.says(MANAGER, ALONE, '看板');
    expect(words?.text).toContain('在办 2 件');
    expect(words?.files).toEqual([]);
    const [one, ...more] = await reportsArrive(town);
    expect(more).toEqual([]);
    expect(one).toMatchObject({
      chat: ALONE,
      text: expect.stringMatching(/^看板，截至/),
      files: [{ name: '看板.png', mime: 'image/png' }],
    });
    expect(isPng(one?.files[0]?.content ?? new Uint8Array())).toBe(true);
    expect(await reportsArrive(town)).toEqual([]);
    expect(await waiting()).toBe(0);
  });

  test('in the work group there is a picture of totals and no sheet; a manager alone gets the sheet', async () => {
    await town.says(MANAGER, 'work', '@小汇 统计 本月');
    const [group] = await reportsArrive(town);
    expect(group).toMatchObject({ chat: 'work' });
    expect(group?.files.map((file) => file.mime)).toEqual(['image/png']);
    await town.says(MANAGER, ALONE, '统计 本月');
    const [alone] = await reportsArrive(town);
    expect(alone?.files.map((file) => file.name)).toEqual(['全区统计_2026-03-01_2026-03-10.png', '全区统计_2026-03-01_2026-03-10.xlsx']);
  });

  test('a file goes to the asker alone; whom the bot cannot write to is told so, and nothing is made', async () => {
    const said = await town.says(MANAGER, 'work', '@小汇 导出 台账 本月');
    expect(said.map(({ chat }) => chat).toSorted()).toEqual([ALONE, 'work']);
    const [sheet] = await reportsArrive(town);
    expect(sheet).toMatchObject({ chat: ALONE, text: expect.stringContaining('共 2 件') });
    const rows = await rowsOf(sheet?.files[0]?.content ?? new Uint8Array(), '台账');
    expect(rows.slice(1, 3).map((row) => row[0])).toEqual([1, 2]);

    await town.database.db.identity.updateMany({ where: { wireId: 'xu-hongxia' }, data: { privateChat: null } });
    await town.database.db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
    const [refusal] = await town.says('xu-hongxia', 'work', '@小汇 导出 我的工单');
    expect(refusal?.text).toContain('加我私聊');
    expect(await waiting()).toBe(0);
  });
});

describe('what goes wrong', () => {
  /** The process dies when everything is drawn and nothing is written. */
  const dying = (store: Store): Store => ({
    ...store,
    reports: {
      ...store.reports,
      make: (key, at, make) =>
        store.reports.make(key, at, async (report) => {
          await make(report);
          throw Object.assign(new Error('killed'), { code: 'P1017' });
        }),
    },
  });

  test('a process that dies between drawing and writing leaves nothing half done; the next one sends it, once', async () => {
    await town.says(MANAGER, ALONE, '超时');
    await town.says(MANAGER, ALONE, '看板');
    const before = await files();
    const { store } = town.stage;
    await expect(makeReports(workshopOf(town, { store: dying(store) }))).rejects.toThrow('killed');
    expect(await files()).toBe(before);
    // Both the workers that come back look for it at the same time.
    const shop = workshopOf(town);
    const made = await Promise.all([makeReports(shop), makeReports(shop)]);
    await town.stage.settle();
    const mine = town.stage.said.filter(({ chat, message }) => chat === ALONE && message.text.startsWith('看板，'));
    expect(made.reduce((sum, one) => sum + one, 0)).toBe((await files()) - before);
    expect(mine).toHaveLength(2);
    expect(await waiting()).toBe(0);
  });

  test('what cannot be drawn is tried a few times, then whoever asked is told, and no more is tried', async () => {
    const { store } = town.stage;
    let tries = 0;
    const broken: Store = {
      ...store,
      reads: async () => {
        tries += 1;
        throw new Error('no such column');
      },
    };
    await town.says(MANAGER, ALONE, '看板');
    const said = [];
    for (let turn = 0; turn < 5; turn += 1) said.push(...(await reportsArrive(town, broken)));
    expect(tries).toBe(3);
    expect(said).toMatchObject([{ chat: ALONE, text: expect.stringContaining('没能做出来'), files: [] }]);
    const last = await town.database.db.report.findFirstOrThrow({ orderBy: { id: 'desc' } });
    expect(last).toMatchObject({ state: 'failed', attempts: 3, error: 'no such column' });
  });

  test('one that cannot be made holds up no other', async () => {
    const { store } = town.stage;
    await town.says(MANAGER, ALONE, '看板');
    await town.says(MANAGER, ALONE, '排名 本月');
    const broken: Store = {
      ...store,
      reads: (reads, now) => (reads.some((read) => read.read === 'board') ? Promise.reject(new Error('no')) : store.reads(reads, now)),
    };
    expect((await reportsArrive(town, broken)).map(({ text }) => text.slice(0, 2))).toEqual(['排名']);
    expect((await reportsArrive(town)).map(({ text }) => text.slice(0, 2))).toEqual(['看板']);
  });

  test('while the database is away nothing is counted against a report', async () => {
    const { store } = town.stage;
    await town.says(MANAGER, ALONE, '看板');
    const away: Store = { ...store, reads: () => Promise.reject(Object.assign(new Error('away'), { code: 'P1001' })) };
    await expect(makeReports(workshopOf(town, { store: away }))).rejects.toThrow('away');
    expect(await town.database.db.report.findFirstOrThrow({ orderBy: { id: 'desc' } })).toMatchObject({ state: 'waiting', attempts: 0 });
    expect(await reportsArrive(town)).toHaveLength(1);
  });
});
