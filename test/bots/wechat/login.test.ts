import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createWechatChannel } from '../../../bots/wechat/channel.ts';
import { fromThisMachine, registerLoginPage } from '../../../bots/wechat/login-page.ts';
import type { QrState } from '../../../bots/wechat/qr.ts';
import { WechatSettings } from '../../../bots/wechat/settings.ts';
import { outbound } from '../../contract/stage.ts';
import { contact, type NearSide, openNearSide, room } from '../../support/puppet/near-side.ts';
import { dataFolder, silentLog } from '../../support/puppet/setting.ts';
import { until } from '../../support/until.ts';

const code = 'https://login.weixin.qq.com/l/abc==';
const people = [contact('wxid_a', '甲'), room('1@chatroom', '环翠创业汇', ['wxid_a']), room('2@chatroom', '别的群', ['wxid_a'])];

describe('logging in', () => {
  let near: NearSide;
  afterEach(async () => near.close());

  it('shows a code in the terminal, is ready only when somebody has scanned it, and sends nothing before', async () => {
    near = await openNearSide({ login: false, before: people });
    expect(near.channel.qr()).toEqual({ kind: 'none' });
    await near.tell({ do: 'scan', text: code });
    await until(() => near.printed.length > 0, 'the code to be printed');
    await near.tell({ do: 'scan', text: code });
    expect(near.channel.qr()).toEqual({ kind: 'scan', text: code });
    expect(near.printed.join('')).toMatch(/▄[\s\S]*请用机器人的微信账号扫描/);
    expect(near.channel.ready?.()).toBe(false);
    const group = { wireId: '1@chatroom', kind: 'group' as const };
    expect(await near.channel.send(group, outbound('早了'))).toMatchObject({ kind: 'retry', scope: 'channel' });

    await near.tell({ do: 'login' });
    await until(() => near.channel.ready?.() ?? false, 'the login');
    expect(near.channel.qr()).toEqual({ kind: 'logged-in', name: '环翠小助手' });
    expect(near.printed).toHaveLength(1);
    expect(await near.channel.send(group, outbound('正好'))).toMatchObject({ kind: 'sent' });
    expect(near.said.map((one) => one.text)).toEqual(['正好']);
  });

  it('after a logout tells the rooms that are ours what may have been missed', async () => {
    let now = new Date('2026-01-05T09:00:00+08:00');
    near = await openNearSide({ before: people, settings: { rooms: ['环翠创业汇'] }, now: () => now });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '在线' });
    await near.heard.message('在线');
    const from = now;
    await near.tell({ do: 'logout' });
    await until(() => !near.channel.ready?.(), 'the logout');
    now = new Date('2026-01-05T09:20:00+08:00');
    await near.tell({ do: 'login' });
    const gap = await near.heard.body('gap');
    expect(gap).toMatchObject({ chat: { wireId: '1@chatroom', title: '环翠创业汇' }, sender: null, body: { kind: 'gap', from, to: now } });
    await near.message({ from: 'wxid_a', chat: '2@chatroom', text: '又在线' });
    await near.heard.message('又在线');
    expect(near.heard.envelopes.filter((one) => one.body.kind === 'gap')).toHaveLength(1);
  });

  it('a restart of the bot is a gap too, from when the wire was last heard; a first start is none', async () => {
    let now = new Date('2026-01-05T09:00:00+08:00');
    near = await openNearSide({ before: people, now: () => now });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '在线' });
    await near.heard.message('在线');
    expect(near.heard.envelopes).toHaveLength(1);
    await near.channel.stop();
    const from = now;
    now = new Date('2026-01-05T10:00:00+08:00');
    const again = await openNearSide({ folder: near.folder, before: people, now: () => now });
    await until(() => again.heard.envelopes.length === 2, 'a gap for each room');
    expect(again.heard.envelopes.map((one) => one.body)).toEqual([from, from].map(() => ({ kind: 'gap', from, to: now })));
    expect(again.heard.keys()).toHaveLength(2);
    await again.channel.stop();

    await writeFile(path.join(near.folder, 'wechat.presence.json'), '{"aliveAt":');
    const damaged = await openNearSide({ folder: near.folder, before: people, now: () => now });
    expect((await damaged.heard.body('gap')).body).toEqual({ kind: 'gap', from: null, to: now });
    await damaged.close();
  });

  it('killed right after its first login, it tells the gap all the same', async () => {
    const from = new Date('2026-01-05T09:00:00+08:00');
    let now = from;
    // Never stopped, as after SIGKILL.
    near = await openNearSide({ before: people, settings: { rooms: ['环翠创业汇'] }, now: () => now });
    const kept = path.join(near.folder, 'wechat.presence.json');
    await until(() => existsSync(kept), 'what it keeps to be kept');
    now = new Date('2026-01-05T09:00:10+08:00');
    const again = await openNearSide({ folder: near.folder, before: people, settings: { rooms: ['环翠创业汇'] }, now: () => now });
    expect((await again.heard.body('gap')).body).toEqual({ kind: 'gap', from, to: now });
    await again.channel.stop();
  });

  it('killed before the gap could be stored, it tells the whole of it the next time', async () => {
    const from = new Date('2026-01-05T09:00:00+08:00');
    let now = from;
    const options = { before: people, settings: { rooms: ['环翠创业汇'] }, now: () => now };
    near = await openNearSide(options);
    await near.channel.stop();

    now = new Date('2026-01-05T10:00:00+08:00');
    const deaf = await openNearSide({ ...options, folder: near.folder, login: false });
    deaf.heard.breaks();
    await deaf.tell({ do: 'login' });
    await until(() => deaf.heard.refused() > 0, 'the gap to be turned away');
    // As the turn of its clock does; then it is gone.
    await deaf.channel.stop();

    now = new Date('2026-01-05T11:00:00+08:00');
    const again = await openNearSide({ ...options, folder: near.folder });
    expect((await again.heard.body('gap')).body).toEqual({ kind: 'gap', from, to: now });
    await again.channel.stop();
  });

  it('what the wire names and never gives is a gap in our rooms', async () => {
    near = await openNearSide({ before: people, settings: { rooms: ['环翠创业汇'] } });
    await near.tell({ do: 'again', id: 'never-was' });
    expect(await near.heard.body('gap')).toMatchObject({ chat: { wireId: '1@chatroom' }, sender: null });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '又说一句' });
    await near.heard.message('又说一句');
    expect(near.heard.envelopes.map((one) => one.body.kind)).toEqual(['gap', 'message']);
  });

  it('lets itself be invited by those listed only, by id or remark, never by name', async () => {
    const inviters = ['wxid_ok', '备注-推进办'];
    const before = [
      contact('wxid_ok', '甲'),
      contact('wxid_b', '乙', { alias: '备注-推进办' }),
      contact('wxid_c', '备注-推进办'),
      ...people,
    ];
    near = await openNearSide({ before, settings: { inviters } });
    for (const inviter of ['wxid_c', 'wxid_ok', 'wxid_b'])
      await near.tell({ do: 'invite', id: `from-${inviter}`, inviter, topic: '环翠创业汇' });
    await until(() => near.accepted.length === 2, 'two invitations to be accepted');
    expect(near.accepted).toEqual(['from-wxid_ok', 'from-wxid_b']);
    await until(() => near.lines.some((line) => line.msg.includes('not listed')), 'the third to be logged');
  });
});

