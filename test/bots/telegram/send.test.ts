import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../bots/telegram/channel.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { until } from '../../support/until.ts';
import { file, groupRef, outbound, picture, stage, timing } from './stage.ts';

describe('send: outcomes', () => {
  it('a 429 in a group holds up that group, in private the channel, as long as Telegram says', async () => {
    const { api, channel } = await stage();
    const wang = api.user({ name: '王老板' });
    wang.says(wang.chat, '你好');
    api.faults.next('sendMessage', { kind: 'flood', retryAfter: 17 }, 2);
    const group = groupRef(api.group({ title: '创业汇' }));
    expect(await channel.send(group, outbound('慢点'))).toMatchObject({ kind: 'retry', afterMs: 17_000, scope: 'chat' });
    expect(await channel.send({ wireId: String(wang.id), kind: 'private' }, outbound('慢点'))).toMatchObject({
      kind: 'retry',
      afterMs: 17_000,
      scope: 'channel',
    });
  });

  it.each([
    [500, 'retry'],
    [502, 'retry'],
    [503, 'retry'],
    [504, 'unknown'],
    [524, 'unknown'],
  ])('HTTP %i ends as %s', async (code, kind) => {
    const { api, channel } = await stage();
    api.faults.next('sendMessage', { kind: 'status', code });
    expect(await channel.send(groupRef(api.group({ title: '群' })), outbound('在'))).toMatchObject({ kind });
  });

  it.each(['accept-then-drop', 'accept-then-reset'] as const)('%s is unknown, and the message is there once', async (kind) => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    api.faults.next('sendMessage', { kind });
    expect(await channel.send(groupRef(group), outbound('悬着'))).toMatchObject({ kind: 'unknown' });
    expect(api.sentTo(group)).toHaveLength(1);
  });

  it.each(['drop', 'garbled'] as const)('%s is unknown too: from here it looks the same', async (kind) => {
    const { api, channel } = await stage();
    api.faults.next('sendMessage', { kind });
    expect(await channel.send(groupRef(api.group({ title: '群' })), outbound('悬着'))).toMatchObject({ kind: 'unknown' });
  });

  it('no answer in time is unknown', async () => {
    const { api, channel } = await stage();
    api.faults.next('sendMessage', { kind: 'slow', ms: 4_000 });
    const before = performance.now();
    expect(await channel.send(groupRef(api.group({ title: '群' })), outbound('等'))).toMatchObject({ kind: 'unknown' });
    expect(performance.now() - before).toBeLessThan(3_500);
  });

  it('a refused connection is certain: retry', async () => {
    const { api, channel } = await stage();
    const group = groupRef(api.group({ title: '群' }));
    await api.unlisten();
    const outcome = await channel.send(group, outbound('断了'));
    expect(outcome).toMatchObject({ kind: 'retry', scope: 'channel' });
    expect(JSON.stringify(outcome)).not.toContain(api.token);
  });

  it('a connection that never becomes secure is certain: retry', async () => {
    // Takes the connection and says nothing, as a filtering network does.
    const silent = createServer((socket) => void socket.resume().on('error', () => undefined));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const settings = { mode: 'polling' as const, token: '1:abc', apiRoot: `https://127.0.0.1:${port}`, timing };
    const channel = createTelegramChannel(settings, { log: quietLog, clock: { now: () => new Date() } });
    expect(await channel.send({ wireId: '-5', kind: 'group' }, outbound('黑洞'))).toMatchObject({ kind: 'retry', scope: 'channel' });
    await new Promise((resolve) => silent.close(resolve));
  });

  it('a group that threw the bot out, a person who blocked it, a chat that is gone: refused', async () => {
    const { api, channel, log } = await stage();
    const group = api.group({ title: '群' });
    const wang = api.user({ name: '王老板' });
    const stranger = api.user({ name: '生人' });
    wang.says(wang.chat, '你好');
    group.kicksBot();
    wang.blocksBot();
    const alone = ({ id }: { id: number }) => ({ wireId: String(id), kind: 'private' as const });
    expect(await channel.send(groupRef(group), outbound('在'))).toMatchObject({ kind: 'refused', code: 'forbidden' });
    expect(await channel.send(alone(wang), outbound('在'))).toMatchObject({ kind: 'refused', code: 'forbidden' });
    expect(await channel.send(alone(stranger), outbound('在'))).toMatchObject({ kind: 'refused', code: 'forbidden' });
    expect(await channel.send({ wireId: '-404', kind: 'group' }, outbound('在'))).toMatchObject({ kind: 'refused', code: 'chat_gone' });
    expect(await channel.send({ wireId: 'room@chat', kind: 'group' }, outbound('在'))).toMatchObject({
      kind: 'refused',
      code: 'chat_gone',
    });
    await until(() => log.lines.some((line) => JSON.stringify(line.fields).includes('kicked')), 'the log to tell of it');
  });

  it('a revoked token is a retry, not a lost message', async () => {
    const { api, channel } = await stage();
    api.faults.next('sendMessage', { kind: 'status', code: 401, description: 'Unauthorized' });
    expect(await channel.send(groupRef(api.group({ title: '群' })), outbound('在'))).toMatchObject({ kind: 'retry', scope: 'channel' });
  });
});

