import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startHouse } from '../support/processes/house.ts';
import { bubble, desktop, enterAs, launch, openChat, phone, write } from '../web/browser.ts';
import { picture } from './picture.ts';

const chromiumPath = inject('chromiumPath');

const OWNER = 'ju-xiaoyan';
const OFFICIAL = 'wang-guodong';
const MANAGER = 'yue-hao';
const REPORT = '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产';

const row = (page: Page, text: string) => page.getByRole('log').locator('.row', { hasText: text });

/** The main job as its users see it: `npm start`'s own process, a real browser, three people. */
describe.skipIf(chromiumPath === null)('a matter from the group to its rating, in a browser', () => {
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

  it('is walked by an entrepreneur, an official and a manager', { timeout: 120_000 }, async () => {
    const { url } = await startHouse('start', { DATABASE_URL: database.url });
    const as = async (key: string, device: object) => (await enterAs(browser, url, key, device)).page;

    const owner = await as(OWNER, phone);
    await openChat(owner, '环翠创业汇');
    await write(owner, REPORT);
    const receipt = bubble(owner, '收到，已受理 #1（环保局）');
    await receipt.waitFor();
    expect(await receipt.locator('.quote').textContent()).toContain('环评报告');

    const official = await as(OFFICIAL, desktop);
    await openChat(official, '环保局马上办');
    const dispatch = bubble(official, '【派单】#1 环保局');
    await dispatch.waitFor();
    expect(await dispatch.textContent()).toContain('顺竿钓具');
    await row(official, '【派单】#1 环保局').getByRole('button', { name: '签收' }).click();
    await bubble(official, '已签收').waitFor();
    await write(official, '#1 已联系企业,下午上门');
    await bubble(official, '→ #1 顺竿钓具').last().waitFor();
    await write(official, '答复 1 专家评审已过，批复今天出，请到 12 号窗口领取');
    await bubble(owner, '#1 环保局答复：专家评审已过').waitFor();
    await picture(official, 'department-desktop.png');
    await write(official, '办结 1 批复已领取');

    const result = bubble(owner, '#1 环保局已办结（解决）：批复已领取');
    await result.waitFor();
    await picture(owner, 'webchat-phone.png');
    const big = await as(OWNER, desktop);
    await openChat(big, '环翠创业汇');
    await bubble(big, '#1 环保局已办结').waitFor();
    await picture(big, 'webchat-desktop.png');
    await row(owner, '#1 环保局已办结')
      .getByRole('button', { name: /^(非常)?满意/ })
      .first()
      .click();
    await bubble(official, '#1 收到评价').waitFor();

    const manager = await as(MANAGER, phone);
    await openChat(manager, '小汇');
    await write(manager, '看板');
    await bubble(manager, '在办 0 件').waitFor();
    await write(manager, '统计 今天');
    await bubble(manager, '解决率 100%（1/1，').waitFor();
    await picture(manager, 'manager-phone.png');

    const story = await as(OWNER, desktop);
    await openChat(story, '小汇');
    await write(story, '查询 1');
    await bubble(story, '首次联系').waitFor();

    const ticket = await database.db.ticket.findUniqueOrThrow({ where: { number: 1 } });
    expect(ticket).toMatchObject({ state: 'closed', outcome: 'solved', department: 'environment' });
    expect(ticket.rating).toMatchObject({ attitude: 4 });
  });
});
