import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { bubble, enterAs, openChat, openTab, write } from './browser.ts';
import { openStage, type WebStage } from './stage.ts';

const chromiumPath = inject('chromiumPath');
const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');

describe.skipIf(chromiumPath === null)('the page in a browser', () => {
  let stage: WebStage;
  beforeAll(async () => {
    stage = await openStage(chromiumPath ?? '');
  });
  afterAll(() => stage.close());
  afterEach(() => stage.closeTabs());

  it('somebody is picked by typing, and sees his chats', async () => {
    const tab = stage.tab(await openTab(stage.browser, stage.server().url));
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
    const tab = stage.tab(await enterAs(stage.browser, stage.server().url, 'boss'));
    const other = await tab.context.newPage();
    await other.goto(`${stage.server().url}/#as=env`);
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
    const boss = await stage.as('boss');
    const env = await stage.as('env');
    const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=2</script>';
    await write(boss, hostile);
    await bubble(env, hostile).waitFor();
    await bubble(env, hostile).click({ button: 'right' });
    await env.getByRole('menuitem', { name: '引用' }).click();
    await write(env, '引用它 javascript:alert(1)');
    await bubble(boss, '引用它').locator('.quote').waitFor();
    expect(await boss.locator('.bubble img, .bubble script, .bubble a').count()).toBe(0);
    for (const page of [boss, env]) expect(await page.evaluate(() => 'hacked' in window)).toBe(false);
  });

  it('@ completes by keys and pinyin, and the house hears whom', async () => {
    const boss = await stage.as('boss');
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
      .poll(() => stage.heard.at(-1)?.body)
      .toMatchObject({ text: '@滕秀云 请您看看 @小汇 记一下', mentionsBot: true, mentions: [{ wireId: 'env-head' }] });
  });

  it('an input method keeps its Enter', async () => {
    const boss = await stage.as('boss');
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
    const [boss, env] = [await stage.as('boss'), await stage.as('env')];
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
    expect(stage.heard.slice(-2).map((envelope) => envelope.body.kind)).toEqual(['edit', 'recall']);
  });

  it('pictures and documents go, show and come down', async () => {
    const [boss, env] = [await stage.as('boss'), await stage.as('env')];
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
    await stage.say('dept-environment', '#128 待签收', { buttons: [[{ label: '签收', data: 'claim 128' }]] });
    const env = await stage.as('env');
    await openChat(env, '环保局马上办');
    await env.getByRole('button', { name: '签收', exact: true }).last().waitFor();
    await env.locator('.buttons').getByRole('button', { name: '签收' }).click();
    await expect.poll(() => stage.heard.at(-1)?.body).toEqual({ kind: 'button', messageId: expect.any(String), data: 'claim 128' });
    expect(stage.heard.at(-1)?.sender?.wireId).toBe('env');
  });

  it('a hint fills the input and is not sent', async () => {
    const boss = await stage.as('boss');
    const before = stage.heard.length;
    await boss.getByRole('group', { name: '试试这样说' }).getByRole('button', { name: '环评批复' }).click();
    expect(await boss.locator('.composer textarea').inputValue()).toContain('环评批复');
    expect(stage.heard).toHaveLength(before);
  });
});