describe('/wechat/login', () => {
  let app: FastifyInstance;
  afterEach(async () => app.close());

  async function page(state: QrState, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') {
    app = fastify();
    registerLoginPage(app, { qr: () => state }, { allow: fromThisMachine });
    return app.inject({ url: '/wechat/login', headers, remoteAddress });
  }

  it('shows the code as a picture', async () => {
    const answer = await page({ kind: 'scan', text: code });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('<svg');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('shows who is logged in, as text', async () => {
    expect((await page({ kind: 'logged-in', name: '<b>小汇' })).body).toContain('已登录:<strong>&lt;b&gt;小汇</strong>');
  });

  it.each([
    ['another machine', {}, '10.0.0.7'],
    ['a proxy on this machine', { 'x-forwarded-for': '10.0.0.7' }, '127.0.0.1'],
  ])('shows nothing to %s', async (_name, headers, from) => {
    const answer = await page({ kind: 'scan', text: code }, headers, from);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).not.toContain('<svg');
  });
});

describe('settings that cannot work', () => {
  it('padlocal without its package is a clear sentence', async () => {
    const { folder, remove } = await dataFolder();
    const settings = WechatSettings.parse({
      puppet: 'wechaty-puppet-padlocal',
      token: 'puppet_padlocal_x',
      memoryFile: path.join(folder, 'w'),
    });
    const channel = createWechatChannel(settings, { log: silentLog, clock: { now: () => new Date() } });
    await expect(channel.start(async () => undefined)).rejects.toMatchObject({
      code: 'wechat-puppet-missing',
      sentence: expect.stringContaining('npm install wechaty-puppet-padlocal'),
    });
    await channel.stop();
    await remove();
  });

  it.each([
    ['a service without token', { puppet: 'wechaty-puppet-service', memoryFile: 'w' }, 'token'],
    ['an endpoint without port', { memoryFile: 'w', endpoint: 'http://x' }, 'endpoint'],
    ['a pace that gets the account banned', { memoryFile: 'w', pace: { perMinute: 60 } }, 'pace.perMinute'],
    ['another puppet', { memoryFile: 'w', puppet: 'wechaty-puppet-xp' }, 'puppet'],
  ])('%s', (_name, given, at) => {
    const parsed = WechatSettings.safeParse(given);
    expect(parsed.error?.issues.map((issue) => issue.path.join('.'))).toEqual([at]);
  });

  it('the least that works: web WeChat by login', () => {
    expect(WechatSettings.parse({ memoryFile: 'data/wechat' })).toMatchObject({
      puppet: 'wechaty-puppet-wechat4u',
      botName: '小汇',
      pace: { perMinute: 15 },
    });
  });
});
