import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startHouse } from '../support/processes/house.ts';
import { bubble, desktop, enterAs, launch, openChat, phone, write } from '../web/browser.ts';
import { picture } from './picture.ts';

const chromiumPath = inject('chromiumPath');

const MANAGER = 'yue-hao';
const LEADER = 'yu-haifeng';
/** Who, what, and what the department does about it. */
const MATTERS = [
  {
    who: 'ju-xiaoyan',
    text: '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产',
    dept: '环保局',
    official: 'wang-guodong',
  },
  { who: 'yan-weidong', text: '我们厂门口的路灯坏了一个月了，晚上工人下班不安全，麻烦给修一修', dept: '住建局', official: 'liu-xiaoyan' },
  { who: 'zhou-jianbo', text: '出口退税三个月没到账，资金压力很大，请帮忙催一催', dept: '税务局', official: 'zhou-xuejun' },
] as const;

/** What the bot drew, as the browser decoded it. */
async function drawn(page: Page, under: string) {
  const image = page.getByRole('log').locator('.row', { hasText: under }).last().locator('img').last();
  await image.waitFor({ timeout: 20_000 });
  await expect.poll(() => image.evaluate((one: HTMLImageElement) => one.naturalWidth), { timeout: 10_000 }).toBeGreaterThan(500);
  return image;
}

describe.skipIf(chromiumPath === null)('a manager in the web chat, in a browser', () => {
  let database: TestDatabase;
  let browser: Browser;
  beforeAll(async () => {
    database = await createTestDatabase();
    browser = await launch(chromiumPath ?? '');
  });
  afterAll(async () => {
    await browser.close();
    await database.drop();
  });

  it('看板 shows the picture; 统计 上月 brings a file that a spreadsheet program opens; the work group reads totals only', {
    timeout: 180_000,
  }, async () => {
    const { url } = await startHouse('start', { DATABASE_URL: database.url });
    const as = async (key: string, device: object) => (await enterAs(browser, url, key, device)).page;

    for (const [at, { who, text }] of MATTERS.entries()) {
      const owner = await as(who, phone);
      await openChat(owner, '环翠创业汇');
      await write(owner, text);
      await bubble(owner, `已受理 #${at + 1}`).waitFor();
      await owner.context().close();
    }
    const official = await as(MATTERS[0].official, desktop);
    await openChat(official, '环保局马上办');
    await write(official, '办结 1 批复已领取');
    // Not the answer's words: his own bubble and the dispatch above name #1 too, and the month was once copied before he was heard.
    await expect.poll(() => database.db.counter.count({ where: { metric: 'closed' } }), { timeout: 20_000 }).toBe(1);
    await official.context().close();
    // What happened today happened last month too, to the unit.
    await database.db.$executeRaw`
      INSERT INTO counter (day, department, metric, value)
      SELECT (date_trunc('month', day) - interval '10 days')::date, department, metric, value FROM counter`;

    const manager = await as(MANAGER, phone);
    await openChat(manager, '小汇');
    await write(manager, '看板');
    await bubble(manager, '在办 2 件').first().waitFor();
    const board = await drawn(manager, '看板');
    await board.scrollIntoViewIfNeeded();
    await picture(manager, 'board-phone.png');

    await write(manager, '统计 上月');
    await bubble(manager, '收到 3 件').waitFor();
    const chip = manager
      .getByRole('log')
      .locator('.file', { hasText: /统计.*\.xlsx/ })
      .last();
    await chip.waitFor({ timeout: 20_000 });
    const [download] = await Promise.all([manager.waitForEvent('download'), chip.click()]);
    expect(download.suggestedFilename()).toMatch(/\.xlsx$/);
    const rows = await readSheet(readFileSync(await download.path()));
    const cells = rows.map((row) => row.map(String));
    // The same numbers, to the unit.
    expect(cells.find((row) => row[0]?.startsWith('收到'))?.[1]).toBe('3');
    expect(cells.find((row) => row[0] === '办结')?.[1]).toBe('1');
    await picture(manager, 'stats-phone.png');

    const leader = await as(LEADER, desktop);
    await openChat(leader, '环翠创业汇');
    await write(leader, '@小汇 看板');
    await bubble(leader, '在办 2 件').waitFor();
    const shown = (await leader.getByRole('log').locator('.row', { hasText: '在办 2 件' }).last().textContent()) ?? '';
    expect(shown).not.toMatch(/环保局|住建局|税务局/);
    await drawn(leader, '看板');
  });
});