describe('send: a group that became a supergroup', () => {
  it('is told to the house once, and the message waits', async () => {
    const { api, channel, heard } = await stage();
    const group = api.group({ title: '老群', kind: 'group' });
    const next = group.upgrades({ silently: true });
    expect(await channel.send(groupRef(group), outbound('在吗'))).toMatchObject({ kind: 'retry', scope: 'chat' });
    expect(heard.envelopes).toMatchObject([
      { chat: { wireId: String(group.id), kind: 'group' }, sender: null, body: { kind: 'migrated', toWireId: String(next.id) } },
    ]);
    expect(heard.invalid()).toEqual([]);
    expect(await channel.send(groupRef(next), outbound('在吗'))).toMatchObject({ kind: 'sent' });
  });

  it('has one key whether the update or a send found it', async () => {
    const { api, channel, heard } = await stage();
    const group = api.group({ title: '老群', kind: 'group' });
    const next = group.upgrades();
    await heard.body('migrated');
    await channel.send(groupRef(group), outbound('在吗'));
    expect(heard.envelopes.map((one) => one.body)).toEqual(Array(2).fill({ kind: 'migrated', toWireId: String(next.id) }));
    expect(heard.keys()).toHaveLength(1);
  });
});

describe('send: shapes', () => {
  it('a long text with a picture goes as two messages, the words first with quote and buttons', async () => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    const { message } = api.user({ name: '王老板' }).says(group, '问');
    const buttons = [[{ label: '评价', data: 'rate 128' }]];
    const quote = { messageId: String(message.message_id), text: '问' };
    const outcome = await channel.send(groupRef(group), outbound('答'.repeat(1025), { media: [picture()], buttons, quote }));
    const [words, image] = api.sentTo(group);
    expect(words).toMatchObject({ method: 'sendMessage', replyTo: message.message_id, text: '答'.repeat(1025) });
    expect(words?.keyboard).toEqual([[{ text: '评价', callback_data: 'rate 128' }]]);
    expect(image).toMatchObject({ method: 'sendPhoto', text: '', replyTo: null, keyboard: [] });
    expect(outcome).toEqual({ kind: 'sent', messageId: String(words?.messageId) });
  });

  it('a caption carries the quote and the buttons with the file, in one call', async () => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    const wang = api.user({ name: '王老板' });
    const { message } = wang.says(group, '要清单');
    const more = {
      media: [file('“清”单.csv')],
      buttons: [[{ label: '收到', data: 'thanks 128' }]],
      quote: { messageId: String(message.message_id), text: '要清单' },
      mentions: [{ wireId: String(wang.id), name: '王老板' }],
    };
    await channel.send(groupRef(group), outbound('清单在此', more));
    expect(api.sentTo(group)).toMatchObject([
      {
        method: 'sendDocument',
        text: '@王老板 清单在此',
        replyTo: message.message_id,
        file: { name: '“清”单.csv', content: Uint8Array.of(4, 5, 6) },
      },
    ]);
    expect(api.sentTo(group)[0]?.keyboard).toEqual([[{ text: '收到', callback_data: 'thanks 128' }]]);
    expect(api.sentTo(group)[0]?.entities).toMatchObject([{ type: 'text_mention', offset: 0, length: 4, user: { id: wang.id } }]);
  });

  it('several pictures go as one album with the words under it; files are never mixed in', async () => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    const media = [picture('1.png'), picture('2.png'), file()];
    expect(await channel.send(groupRef(group), outbound('', { media }))).toMatchObject({ kind: 'sent' });
    expect(
      await channel.send(groupRef(group), outbound('三张', { media: [picture('a.png'), picture('b.png'), picture('c.png')] })),
    ).toMatchObject({
      kind: 'sent',
    });
    const shapes = api.sentTo(group).map(({ method, text, file: sent }) => [method, text, sent?.as]);
    expect(shapes).toEqual([
      ['sendMediaGroup', '', 'photo'],
      ['sendMediaGroup', '', 'photo'],
      ['sendDocument', '', 'document'],
      ['sendMediaGroup', '三张', 'photo'],
      ['sendMediaGroup', '', 'photo'],
      ['sendMediaGroup', '', 'photo'],
    ]);
  });

  it('goes on where it stopped when a later part met a 429', async () => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    const message = outbound('字'.repeat(1100), { media: [picture(), file()] });
    api.faults.next('sendDocument', { kind: 'flood', retryAfter: 3 });
    expect(await channel.send(groupRef(group), message)).toMatchObject({ kind: 'retry', afterMs: 3_000 });
    const outcome = await channel.send(groupRef(group), message);
    expect(api.sentTo(group).map((entry) => entry.method)).toEqual(['sendMessage', 'sendPhoto', 'sendDocument']);
    expect(outcome).toEqual({ kind: 'sent', messageId: String(api.sentTo(group)[0]?.messageId) });
  });

  it('starts from the beginning when other words come under the same id', async () => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    const message = outbound('字'.repeat(1100), { media: [picture()] });
    api.faults.next('sendPhoto', { kind: 'flood', retryAfter: 3 });
    expect(await channel.send(groupRef(group), message)).toMatchObject({ kind: 'retry' });
    expect(await channel.send(groupRef(group), { ...message, text: '别的话', media: [] })).toMatchObject({ kind: 'sent' });
    expect(api.sentTo(group).map((entry) => entry.text)).toEqual(['字'.repeat(1100), '别的话']);
  });

  it('says unknown when a later part was refused: people read the first one', async () => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    api.faults.next('sendPhoto', { kind: 'status', code: 400, description: 'Bad Request: PHOTO_INVALID_DIMENSIONS' });
    const outcome = await channel.send(groupRef(group), outbound('字'.repeat(1100), { media: [picture()] }));
    expect(outcome).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('已发出 1 段') });
  });

  it('an answer to a deleted message is sent without the quote', async () => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    const quote = { messageId: '999', text: '已删' };
    expect(await channel.send(groupRef(group), outbound('答', { quote }))).toMatchObject({ kind: 'sent' });
    api.faults.next('sendMessage', { kind: 'status', code: 400, description: 'Bad Request: message to be replied not found' });
    expect(await channel.send(groupRef(group), outbound('再答', { quote }))).toMatchObject({ kind: 'sent' });
    expect(api.sentTo(group).map(({ text, replyTo }) => [text, replyTo])).toEqual([
      ['答', null],
      ['再答', null],
    ]);
  });

  it('refuses before anything goes out what the wire cannot carry', async () => {
    const { api, channel } = await stage();
    const group = api.group({ title: '群' });
    expect(await channel.send(groupRef(group), outbound('字', { media: [picture('空.png', new Uint8Array())] }))).toMatchObject({
      kind: 'refused',
    });
    const huge = file('大.bin', new Uint8Array(50 * 1024 * 1024 + 1));
    expect(await channel.send(groupRef(group), outbound('字', { media: [huge] }))).toMatchObject({ kind: 'refused', code: 'too_large' });
    const buttons = [[{ label: '坏', data: '字'.repeat(30) }]];
    expect(await channel.send(groupRef(group), outbound('字', { buttons }))).toMatchObject({ kind: 'refused', code: 'malformed' });
    expect(api.sentTo(group)).toEqual([]);
  });

  it('a send in flight is finished before the channel is stopped', async () => {
    const { api, channel } = await stage();
    api.faults.next('sendMessage', { kind: 'slow', ms: 300 });
    const sending = channel.send(groupRef(api.group({ title: '群' })), outbound('收尾'));
    await channel.stop();
    expect(await sending).toMatchObject({ kind: 'sent' });
  });
});

