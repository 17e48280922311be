import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outbound } from '../../contract/stage.ts';
import { contact, type NearSide, openNearSide, room } from '../../support/puppet/near-side.ts';

const work = { wireId: '1@chatroom', kind: 'group' as const };
const media = [
  { kind: 'image' as const, name: '一.png', mime: 'image/png', content: new Uint8Array([1]) },
  { kind: 'file' as const, name: '二.pdf', mime: 'application/pdf', content: new Uint8Array([2]) },
];

describe('what a send answers', () => {
  let near: NearSide;
  beforeEach(async () => {
    near = await openNearSide({ before: [contact('wxid_a', '甲'), contact('wxid_b', '乙'), room(work.wireId, '环翠创业汇', ['wxid_a'])] });
  });
  afterEach(async () => near.close());

  const fails = (error: Error) => async (): Promise<never> => {
    throw error;
  };

  it('words and files go one after the other, and the words’ id is the message’s', async () => {
    expect(await near.channel.send(work, outbound('两个附件', { media }))).toMatchObject({ kind: 'sent' });
    expect(near.said.map((one) => one.text || one.file?.name)).toEqual(['两个附件', '一.png', '二.pdf']);
  });

  it('words out and a file not is unknown, and says how far it came, even where the wire’s no is certain', async () => {
    near.puppet.messageSendFile = fails(new Error('not logged in'));
    expect(await near.channel.send(work, outbound('两个附件', { media }))).toEqual({
      kind: 'unknown',
      reason: '1 of 3 parts were sent; then: not logged in',
    });
  });

  it.each([
    ['web WeChat says: logged out', 1101, { kind: 'retry', scope: 'channel', afterMs: 5_000 }],
    ['web WeChat says: too often', 1205, { kind: 'retry', scope: 'channel', afterMs: 600_000 }],
    ['web WeChat says: no', -2, { kind: 'refused', code: 'wechat--2' }],
  ])('%s', async (_name, Ret, expected) => {
    near.puppet.messageSendText = fails(Object.assign(new Error(`${Ret} == 0`), { response: { data: { BaseResponse: { Ret } } } }));
    expect(await near.channel.send(work, outbound('在吗'))).toMatchObject(expected);
  });

  it('a failed look-up before the send is certain, whatever the error', async () => {
    near.puppet.roomList = fails(new Error('boom'));
    expect(await near.channel.send({ wireId: '7@chatroom', kind: 'group' }, outbound('在吗'))).toMatchObject({ kind: 'retry' });
    expect(near.said).toEqual([]);
  });

  it('who is not in the room is named, not marked', async () => {
    const mentions = [
      { wireId: 'wxid_a', name: '旧名' },
      { wireId: 'wxid_b', name: '乙' },
    ];
    await near.channel.send(work, outbound('请看', { mentions }));
    expect(near.said).toMatchObject([{ text: '@甲\u2005@乙\u2005请看', mentions: ['wxid_a'] }]);
  });

  it('a room we were removed from is gone', async () => {
    await near.tell({ do: 'kick', room: work.wireId, person: 'wxid_bot', by: 'wxid_a' });
    near.puppet.roomList = async () => [];
    await expect.poll(async () => (await near.channel.send(work, outbound('在吗'))).kind, { timeout: 5_000 }).toBe('refused');
  });

  it('before the start and after the stop nothing is sent', async () => {
    await near.channel.stop();
    expect(await near.channel.send(work, outbound('停了'))).toMatchObject({ kind: 'retry' });
    expect(near.said).toEqual([]);
  });
});
