import { stat } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWechatChannel, type WechatChannel } from '../../../bots/wechat/channel.ts';
import { WechatSettings } from '../../../bots/wechat/settings.ts';
import { createHeard, type Heard, messages } from '../../contract/heard.ts';
import { outbound } from '../../contract/stage.ts';
import { dataFolder, keepingLog } from '../../support/puppet/setting.ts';
import { openWebWechat, type WebWechat } from '../../support/puppet/web-wechat.ts';
import { until } from '../../support/until.ts';

const work = { wireId: 'topic:环翠创业汇', kind: 'group' as const };

/** The default puppet, the real wechat4u, against web WeChat's answers. */
describe('web WeChat by wechat4u', () => {
  let web: WebWechat;
  let data: Awaited<ReturnType<typeof dataFolder>>;
  let channel: WechatChannel;
  let heard: Heard;
  let log: ReturnType<typeof keepingLog>;
  const strays: unknown[] = [];
  const stray = (error: unknown): void => void strays.push(error);

  beforeEach(async () => {
    strays.length = 0;
    process.on('unhandledRejection', stray);
    data = await dataFolder();
    web = openWebWechat(
      [
        { key: 'zhang', name: '昵称张', remark: '张三-住建局' },
        { key: 'wang', name: '王老板' },
      ],
      [{ key: 'work', topic: '环翠创业汇' }],
    );
    open();
  });
  afterEach(async () => {
    await channel.stop();
    web.close();
    await data.remove();
    process.off('unhandledRejection', stray);
    // What is thrown at nobody would have ended the process.
    if (strays.length > 0) throw new Error(`unhandled: ${strays.join('; ')}`);
  });

  function open(): void {
    heard = createHeard();
    log = keepingLog();
    const settings = WechatSettings.parse({
      memoryFile: path.join(data.folder, 'wechat'),
      rooms: ['环翠创业汇'],
      limits: { loginMs: 3_000 },
    });
    channel = createWechatChannel(settings, { log: log.log, clock: { now: () => new Date() } });
  }
  const ready = () => until(() => channel.ready?.() ?? false, 'the login', 20_000);
  async function login(): Promise<void> {
    await channel.start(heard.receive);
    await until(() => channel.qr().kind === 'scan', 'a code', 10_000);
    web.scan();
    await ready();
  }

  it('hears a room by its topic and a friend by his remark, and answers there', async () => {
    await login();
    const id = web.says('zhang', { room: 'work' }, '停水了');
    const message = await heard.message('停水了');
    expect(message).toMatchObject({
      key: `m:${id}`,
      chat: { ...work, title: '环翠创业汇' },
      sender: { wireId: 'alias:张三-住建局', name: '昵称张' },
    });
    expect(await channel.send(work, outbound('已受理', { mentions: [{ wireId: 'alias:张三-住建局', name: '张三' }] }))).toMatchObject({
      kind: 'sent',
    });
    expect(await channel.send({ wireId: 'alias:张三-住建局', kind: 'private' }, outbound('请查收'))).toMatchObject({ kind: 'sent' });
    expect(web.sent).toEqual([
      { to: web.room('work'), text: '@昵称张\u2005已受理' },
      { to: web.user('zhang'), text: '请查收' },
    ]);
  });

  it('keeps the whole text, where the puppet cuts it behind a second colon', async () => {
    await login();
    web.says('wang', { room: 'work' }, '情况如下:\n一是停水\n二是停电:\n都很急');
    expect((await heard.message('情况如下')).body.text).toBe('情况如下:\n一是停水\n二是停电:\n都很急');
  });

  it('understands a quote and a recall as its wire carries them', async () => {
    await login();
    const first = web.says('zhang', { room: 'work' }, '3号楼电梯坏了');
    await heard.message('电梯');
    const refer = '<refermsg><type>1</type><svrid>1</svrid><displayname>昵称张</displayname><content>3号楼电梯坏了</content></refermsg>';
    const quote = `<?xml version="1.0"?><msg><appmsg appid="" sdkver="0"><title>马上派人</title><type>57</type>${refer}</appmsg></msg>`;
    web.says('wang', { room: 'work' }, quote.replaceAll('<', '&lt;').replaceAll('>', '&gt;'), { MsgType: 49 });
    const { body } = await heard.message('马上派人');
    expect(body).toMatchObject({ text: '马上派人', quote: { messageId: null, text: '3号楼电梯坏了', author: '昵称张' } });

    const recall = `<sysmsg type="revokemsg"><revokemsg><session>x</session><oldmsgid>1</oldmsgid><msgid>${first}</msgid><replacemsg><![CDATA["昵称张" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>`;
    web.says('zhang', { room: 'work' }, recall.replaceAll('<', '&lt;').replaceAll('>', '&gt;'), { MsgType: 10_002 });
    expect(await heard.body('recall')).toMatchObject({ sender: { wireId: 'alias:张三-住建局' }, body: { messageId: first } });
  });

  it('keeps the login over a restart, without logging the account out, and tells the gap', async () => {
    await login();
    await channel.stop();
    expect(web.logouts()).toBe(0);
    expect((await stat(path.join(data.folder, 'wechat.memory-card.json'))).mode & 0o777).toBe(0o600);
    open();
    await channel.start(heard.receive);
    await ready();
    expect(web.codes()).toBe(1);
    expect(await heard.body('gap')).toMatchObject({ chat: work });
    web.says('wang', { room: 'work' }, '又在了');
    await heard.message('又在了');
  });

  it('after the phone ends the session asks for a new scan, and everybody keeps his id', async () => {
    await login();
    web.phoneLogsOut();
    await until(() => channel.qr().kind === 'scan', 'a new code', 20_000);
    expect(await channel.send(work, outbound('没登录'))).toMatchObject({ kind: 'retry' });
    web.scan();
    await ready();
    expect(await heard.body('gap')).toMatchObject({ chat: work });
    web.says('zhang', { room: 'work' }, '换了会话');
    expect(await heard.message('换了会话')).toMatchObject({ chat: work, sender: { wireId: 'alias:张三-住建局' } });
    expect(await channel.send(work, outbound('还是这个群'))).toMatchObject({ kind: 'sent' });
    expect(web.sent).toEqual([{ to: web.room('work'), text: '还是这个群' }]);
  }, 40_000);

  it('three pairs of moons are words, not a switch', async () => {
    await login();
    web.says('wang', 'private', '🌚 🌝🌚 🌝🌚 🌝');
    await until(() => messages(heard.envelopes).length === 1, 'the moons');
    web.says('wang', { room: 'work' }, '还在吗');
    await heard.message('还在吗');
    expect(web.logouts()).toBe(0);
    expect(log.lines.filter((line) => line.msg.includes('session is down'))).toEqual([]);
  });

  it('one odd message ends nothing', async () => {
    await login();
    web.says('wang', { room: 'work' }, '&lt;sysmsg type="delchatroommember"&gt;&lt;broken', { MsgType: 10_002 });
    web.says('wang', { room: 'work' }, '<msg><appmsg', { MsgType: 49 });
    web.says('wang', { room: 'work' }, '没有编号的一句', { id: '' });
    web.says('wang', { room: 'work' }, '下一句');
    await heard.message('下一句');
    expect(heard.invalid()).toEqual([]);
    expect(log.lines.filter((line) => line.msg.includes('session is down'))).toEqual([]);
  });

  it('rides out a short failure, and comes back from a longer one by itself', async () => {
    await login();
    web.setReachable(false);
    await until(() => log.lines.some((line) => line.msg.includes('reported an error')), 'the failure', 10_000);
    expect(await channel.send(work, outbound('断网之中'))).toMatchObject({ kind: 'retry' });
    await until(() => !channel.ready?.(), 'the session to be given up', 30_000);
    web.setReachable(true);
    await until(() => channel.ready?.() ?? false, 'the session to come back', 60_000);
    expect(web.codes()).toBe(1);
    web.says('wang', { room: 'work' }, '网络好了');
    await heard.message('网络好了');
    expect(web.sent).toEqual([]);
  }, 100_000);

  it('tells slower from no', async () => {
    await login();
    web.sendsReturn(1205);
    expect(await channel.send(work, outbound('太快'))).toMatchObject({ kind: 'retry', scope: 'channel', afterMs: 600_000 });
    web.sendsReturn(-1);
    expect(await channel.send(work, outbound('不行'))).toMatchObject({ kind: 'refused', code: 'wechat--1' });
  });

  it('comes up when the network was not there at the start', async () => {
    web.setReachable(false);
    await channel.start(heard.receive);
    await until(() => log.lines.some((line) => line.msg.includes('starting again')), 'a second try', 20_000);
    expect(channel.qr()).toEqual({ kind: 'none' });
    web.setReachable(true);
    await until(() => channel.qr().kind === 'scan', 'a code', 30_000);
  }, 60_000);
});
