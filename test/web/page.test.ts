import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { InboundEnvelope } from '../../core/channel.ts';
import { OutboxId } from '../../core/ids.ts';
import { smallOffice } from '../bots/webchat/office.ts';
import { openServer, spoken, type WebchatServer } from '../bots/webchat/server.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { type BuiltPage, bubble, buildPage, desktop, enterAs, launch, openTab, phone, type Tab, write } from './browser.ts';

const chromiumPath = inject('chromiumPath');
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');

describe.skipIf(chromiumPath === null)('the page in a browser', () => {
  let database: TestDatabase;
  let built: BuiltPage;
  let browser: Browser;
  let server: WebchatServer;
  let broken = false;
  const heard: InboundEnvelope[] = [];
  const tabs: Tab[] = [];

  const open = (port = 0) =>
    openServer({
      databaseUrl: database.url,
      office: smallOffice(),
      settings: { pageDir: built.dir },
      port,
      receive: async (batch) => {
        if (broken) throw new Error('the inbox is away');
        heard.push(...batch);
      },
    });
  beforeAll(async () => {
    database = await createTestDatabase();
    built = await buildPage();
    server = await open();
    browser = await launch(chromiumPath ?? '');
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await database.drop();
    built.remove();
  });
  afterEach(async () => {
    broken = false;
    for (const tab of tabs.splice(0)) await tab.context.close();
  });

  const as = async (key: string, device: object = desktop): Promise<Page> => {
    const tab = await enterAs(browser, server.url, key, device);
    tabs.push(tab);
    return tab.page;
  };
  const say = async (wireId: string, text: string, more: Parameters<typeof spoken>[1] = {}) => {
    const message = spoken(text, more);
    await server.channel.send({ wireId, kind: 'group' }, { ...message, id: OutboxId.parse(message.id) });
  };
  const openChat = (page: Page, title: string) =>
    page
      .getByRole('navigation')
      .locator('li button', { has: page.locator('.top b', { hasText: title }) })
      .click();

  it('somebody is picked by typing, and sees his chats', async () => {
    const tab = await openTab(browser, server.url);
    tabs.push(tab);
    await tab.page.getByRole('searchbox', { name: '搜索姓名、单位、职务' }).fill('环保');
    const people = await tab.page.locator('.person b').allTextContents();
    expect(people.toSorted()).toEqual(['丛玉洁', '滕秀云', '王国栋'].toSorted());
    await tab.page.getByRole('button', { name: /王国栋/ }).click();
    const nav = tab.page.getByRole('navigation', { name: '会话' });
    await nav.getByText('环保局马上办').waitFor();
    await nav.getByText('小汇').waitFor();
    expect(await nav.getByText('国土局马上办').count()).toBe(0);
    expect(tab.complaints).toEqual([]);
  });

  it('two people in two tabs of one browser talk, live', async () => {
    const tab = await enterAs(browser, server.url, 'boss');
    tabs.push(tab);
    const other = await tab.context.newPage();
    await other.goto(`${server.url}/#as=env`);
    await write(tab.page, '园区北门的路灯坏了');
    await bubble(other, '园区北门的路灯坏了').waitFor();
    await write(other, '收到，马上去看');
    await bubble(tab.page, '收到，马上去看').waitFor();
    expect(await tab.page.locator('.row.mine').last().locator('.bubble').textContent()).toContain('路灯坏了');
    await tab.page.reload();
    await bubble(tab.page, '收到，马上去看').waitFor();
    expect(await tab.page.locator('header .me b').textContent()).toBe('周海');
    expect(tab.complaints).toEqual([]);
  });

  it('shows markup as the text it is, in messages, quotes, names and files', async () => {
    const boss = await as('boss');
    const env = await as('env');
    const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>';
    await write(boss, hostile);
    await bubble(env, hostile).waitFor();
    await bubble(env, hostile).click({ button: 'right' });
    await env.getByRole('menuitem', { name: '引用' }).click();
    await write(env, '引用它 javascript:alert(1)');
    await bubble(boss, '引用它').locator('.quote').waitFor();
    expect(await boss.locator('.bubble img, .bubble script, .bubble a').count()).toBe(0);
    for (const page of [boss, env]) expect(await page.evaluate(() => Reflect.get(window, 'hacked'))).toBeUndefined();
  });

  it('@ completes by keys and pinyin, and the house hears whom', async () => {
    const boss = await as('boss');
    const box = boss.locator('.composer textarea');
    await box.pressSequentially('@');
    await boss.getByRole('listbox').waitFor();
    expect(await boss.getByRole('option').first().textContent()).toContain('小汇');
    await box.pressSequentially('env-h');
    await boss.getByRole('option', { name: /滕秀云/ }).waitFor();
    await box.press('Enter');
    expect(await box.inputValue()).toBe('@滕秀云 ');
    await box.pressSequentially('请您看看 @');
    await box.press('ArrowDown');
    await box.press('ArrowUp');
    await box.press('Tab');
    await box.pressSequentially('记一下');
    await box.press('Enter');
    await expect
      .poll(() => heard.at(-1)?.body)
      .toMatchObject({ text: '@滕秀云 请您看看 @小汇 记一下', mentionsBot: true, mentions: [{ wireId: 'env-head' }] });
  });

  it('an input method keeps its Enter', async () => {
    const boss = await as('boss');
    const box = boss.locator('.composer textarea');
    await box.fill('还在选字');
    await box.evaluate((element) =>
      element.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })),
    );
    expect(await box.inputValue()).toBe('还在选字');
    await box.press('Shift+Enter');
    await box.pressSequentially('第二行');
    expect(await box.inputValue()).toBe('还在选字\n第二行');
  });

  it('quotes, jumps to what is quoted, edits and recalls, for everybody at once', async () => {
    const [boss, env] = [await as('boss'), await as('env')];
    await write(boss, '厂门口积水');
    await bubble(env, '厂门口积水').click({ button: 'right' });
    await env.getByRole('menuitem', { name: '引用' }).click();
    await write(env, '下午去看积水');
    await bubble(boss, '下午去看积水').locator('.quote', { hasText: '周海：厂门口积水' }).click();
    await boss.locator('.row.flash', { hasText: '厂门口积水' }).waitFor();

    await bubble(boss, '厂门口积水').last().waitFor();
    await boss.locator('.row.mine .bubble').last().click({ button: 'right' });
    await boss.getByRole('menuitem', { name: '编辑' }).click();
    await write(boss, '厂门口积水半米深');
    await bubble(env, '厂门口积水半米深').getByText('已编辑').waitFor();
    await boss.locator('.row.mine .bubble').last().click({ button: 'right' });
    await boss.getByRole('menuitem', { name: '撤回' }).click();
    await env.getByText('周海撤回了一条消息').waitFor();
    await boss.getByText('您撤回了一条消息').waitFor();
    expect(await bubble(env, '半米深').count()).toBe(0);
    expect(heard.slice(-2).map((envelope) => envelope.body.kind)).toEqual(['edit', 'recall']);
  });

  it('pictures and documents go, show and come down', async () => {
    const [boss, env] = [await as('boss'), await as('env')];
    const [pictures, documents] = [boss.locator('input[type=file]').first(), boss.locator('input[type=file]').last()];
    await pictures.setInputFiles({ name: '现场.png', mimeType: 'image/png', buffer: PNG });
    await documents.setInputFiles({ name: '情况说明.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
    await boss.locator('.attached .ready').nth(1).waitFor();
    await write(boss, '照片和说明');
    await env.getByRole('button', { name: '查看图片 现场.png' }).click();
    await env.getByRole('dialog', { name: '现场.png' }).locator('img').waitFor();
    await env.keyboard.press('Escape');
    await expect.poll(() => env.getByRole('dialog').count()).toBe(0);
    const [download] = await Promise.all([env.waitForEvent('download'), env.getByRole('button', { name: /下载 情况说明.pdf/ }).click()]);
    expect(download.suggestedFilename()).toBe('情况说明.pdf');
    await documents.setInputFiles({ name: 'program.exe', mimeType: 'application/pdf', buffer: Buffer.from('MZ\u0000') });
    await boss.getByRole('alert').getByText('只能发送图片和常用文档').waitFor();
    await boss.getByRole('button', { name: '移除 program.exe' }).click();
  });

  it('a button of the bot is pressed, and the house hears by whom', async () => {
    await say('dept-environment', '#128 待签收', { buttons: [[{ label: '签收', data: 'claim 128' }]] });
    const env = await as('env');
    await openChat(env, '环保局马上办');
    await env.getByRole('button', { name: '签收', exact: true }).last().waitFor();
    await env.locator('.buttons').getByRole('button', { name: '签收' }).click();
    await expect.poll(() => heard.at(-1)?.body).toEqual({ kind: 'button', messageId: expect.any(String), data: 'claim 128' });
    expect(heard.at(-1)?.sender?.wireId).toBe('env');
  });

  it('counts what is unread, and what comes while one reads above', async () => {
    const leader = await as('leader');
    await leader.locator('[aria-current=true] .badge').waitFor({ state: 'detached' });
    const dm = leader.getByRole('navigation').locator('li button', { has: leader.locator('.label.bot') });
    await say('dm:leader', '领导您好');
    await dm.locator('.badge', { hasText: '1' }).waitFor();
    expect(await leader.title()).toMatch(/^\(1\)/);
    await dm.click();
    await dm.locator('.badge').waitFor({ state: 'detached' });
    await openChat(leader, '环翠创业汇');
    for (let n = 1; n <= 25; n += 1) await say('work', `第${n}条长消息\n`.repeat(3));
    await bubble(leader, '第25条').waitFor();
    await leader.locator('.scroll').hover();
    await leader.mouse.wheel(0, -900);
    await leader.getByRole('button', { name: '回到最新' }).waitFor();
    await say('work', '新来一');
    await say('work', '新来二');
    await leader.getByRole('button', { name: '2 条新消息' }).click();
    await leader.getByRole('button', { name: /新消息|回到最新/ }).waitFor({ state: 'detached' });
    await leader.reload();
    await bubble(leader, '新来二').waitFor();
    await expect.poll(() => leader.title()).not.toMatch(/^\(/);
  });

  it('loads older pages above without moving what is read', async () => {
    for (let n = 1; n <= 60; n += 1) await say('dm:manager', `旧事${n}`);
    const manager = await as('manager');
    await openChat(manager, '小汇');
    await bubble(manager, '旧事60').waitFor();
    expect(await bubble(manager, '旧事1').count()).toBeLessThan(11);
    await manager.locator('.scroll').hover();
    for (let n = 0; n < 20 && (await manager.getByText('以上是全部消息').count()) === 0; n += 1) await manager.mouse.wheel(0, -1500);
    await manager.getByText('以上是全部消息').waitFor();
    const texts = await manager.locator('.bubble .text').allTextContents();
    expect(texts).toEqual(Array.from({ length: 60 }, (_, n) => `旧事${n + 1}`));
  });

  it('keeps a message on its way while the house is away, and says when it is refused', async () => {
    const boss = await as('boss');
    broken = true;
    await write(boss, '先记着我');
    await boss.getByRole('status', { name: '正在发送' }).waitFor();
    broken = false;
    await boss.getByRole('status', { name: '正在发送' }).waitFor({ state: 'detached', timeout: 20_000 });
    expect(await bubble(boss, '先记着我').count()).toBe(1);

    await boss.route('**/api/chats/work/messages', (route) =>
      route.fulfill({ status: 404, json: { code: 'no_such_chat', sentence: '没有这个会话。' } }),
    );
    await write(boss, '发不出去的');
    await boss.getByRole('button', { name: '没有发出去，重新发送' }).waitFor();
    await boss.getByText('没有这个会话。').waitFor();
    await boss.unroute('**/api/chats/work/messages');
    await boss.getByRole('button', { name: '重发', exact: true }).click();
    await boss.getByRole('button', { name: '没有发出去，重新发送' }).waitFor({ state: 'detached' });
    const keys = () => {
      const both = heard.filter((envelope) => envelope.body.kind === 'message' && ['先记着我', '发不出去的'].includes(envelope.body.text));
      return new Set(both.map((envelope) => envelope.key)).size;
    };
    await expect.poll(keys).toBe(2);
    expect(await bubble(boss, '发不出去的').count()).toBe(1);
  });

  it('says that the line is down, and catches up when the server is back', async () => {
    const env = await as('env');
    const { port } = server;
    await server.close();
    await env.getByRole('status').getByText('正在重新连接').waitFor({ timeout: 20_000 });
    const box = env.locator('.composer textarea');
    await box.fill('断线时写的');
    await box.press('Enter');
    server = await open(port);
    await say('work', '重启以后说的');
    await bubble(env, '重启以后说的').waitFor({ timeout: 25_000 });
    await env.getByText('正在重新连接').waitFor({ state: 'detached' });
    await env.getByRole('status', { name: '正在发送' }).waitFor({ state: 'detached', timeout: 20_000 });
    expect(await bubble(env, '断线时写的').count()).toBe(1);
  });

  it('on a phone goes from the list to a chat and back, and a held finger opens the menu', async () => {
    const boss = await as('boss', phone);
    await boss.getByRole('navigation').getByRole('button', { name: '环翠创业汇' }).tap();
    await boss.locator('.conversation').waitFor();
    expect(await boss.getByRole('navigation').isVisible()).toBe(false);
    await write(boss, '手机上说的');
    const said = bubble(boss, '手机上说的').last();
    await said.waitFor();
    const place = await said.boundingBox();
    const touch = { bubbles: true, pointerType: 'touch', isPrimary: true, clientX: (place?.x ?? 0) + 9, clientY: (place?.y ?? 0) + 9 };
    await said.dispatchEvent('pointerdown', touch);
    await boss.getByRole('menuitem', { name: '撤回' }).waitFor();
    await boss.keyboard.press('Escape');
    await boss.goBack();
    await boss.getByRole('navigation').waitFor();
    const width = await boss.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(390);
  });

  it('a hint fills the input and is not sent', async () => {
    const boss = await as('boss');
    const before = heard.length;
    await boss.getByRole('group', { name: '试试这样说' }).getByRole('button', { name: '环评批复' }).click();
    expect(await boss.locator('.composer textarea').inputValue()).toContain('环评批复');
    expect(heard).toHaveLength(before);
  });

  it('changes who one is', async () => {
    const boss = await as('boss');
    await boss.getByRole('button', { name: '换人' }).click();
    await boss.getByRole('button', { name: /陌生人/ }).click();
    const nav = boss.getByRole('navigation', { name: '会话' });
    await nav.getByText('环翠创业汇').waitFor();
    expect(await nav.locator('li').count()).toBe(1);
  });
});