describe('registerCommands', () => {
  const status = { command: 'status', description: '看板' };

  it('shows Latin names and leaves out what the Bot API would refuse', async () => {
    const { api, channel, log } = await stage();
    await channel.registerCommands([
      { name: 'status', description: '看板' },
      { name: '状态', description: '看板' },
      { name: 'help', description: '帮助' },
    ]);
    expect(api.commands.current).toEqual([status, { command: 'help', description: '帮助' }]);
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'warn', fields: { left: ['状态'] } }));
  });

  it('waits until Telegram can be reached', async () => {
    const { api, channel, heard } = await stage({ started: false });
    await api.unlisten();
    await channel.start(heard.receive);
    await channel.registerCommands([{ name: 'status', description: '看板' }]);
    await api.listen();
    await until(() => api.commands.current.length > 0, 'the menu');
    expect(api.commands.current).toEqual([status]);
  });

  it('a menu that Telegram refuses does not keep the channel from listening', async () => {
    const { api, channel, heard } = await stage({ started: false });
    api.faults.next('setMyCommands', { kind: 'status', code: 400, description: 'Bad Request: BOT_COMMAND_INVALID' });
    await channel.registerCommands([{ name: 'status', description: '看板' }]);
    await channel.start(heard.receive);
    api.user({ name: '王老板' }).says(api.group({ title: '群' }), '照听');
    expect((await heard.message('照听')).body.text).toBe('照听');
  });
});
