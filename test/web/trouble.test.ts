import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { bubble, openChat, phone, write } from './browser.ts';
import { openStage, type WebStage } from './stage.ts';

const chromiumPath = inject('chromiumPath');

describe.skipIf(chromiumPath === null)('the page over time and trouble', () => {
  let stage: WebStage;
  beforeAll(async () => {
    stage = await openStage(chromiumPath ?? '');
  });
  afterAll(() => stage.close());
  afterEach(() => stage.closeTabs());

  it('counts what is unread, and what comes while one reads above', async () => {
    const leader = await stage.as('leader');
    await leader.locator('[aria-current=true] .badge').waitFor({ state: 'detached' });
    const dm = leader.getByRole('navigation').locator('li button', { has: leader.locator('.label.bot') });
    await stage.say('dm:leader', '领导您好');
    await dm.locator('.badge', { hasText: '1' }).waitFor();
    await expect.poll(() => leader.title()).toMatch(/^\(1\)/);
    await dm.click();
    await dm.locator('.badge').waitFor({ state: 'detached' });
    await openChat(leader, '环翠创业汇');
    for (let n = 1; n <= 25; n += 1) await stage.say('work', `第${n}条长消息\n`.repeat(3));
    await bubble(leader, '第25条').waitFor();
    await leader.locator('.scroll').hover();
    await leader.mouse.wheel(0, -900);
    await leader.getByRole('button', { name: '回到最新' }).waitFor();
    await stage.say('work', '新来一');
    await stage.say('work', '新来二');
    await leader.getByRole('button', { name: '2 条新消息' }).click();
    await leader.getByRole('button', { name: /新消息|回到最新/ }).waitFor({ state: 'detached' });
    await leader.reload();
    await bubble(leader, '新来二').waitFor();
    await expect.poll(() => leader.title()).not.toMatch(/^\(/);
  });

  it('loads older pages above without moving what is read', async () => {
    for (let n = 1; n <= 60; n += 1) await stage.say('dm:manager', `旧事${n}`);
    const manager = await stage.as('manager');
    await openChat(manager, '小汇');
    await bubble(manager, '旧事60').waitFor();
    expect(await bubble(manager, '旧事1').count()).toBeLessThan(11);
    await manager.locator('.scroll').hover();
    // Up by small steps: what was read goes down by as much as was scrolled, whatever is put above.
    const place = () => bubble(manager, '旧事45').evaluate((element) => Math.round(element.getBoundingClientRect().top));
    const first = manager.locator('.bubble .text').first();
    const oldest = await first.textContent();
    while ((await first.textContent()) === oldest && (await manager.locator('.scroll').evaluate((box) => box.scrollTop)) > 260) {
      await manager.mouse.wheel(0, -60);
      await manager.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    }
    const before = await place();
    await manager.mouse.wheel(0, -80);
    await expect.poll(() => first.textContent()).not.toBe(oldest);
    expect(Math.abs((await place()) - before - 80)).toBeLessThanOrEqual(2);
    for (let n = 0; n < 20 && (await manager.getByText('以上是全部消息').count()) === 0; n += 1) await manager.mouse.wheel(0, -1500);
    await manager.getByText('以上是全部消息').waitFor();
    const texts = await manager.locator('.bubble .text').allTextContents();
    expect(texts).toEqual(Array.from({ length: 60 }, (_, n) => `旧事${n + 1}`));
  });

  it('keeps a message on its way while the house is away, and says when it is refused', async () => {
    const boss = await stage.as('boss');
    stage.houseIsAway(true);
    await write(boss, '先记着我');
    await boss.getByRole('status', { name: '正在发送' }).waitFor();
    stage.houseIsAway(false);
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
      const both = stage.heard.filter(
        (envelope) => envelope.body.kind === 'message' && ['先记着我', '发不出去的'].includes(envelope.body.text),
      );
      return new Set(both.map((envelope) => envelope.key)).size;
    };
    await expect.poll(keys).toBe(2);
    expect(await bubble(boss, '发不出去的').count()).toBe(1);
  });

  it('counts what comes while something of one’s own is still on its way', async () => {
    const boss = await stage.as('boss');
    for (let n = 1; n <= 12; n += 1) await stage.say('work', `第${n}条长通知\n`.repeat(3));
    stage.houseIsAway(true);
    await write(boss, '还没送到的');
    await boss.getByRole('status', { name: '正在发送' }).waitFor();
    await boss.locator('.scroll').hover();
    await boss.mouse.wheel(0, -700);
    await boss.getByRole('button', { name: '回到最新' }).waitFor();
    await stage.say('work', '期间的一条');
    await boss.getByRole('button', { name: '1 条新消息' }).waitFor();
    // The pill stands over the messages and never over what one writes.
    const [pill, writer] = [await boss.locator('.to-end').boundingBox(), await boss.locator('.composer').boundingBox()];
    expect((pill?.y ?? 0) + (pill?.height ?? 0)).toBeLessThan(writer?.y ?? 0);
  });

  it('says that the line is down, and catches up when the server is back', async () => {
    const env = await stage.as('env');
    const comesBack = await stage.goesDown();
    try {
      await env.getByRole('status').getByText('正在重新连接').waitFor({ timeout: 20_000 });
      const box = env.locator('.composer textarea');
      await box.fill('断线时写的');
      await box.press('Enter');
    } finally {
      await comesBack();
    }
    await stage.say('work', '重启以后说的');
    await bubble(env, '重启以后说的').waitFor({ timeout: 25_000 });
    await env.getByText('正在重新连接').waitFor({ state: 'detached' });
    await env.getByRole('status', { name: '正在发送' }).waitFor({ state: 'detached', timeout: 20_000 });
    expect(await bubble(env, '断线时写的').count()).toBe(1);
  });

  it('on a phone goes from the list to a chat and back, and a held finger opens the menu', async () => {
    const boss = await stage.as('boss', phone);
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

  it('changes who one is', async () => {
    const boss = await stage.as('boss');
    await boss.getByRole('button', { name: '换人' }).click();
    await boss.getByRole('button', { name: /陌生人/ }).click();
    const nav = boss.getByRole('navigation', { name: '会话' });
    await nav.getByText('环翠创业汇').waitFor();
    expect(await nav.locator('li').count()).toBe(1);
  });
});
