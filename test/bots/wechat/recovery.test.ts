import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWechatChannel, type WechatChannel } from '../../../bots/wechat/channel.ts';
import type { Receive } from '../../../core/channel.ts';
import { createHeard, type Heard, messages } from '../../contract/heard.ts';
import { outbound } from '../../contract/stage.ts';
import { type FarPerson, type FarSide, openFarSide } from '../../support/puppet/far-side.ts';
import { dataFolder, keepingLog, settingsFor } from '../../support/puppet/setting.ts';
import { until } from '../../support/until.ts';

/** A real puppet server, over gRPC with TLS, killed as a power cut kills. */
describe('after the puppet server dies', () => {
  let far: FarSide;
  let channel: WechatChannel;
  let heard: Heard;
  let group: { wireId: string; kind: 'group' };
  let wang: FarPerson;
  let data: Awaited<ReturnType<typeof dataFolder>>;

  beforeEach(async () => {
    data = await dataFolder();
    far = await openFarSide({ tls: true });
    wang = await far.person('王老板');
    group = { wireId: await far.room('环翠创业汇', [wang]), kind: 'group' };
    await far.room('别的群', [wang]);
    heard = createHeard();
  });
  afterEach(async () => {
    await channel.stop();
    await far.close();
    await data.remove();
  });

  function build(limits: { silenceMs?: number; sendMs?: number } = {}): WechatChannel {
    const settings = settingsFor(far, data.folder, { tls: { disable: false }, rooms: ['环翠创业汇'], limits });
    channel = createWechatChannel(settings, { log: keepingLog().log, clock: { now: () => new Date() } });
    return channel;
  }
  const ready = (deadlineMs = 20_000) => until(() => channel.ready?.() ?? false, 'the channel to be ready', deadlineMs);
  const down = (deadlineMs = 5_000) => until(() => !channel.ready?.(), 'the outage to be noticed', deadlineMs);
  const says = (text: string) => far.message({ from: wang.id, chat: group.wireId, text });

  it('hears again, tells the gap to our room alone, and sends nothing twice', async () => {
    await build().start(heard.receive);
    await ready();
    await says('断线之前');
    await heard.message('断线之前');
    for (const round of [1, 2]) {
      await far.kill();
      const killed = new Date();
      await down();
      const lost = await channel.send(group, outbound(`第${round}次断线之中`));
      expect(lost).toMatchObject({ kind: 'retry', scope: 'channel' });

      await far.restart();
      await ready();
      const gaps = await until(() => {
        const all = heard.envelopes.filter((one) => one.body.kind === 'gap');
        return all.length === round && all;
      }, 'the gap');
      const gap = gaps[round - 1];
      expect(gap).toMatchObject({ chat: { wireId: group.wireId, title: '环翠创业汇' }, sender: null });
      if (gap?.body.kind !== 'gap' || gap.body.from === null) throw new Error('no beginning');
      expect(gap.body.from.getTime()).toBeLessThanOrEqual(killed.getTime());
      expect(gap.body.to.getTime()).toBeGreaterThan(killed.getTime());

      await says(`第${round}次之后`);
      await heard.message(`第${round}次之后`);
      expect(await channel.send(group, outbound(`第${round}次恢复了`))).toMatchObject({ kind: 'sent' });
    }
    expect(far.said.map((one) => one.text)).toEqual(['第1次恢复了', '第2次恢复了']);
    expect(messages(heard.envelopes).map((one) => one.body.text)).toEqual(['断线之前', '第1次之后', '第2次之后']);
    expect(heard.invalid()).toEqual([]);
    // No store of people and rooms under the home folder, which this folder is.
    expect((await readdir(data.folder)).filter((name) => !name.startsWith('wechat.'))).toEqual([]);
  }, 60_000);

  it('what was heard in a session that was let go is stored all the same, before what the next one hears', async () => {
    const stored: string[] = [];
    let away = true;
    let refused = 0;
    const receive: Receive = async (batch) => {
      if (away) {
        refused += 1;
        throw new Error('away');
      }
      stored.push(...batch.flatMap(({ body }) => (body.kind === 'message' ? [body.text] : [])));
    };
    await build().start(receive);
    await ready();
    await says('库房进水');
    await says('货都泡了');
    await until(() => refused > 1, 'the store to refuse');
    await channel.stop();
    expect(stored).toEqual([]);
    await channel.start(receive);
    await ready();
    away = false;
    await says('有人吗');
    await until(
      () => stored.length === 3,
      () => `all of it: ${stored.join()}`,
      20_000,
    );
    expect(stored).toEqual(['库房进水', '货都泡了', '有人吗']);
  });

  it('a send in flight when it died is unknown, for it was sent', async () => {
    await build().start(heard.receive);
    await ready();
    await far.tell({ do: 'sends', how: 'swallow' });
    const sending = channel.send(group, outbound('在路上'));
    await until(() => far.said.length === 1, 'the far side to take it');
    await far.kill();
    expect(await sending).toMatchObject({ kind: 'unknown' });
    expect(far.said.map((one) => one.text)).toEqual(['在路上']);
    await far.restart();
    await ready();
  }, 40_000);

  it('a send that is never answered is unknown when its time is up', async () => {
    await build({ sendMs: 1_500 }).start(heard.receive);
    await ready();
    await far.tell({ do: 'sends', how: 'swallow' });
    expect(await channel.send(group, outbound('没有回音'))).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('1500 ms') });
    await far.tell({ do: 'sends', how: 'fail' });
    expect(await channel.send(group, outbound('对方出错'))).toMatchObject({ kind: 'unknown' });
    await far.tell({ do: 'sends', how: 'well' });
    expect(await channel.send(group, outbound('好了'))).toMatchObject({ kind: 'sent' });
    expect(far.said.map((one) => one.text)).toEqual(['没有回音', '好了']);
  });

  it('a server that comes up after us is found', async () => {
    await far.kill();
    await build().start(heard.receive);
    expect(channel.ready?.()).toBe(false);
    expect(await channel.send(group, outbound('还没连上'))).toMatchObject({ kind: 'retry' });
    await far.restart();
    await ready();
    await says('终于');
    await heard.message('终于');
    expect(heard.envelopes.filter((one) => one.body.kind === 'gap')).toEqual([]);
  }, 40_000);

  it('stops at once while the server is away', async () => {
    await build().start(heard.receive);
    await ready();
    await far.kill();
    await down();
    const started = performance.now();
    await channel.stop();
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(await channel.send(group, outbound('停了'))).toMatchObject({ kind: 'retry' });
  }, 40_000);

  it('stops in time though the server is alive and deaf', async () => {
    await build().start(heard.receive);
    await ready();
    await far.freeze();
    try {
      const started = performance.now();
      await channel.stop();
      expect(performance.now() - started).toBeLessThan(4_500);
    } finally {
      await far.thaw();
    }
  }, 40_000);

  it('a server that is alive and deaf is noticed by its silence', async () => {
    await build({ silenceMs: 4_000 }).start(heard.receive);
    await ready();
    await far.freeze();
    try {
      await down(40_000);
    } finally {
      await far.thaw();
    }
    await ready(40_000);
    await says('听见了');
    await heard.message('听见了');
    expect(heard.envelopes.map((one) => one.body.kind)).toEqual(['gap', 'message']);
  }, 90_000);
});
