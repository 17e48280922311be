import { afterEach, describe, expect, it } from 'vitest';
import { messages } from '../../contract/heard.ts';
import { outbound } from '../../contract/stage.ts';
import { contact, type NearOptions, type NearSide, openNearSide, room } from '../../support/puppet/near-side.ts';
import { until } from '../../support/until.ts';

/** Web WeChat's ids: `@…` and `@@…`, new at every login. */
describe('ids that end with the login', () => {
  let near: NearSide;
  afterEach(async () => near.close());
  const open = async (options: NearOptions): Promise<void> => {
    near = await openNearSide(options);
  };

  it('a room goes by its topic, a person by the office’s remark, else by the WeChat id, else by the session', async () => {
    await open({
      before: [
        contact('@a1', '昵称甲', { alias: '张三-住建局' }),
        contact('@b2', '昵称乙', { weixin: 'lisi_88' }),
        contact('@c3', '昵称丙'),
        room('@@r1', '环翠创业汇', ['@a1', '@b2', '@c3']),
      ],
    });
    for (const from of ['@a1', '@b2', '@c3']) await near.message({ from, chat: '@@r1', text: from });
    await near.heard.count(3);
    expect(near.heard.envelopes.map((one) => one.sender?.wireId)).toEqual(['alias:张三-住建局', 'weixin:lisi_88', '@c3']);
    expect(new Set(near.heard.envelopes.map((one) => one.chat.wireId))).toEqual(new Set(['topic:环翠创业汇']));
    expect(near.heard.envelopes[0]?.chat.title).toBe('环翠创业汇');
  });

  it('a remark given to two people names neither', async () => {
    await open({
      before: [contact('@a1', '甲', { alias: '住建局' }), contact('@b2', '乙', { alias: '住建局' }), room('@@r1', '群', ['@a1', '@b2'])],
    });
    for (const from of ['@a1', '@b2']) await near.message({ from, chat: '@@r1', text: from });
    await near.heard.count(2);
    expect(near.heard.envelopes.map((one) => one.sender?.wireId)).toEqual(['@a1', '@b2']);
  });

  it('a display name never makes an id', async () => {
    await open({ before: [contact('@a1', 'alias:张三'), contact('@b2', '乙', { alias: '张三' }), room('@@r1', '群', ['@a1', '@b2'])] });
    await near.message({ from: '@a1', chat: '@@r1', text: '我是张三' });
    await near.heard.count(1);
    expect(near.heard.envelopes[0]?.sender?.wireId).toBe('@a1');
  });

  it('what goes to a topic or a remark finds its way, also before anybody there has spoken', async () => {
    await open({ before: [contact('@a1', '昵称甲', { alias: '张三' }), room('@@r1', '环翠创业汇', ['@a1'])] });
    const mentions = [{ wireId: 'alias:张三', name: '张三' }];
    expect(await near.channel.send({ wireId: 'topic:环翠创业汇', kind: 'group' }, outbound('已受理', { mentions }))).toMatchObject({
      kind: 'sent',
    });
    expect(await near.channel.send({ wireId: 'alias:张三', kind: 'private' }, outbound('请查收'))).toMatchObject({ kind: 'sent' });
    expect(near.said).toMatchObject([
      { chat: '@@r1', text: '@昵称甲\u2005已受理', mentions: ['@a1'] },
      { chat: '@a1', text: '请查收', mentions: [] },
    ]);
  });

  it('what goes to nobody known is refused', async () => {
    await open({});
    const refused = { kind: 'refused' };
    expect(await near.channel.send({ wireId: 'topic:没有的群', kind: 'group' }, outbound('在吗'))).toMatchObject({
      ...refused,
      code: 'group-not-found',
    });
    expect(await near.channel.send({ wireId: '9@chatroom', kind: 'group' }, outbound('在吗'))).toMatchObject({
      ...refused,
      code: 'group-not-found',
    });
    expect(await near.channel.send({ wireId: 'alias:没有的人', kind: 'private' }, outbound('在吗'))).toMatchObject({
      ...refused,
      code: 'private-not-found',
    });
    expect(near.said).toEqual([]);
  });

  it('a new topic is told as a migration, and the old name still reaches the room', async () => {
    await open({ before: [contact('@a1', '甲'), room('@@r1', '创业汇', ['@a1'])] });
    await near.message({ from: '@a1', chat: '@@r1', text: '改名之前' });
    await near.heard.message('改名之前');
    await near.tell({ do: 'topic', room: '@@r1', topic: '环翠创业汇', by: '@a1' });
    const migrated = await near.heard.body('migrated');
    expect(migrated).toMatchObject({
      chat: { wireId: 'topic:创业汇' },
      sender: null,
      body: { kind: 'migrated', toWireId: 'topic:环翠创业汇' },
    });

    await near.message({ from: '@a1', chat: '@@r1', text: '改名之后' });
    expect((await near.heard.message('改名之后')).chat).toEqual({ wireId: 'topic:环翠创业汇', kind: 'group', title: '环翠创业汇' });
    expect(await near.channel.send({ wireId: 'topic:创业汇', kind: 'group' }, outbound('还在路上的一句'))).toMatchObject({ kind: 'sent' });
  });
});

