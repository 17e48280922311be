import { afterEach, describe, expect, it } from 'vitest';
import { messages } from '../../contract/heard.ts';
import { kinds } from '../../support/puppet/far-side.ts';
import { contact, type NearSide, openNearSide, room } from '../../support/puppet/near-side.ts';
import { until } from '../../support/until.ts';

const before = [contact('wxid_a', '甲'), room('1@chatroom', '一群', ['wxid_a']), room('2@chatroom', '二群', ['wxid_a'])];

describe('the order of what is heard', () => {
  let near: NearSide;
  afterEach(async () => near.close());
  const texts = () => messages(near.heard.envelopes).map((one) => one.body.text);

  it('holds though the wire answers for a later message first', async () => {
    near = await openNearSide({ before });
    const read = near.puppet.messageRawPayload.bind(near.puppet);
    near.puppet.messageRawPayload = async (id) => {
      if (id === 'slow') await new Promise((resolve) => setTimeout(resolve, 150));
      return read(id);
    };
    await near.message({ id: 'slow', from: 'wxid_a', chat: '1@chatroom', text: '先说' });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '后说' });
    await near.heard.count(2);
    expect(texts()).toEqual(['先说', '后说']);
  });

  it('a message the wire gives only at the third asking is heard, one it never gives is logged, and the next goes on', async () => {
    near = await openNearSide({ before });
    const read = near.puppet.messageRawPayload.bind(near.puppet);
    let asked = 0;
    near.puppet.messageRawPayload = async (id) => {
      if (id === 'never') throw new Error('id not found');
      if (id === 'late') asked += 1;
      // wechaty asks once for itself, side by side with us.
      if (id === 'late' && asked <= 3) throw new Error('id not found');
      return read(id);
    };
    for (const id of ['never', 'late', 'plain']) await near.message({ id, from: 'wxid_a', chat: '1@chatroom', text: id });
    await near.heard.count(2);
    expect(texts()).toEqual(['late', 'plain']);
    expect(near.lines.filter((line) => line.level === 'error' && line.msg.includes('message never was dropped'))).toHaveLength(1);
  });

  it('a picture that does not come keeps its place, and keeps nobody waiting longer than allowed', async () => {
    near = await openNearSide({ before, settings: { limits: { mediaMs: 200 } } });
    near.puppet.messageFile = () => new Promise(() => undefined);
    await near.message({ from: 'wxid_a', chat: '1@chatroom', type: kinds.image });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '图在上面' });
    await near.message({ from: 'wxid_a', chat: '2@chatroom', text: '另一个群' });
    await near.heard.count(3);
    expect(texts()).toEqual(['另一个群', '', '图在上面']);
    expect(messages(near.heard.envelopes)[1]?.body.media[0]?.content).toBeNull();
  });

  it('a message that can be found but not read is told as a gap in its chat', async () => {
    near = await openNearSide({ before });
    const read = near.puppet.messageRawPayload.bind(near.puppet);
    near.puppet.messageRawPayload = async (id) => (id === 'odd' ? Object.assign(await read(id), { text: 5 }) : read(id));
    await near.message({ id: 'odd', from: 'wxid_a', chat: '1@chatroom', text: '奇怪' });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '下一句' });
    await near.heard.message('下一句');
    expect(near.heard.envelopes.map((one) => [one.key, one.body.kind])).toEqual([
      ['g:odd', 'gap'],
      ['m:near-2', 'message'],
    ]);
    expect(near.lines.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  it('a time that is none is left out', async () => {
    near = await openNearSide({ before });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '何时', timestamp: Number.NaN });
    expect((await near.heard.message('何时')).at).toBeNull();
  });

  it('what somebody said under an id that nothing of ours can hold is a gap in its chat, and on record', async () => {
    near = await openNearSide({ before });
    await near.message({ id: 'x'.repeat(600), from: 'wxid_a', chat: '1@chatroom', text: '路灯坏了' });
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '还在吗' });
    await near.heard.count(2);
    expect(near.heard.envelopes.map(({ body }) => body.kind)).toEqual(['gap', 'message']);
    expect(near.lines.filter(({ level, msg }) => level === 'error' && msg.includes('could not be read'))).toHaveLength(1);
    expect(JSON.stringify(near.lines)).not.toContain('路灯');
  });

  it('what is not stored at a stop is a gap at the next start, from when it was said', async () => {
    let now = new Date('2026-01-05T09:00:00+08:00');
    near = await openNearSide({ before, now: () => now });
    near.heard.breaks();
    now = new Date('2026-01-05T09:10:00+08:00');
    const said = now;
    await near.message({ from: 'wxid_a', chat: '1@chatroom', text: '没存下' });
    await until(() => near.heard.refused() > 0, 'a refusal');
    now = new Date('2026-01-05T09:20:00+08:00');
    await near.message({ from: 'wxid_a', chat: '2@chatroom', text: '也没存下' });
    await until(() => near.heard.refused() > 1, 'another refusal');
    await near.channel.stop();
    now = new Date('2026-01-05T09:30:00+08:00');
    const again = await openNearSide({ folder: near.folder, before, now: () => now });
    expect((await again.heard.body('gap')).body).toEqual({ kind: 'gap', from: said, to: now });
    await again.close();
  });
});
