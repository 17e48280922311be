import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveryLine } from '../../app/cli/reports.ts';
import { deliveriesOf } from '../../prisma/store/report.ts';
import { orderDueReports } from '../../workers/schedule.ts';
import { reportsArrive, rowsOf, workshopOf } from '../support/reporting.ts';
import { openTown, type Town } from '../support/town.ts';

/** 督查考核办, a leader, and the head of the 环保局. */
const READERS = ['yue-hao', 'yu-haifeng', 'teng-xiuyun'];

let town: Town;
beforeAll(async () => {
  town = await openTown({
    change: (config) => ({
      ...config,
      reports: {
        schedules: [
          { key: 'daily', title: '每日专报', report: 'daily', time: '08:40', readers: { roles: [], people: READERS }, formats: ['xlsx'] },
          {
            key: 'monthly',
            title: '月报',
            report: 'monthly',
            time: '08:50',
            readers: { roles: ['leader'], people: [] },
            formats: ['png', 'xlsx', 'docx'],
          },
        ],
      },
    }),
  });
  await town.says('ju-xiaoyan', 'work', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产');
});
afterAll(() => town.close());

async function goTo(moment: string): Promise<void> {
  const minutes = (Date.parse(`${moment}+08:00`) - town.now().getTime()) / 60_000;
  await town.sleeps(minutes);
}

/** Two sweeps, as two workers would make them. */
async function due() {
  const shop = workshopOf(town);
  const ordered = await Promise.all([orderDueReports(shop), orderDueReports(shop)]);
  return ordered[0] + ordered[1];
}

test('on a working morning everybody listed gets his own, once, with what he may read', async () => {
  // The morning's was due before the house had heard anything: there is nothing to tell.
  expect(await due()).toBe(0);
  await goTo('2026-03-11T08:39:59');
  expect(await due()).toBe(0);
  await goTo('2026-03-11T08:40:00');
  expect(await due()).toBe(3);
  expect(await due()).toBe(0);
  const arrived = await reportsArrive(town);
  expect(arrived.map(({ chat }) => chat).toSorted()).toEqual(READERS.map((key) => `dm:${key}`).toSorted());
  const to = (key: string) => arrived.find(({ chat }) => chat === `dm:${key}`);
  expect(to('yue-hao')?.text).toContain('【每日专报】全区');
  expect(to('yue-hao')?.text).toContain('3月10日收到 1 件，办结 0 件。');
  expect(to('teng-xiuyun')?.text).toContain('【每日专报】环保局');
  expect(to('yue-hao')?.files.map((file) => file.name)).toEqual(['每日专报_2026-03-11.xlsx']);
  const rows = await rowsOf(to('yue-hao')?.files[0]?.content ?? new Uint8Array(), '超时');
  expect(rows[1]?.[0]).toBe(1);
  expect(await reportsArrive(town)).toEqual([]);
});

test('those who see the same get the same file, kept once', async () => {
  const { db } = town.database;
  const rows = await db.outbox.findMany({ where: { kind: 'report' } });
  const files = rows.map((row) => JSON.stringify((row.body as { files?: unknown }).files));
  expect([rows.length, new Set(files).size, await db.madeFile.count()]).toEqual([3, 2, 2]);
});

test('a weekend is quiet; the holiday is too; a machine that slept sends what a day has not outdated, and the rest never', async () => {
  await goTo('2026-04-02T09:30:00');
  await due();
  const said: string[] = [];
  // Every hour over 清明 2026: Saturday 4 to Monday 6 April, and the Monday is free.
  for (; town.now().getTime() < Date.parse('2026-04-07T12:00:00+08:00'); await town.sleeps(60)) {
    const ordered = await due();
    if (ordered > 0) said.push(`${new Date(town.now().getTime() + 8 * 3_600_000).toISOString().slice(5, 13)} ${ordered}`);
  }
  expect(said).toEqual(['04-03T09 3', '04-07T09 3']);
  await reportsArrive(town);
  // Asleep from Friday morning to Saturday morning, before and after the day is over.
  await goTo('2026-04-11T08:39:00');
  expect(await due()).toBe(3);
  await goTo('2026-04-18T08:41:00');
  expect(await due()).toBe(0);
});

test('the month’s report comes on its first working day, as picture, sheet and document; and the record tells who got it', async () => {
  await reportsArrive(town);
  // 1 to 5 May are free.
  await goTo('2026-05-05T10:00:00');
  expect(await due()).toBe(0);
  await goTo('2026-05-06T09:00:00');
  // Three daily ones, and one for each of the four leaders.
  expect(await due()).toBe(7);
  const arrived = await reportsArrive(town);
  const [monthly] = arrived.filter(({ text }) => text.startsWith('【月报】'));
  expect(monthly?.text).toContain('【月报】全区 上月（2026年4月1日至2026年4月30日）');
  expect(monthly?.files.map((file) => file.name.slice(-5))).toEqual(['0.png', '.xlsx', '.docx']);

  const record = (await deliveriesOf(town.database.db, '2026-05-06')).map(deliveryLine);
  expect(record).toHaveLength(7);
  expect(record).toContain('于海峰　monthly.2026-05-06.yu-haifeng　09:00 做好，09:00 已发出');
});

test('a reader who is bound later that day still gets his, and one who left gets none', async () => {
  const { db } = town.database;
  const touch = () => db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
  const identity = await db.identity.findFirstOrThrow({ where: { wireId: 'teng-xiuyun' } });
  await db.identity.update({ where: { id: identity.id }, data: { privateChat: null } });
  await db.member.update({ where: { key: 'yu-haifeng' }, data: { active: false } });
  await touch();
  await goTo('2026-05-07T08:45:00');
  expect(await due()).toBe(1);
  await db.identity.update({ where: { id: identity.id }, data: { privateChat: identity.privateChat } });
  await touch();
  await goTo('2026-05-07T11:00:00');
  expect(await due()).toBe(1);
  const arrived = (await reportsArrive(town)).map(({ chat }) => chat);
  expect(arrived.toSorted()).toEqual(['dm:teng-xiuyun', 'dm:yue-hao']);
});