describe('a second room of the same name', () => {
  let near: NearSide;
  afterEach(async () => near.close());

  it('is a stranger’s room: it bears no title, and the office is told', async () => {
    near = await openNearSide({ before: [contact('@a1', '甲'), room('@@r1', '环翠创业汇', ['@a1'])] });
    await near.message({ from: '@a1', chat: '@@r1', text: '真群' });
    await near.heard.message('真群');
    await near.tell(room('@@r2', '环翠创业汇', ['@a1']));
    await near.message({ from: '@a1', chat: '@@r2', text: '假群' });
    expect((await near.heard.message('假群')).chat).toEqual({ wireId: '@@r2', kind: 'group', title: null });
    expect(near.lines.filter((line) => line.level === 'warn' && line.msg.includes('topic of another'))).toHaveLength(1);

    await near.message({ from: '@a1', chat: '@@r1', text: '真群还是真群' });
    expect((await near.heard.message('真群还是真群')).chat.title).toBe('环翠创业汇');
  });

  it('leaves nobody the title where both were there first', async () => {
    near = await openNearSide({ before: [contact('@a1', '甲'), room('@@r1', '环翠创业汇', ['@a1']), room('@@r2', '环翠创业汇', ['@a1'])] });
    await until(() => near.lines.some((line) => line.level === 'error' && line.msg.includes('several rooms')), 'the office to be told');
    for (const chat of ['@@r1', '@@r2']) await near.message({ from: '@a1', chat, text: chat });
    await near.heard.count(2);
    expect(messages(near.heard.envelopes).map((one) => one.chat.title)).toEqual([null, null]);
    expect(await near.channel.send({ wireId: 'topic:环翠创业汇', kind: 'group' }, outbound('在吗'))).toMatchObject({ kind: 'refused' });
  });

  it('does not take the title over a restart, where ids last', async () => {
    const both = [contact('wxid_a', '甲'), room('2@chatroom', '环翠创业汇', ['wxid_a'])];
    near = await openNearSide({ before: [contact('wxid_a', '甲'), room('1@chatroom', '环翠创业汇', ['wxid_a'])] });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '真群' });
    await near.heard.message('真群');
    await near.channel.stop();
    const again = await openNearSide({ folder: near.folder, before: [room('1@chatroom', '环翠创业汇', ['wxid_a']), ...both] });
    await again.message({ from: 'wxid_a', chat: '2@chatroom', text: '假群' });
    await again.message({ from: 'wxid_a', chat: '1@chatroom', text: '还是真群' });
    expect((await again.heard.message('假群')).chat.title).toBeNull();
    expect((await again.heard.message('还是真群')).chat.title).toBe('环翠创业汇');
    await again.close();
  });
});
