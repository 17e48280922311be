import { describe, expect, it } from 'vitest';
import { messages } from '../../contract/heard.ts';
import { until } from '../../support/until.ts';
import { stage } from './stage.ts';

const content = Uint8Array.of(9, 8, 7, 6);

describe('files', () => {
  it('come with the message: the largest size of a photo, documents with name and mime', async () => {
    const { api, heard } = await stage();
    const wang = api.user({ name: '王老板' });
    const group = api.group({ title: '群' });
    wang.says(group, '照片', { photo: { content } });
    wang.says(group, '合同', { document: { name: '合同.pdf', mime: 'application/pdf', content } });
    await heard.message('合同');
    expect(messages(heard.envelopes).map((one) => one.body.media)).toEqual([
      [expect.objectContaining({ kind: 'image', content })],
      [expect.objectContaining({ kind: 'file', name: '合同.pdf', mime: 'application/pdf', content })],
    ]);
  });

  it.each(['slow', 'drop'] as const)('that are %s do not hold up the message; fetchMedia gets them later', async (kind) => {
    const { api, heard, channel } = await stage();
    api.faults.next('file', kind === 'slow' ? { kind, ms: 900 } : { kind });
    api.user({ name: '王老板' }).says(api.group({ title: '群' }), '慢图', { photo: { content } });
    const [media] = (await heard.message('慢图')).body.media;
    expect(media?.content).toBeNull();
    expect(await channel.fetchMedia?.(media?.ref ?? '')).toEqual(content);
  });

  it('one slow file costs the batch its deadline once, not once per file', async () => {
    const { api, heard, channel } = await stage({ started: false });
    api.faults.next('file', { kind: 'slow', ms: 3_000 }, 5);
    const wang = api.user({ name: '王老板' });
    const group = api.group({ title: '群' });
    for (let n = 0; n < 5; n += 1) wang.says(group, '', { photo: { content } });
    wang.says(group, '最后');
    const before = performance.now();
    await channel.start(heard.receive);
    await heard.message('最后');
    expect(performance.now() - before).toBeLessThan(1_500);
    expect(heard.envelopes).toHaveLength(6);
  });

  it('that Telegram will never give are null; that it may give later reject', async () => {
    const { api, channel } = await stage();
    expect(await channel.fetchMedia?.('no-such-file')).toBeNull();
    const huge = api.world.addFile('大.bin', 'application/octet-stream', new Uint8Array(20 * 1024 * 1024 + 1));
    expect(await channel.fetchMedia?.(huge.file_id)).toBeNull();
    const kept = api.world.addFile('图.jpg', 'image/jpeg', content);
    api.faults.next('file', { kind: 'status', code: 500 });
    await expect(channel.fetchMedia?.(kept.file_id)).rejects.toThrow('the file server answered 500');
    api.faults.next('getFile', { kind: 'status', code: 502 });
    await expect(channel.fetchMedia?.(kept.file_id)).rejects.toThrow('502');
    expect(await channel.fetchMedia?.(kept.file_id)).toEqual(content);
  });

  it.each(['../../bot/getMe', '/etc/passwd', 'a/../b', 'http://x/y', 'a?b'])('with the path %s are not asked for', async (path) => {
    const { api, channel } = await stage();
    const file = api.world.addFile('图.jpg', 'image/jpeg', content);
    api.world.files.set(file.file_id, { ...file, path });
    expect(await channel.fetchMedia?.(file.file_id)).toBeNull();
  });
});

describe('buttons', () => {
  it('are answered after the press was stored, not before', async () => {
    const { api, heard } = await stage();
    const li = api.user({ name: '李科长' });
    const { message } = li.says(api.group({ title: '群' }), '有按钮的');
    await heard.message('有按钮的');
    heard.breaks();
    const { id } = li.presses(message, 'claim 128');
    await until(() => heard.refused() >= 2, 'two tries');
    expect(api.calls('answerCallbackQuery')).toEqual([]);
    heard.mends();
    await until(() => api.calls('answerCallbackQuery').length > 0, 'the answer');
    expect(api.answered.get(id)).toEqual({ callback_query_id: id });
    expect(heard.keys()).toHaveLength(2);
  });

  it('whose answer fails are still heard', async () => {
    const { api, heard } = await stage();
    const li = api.user({ name: '李科长' });
    const { message } = li.says(api.group({ title: '群' }), '有按钮的');
    api.faults.next('answerCallbackQuery', { kind: 'status', code: 400, description: 'Bad Request: query is too old' });
    li.presses(message, 'claim 128');
    li.says(message.chat, '之后');
    await heard.message('之后');
    expect(heard.envelopes.map((one) => one.body.kind)).toEqual(['message', 'button', 'message']);
  });
});
