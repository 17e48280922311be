import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { smallOffice } from '../bots/webchat/office.ts';
import { openServer, type WebchatServer } from '../bots/webchat/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type BuiltPage, bubble, buildPage, launch, openTab, write } from './browser.ts';

const chromiumPath = inject('chromiumPath');

describe.skipIf(chromiumPath === null)('the page outside a demo', () => {
  let database: TestDatabase;
  let built: BuiltPage;
  let server: WebchatServer;
  const codes = new Map([['ABCD-EFGH', 'boss']]);
  beforeAll(async () => {
    database = await createTestDatabase();
    built = await buildPage();
    const redeemCode = async (code: string): Promise<string | null> => {
      const key = codes.get(code.toUpperCase()) ?? null;
      codes.delete(code.toUpperCase());
      return key;
    };
    server = await openServer({
      databaseUrl: database.url,
      office: smallOffice(),
      receive: async () => undefined,
      settings: { demo: false, pageDir: built.dir },
      redeemCode,
    });
  });
  afterAll(async () => {
    await server.close();
    await database.drop();
    built.remove();
  });

  it('asks for a code, takes it once, remembers it over a reload and lets go', async () => {
    const browser = await launch(chromiumPath ?? '');
    try {
      const { page, context, complaints } = await openTab(browser, server.url);
      const [card, field] = [await page.locator('form').boundingBox(), await page.getByLabel('登录码').boundingBox()];
      expect((field?.x ?? 0) + (field?.width ?? 0)).toBeLessThan((card?.x ?? 0) + (card?.width ?? 0));
      await page.getByLabel('登录码').fill('wrong');
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('alert').getByText('验证码不对').waitFor();
      await page.getByLabel('登录码').fill('abcd-efgh');
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('navigation', { name: '会话' }).waitFor();
      await write(page, '用登录码进来的');
      await bubble(page, '用登录码进来的').waitFor();
      expect(await page.getByRole('group', { name: '试试这样说' }).count()).toBe(0);

      await page.reload();
      await bubble(page, '用登录码进来的').waitFor();
      expect(await page.evaluate(() => [document.cookie, ...Object.values(sessionStorage)].join(''))).not.toMatch(/[\w-]{43}/);
      await page.getByRole('button', { name: '退出' }).click();
      await page.getByLabel('登录码').fill('ABCD-EFGH');
      await page.getByRole('button', { name: '登录' }).click();
      await page.getByRole('alert').getByText('验证码不对').waitFor();
      expect((await context.cookies()).filter((cookie) => cookie.value !== '')).toEqual([]);
      // The browser itself writes a refused request down; anything else would be ours.
      expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
