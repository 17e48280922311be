import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { until } from '../until.ts';
import { type BotApi, startBotApi } from './driver.ts';

/** The rules of Telegram that the channel's tests lean on: if the server broke one, those tests would prove nothing. */
const Answer = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.number().optional(),
  description: z.string().optional(),
  parameters: z.record(z.string(), z.number()).optional(),
});
const Ids = z.array(z.object({ update_id: z.number() })).transform((updates) => updates.map((one) => one.update_id));

const open: BotApi[] = [];
afterEach(async () => {
  for (const api of open.splice(0)) await api.close();
});

async function stage() {
  const api = await startBotApi();
  open.push(api);
  const call = async (method: string, params: object = {}) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${api.root()}/bot${api.token}/${method}`, { method: 'POST', headers, body: JSON.stringify(params) });
    return Answer.parse(await response.json());
  };
  const ids = async (params: object) => Ids.parse((await call('getUpdates', params)).result);
  const group = api.group({ title: '群' });
  const wang = api.user({ name: '王老板' });
  return { api, call, ids, group, wang };
}

describe('Bot API server: getUpdates', () => {
  it('gives an update again until a higher offset confirms it', async () => {
    const { ids, group, wang } = await stage();
    const [a, b, c] = ['一', '二', '三'].map((text) => wang.says(group, text).update.update_id);
    expect(await ids({})).toEqual([a, b, c]);
    expect(await ids({ limit: 2 })).toEqual([a, b]);
    expect(await ids({ offset: b })).toEqual([b, c]);
    expect(await ids({})).toEqual([b, c]);
    expect(await ids({ offset: -1 })).toEqual([c]);
    expect(await ids({ offset: (c ?? 0) + 1 })).toEqual([]);
    expect(await ids({})).toEqual([]);
  });

  it('holds a long poll open until something is said, or until its time is over', async () => {
    const { ids, group, wang, api } = await stage();
    const waiting = ids({ timeout: 10 });
    await until(() => api.updates.polling(), 'the poll');
    const { update } = wang.says(group, '在');
    expect(await waiting).toEqual([update.update_id]);

    const before = performance.now();
    expect(await ids({ offset: update.update_id + 1, timeout: 1 })).toEqual([]);
    expect(performance.now() - before).toBeGreaterThan(900);
  });

  it('ends the older of two pollers with 409, and polling under a webhook too', async () => {
    const { call, api } = await stage();
    const older = call('getUpdates', { timeout: 10 });
    await until(() => api.updates.polling(), 'the poll');
    expect((await call('getUpdates')).ok).toBe(true);
    expect(await older).toMatchObject({ ok: false, error_code: 409 });
    await call('setWebhook', { url: 'http://127.0.0.1:9/' });
    expect(await call('getUpdates')).toMatchObject({ ok: false, error_code: 409, description: expect.stringContaining('webhook') });
  });

  it('keeps back the kinds nobody asked for', async () => {
    const { ids, group, wang } = await stage();
    await ids({ allowed_updates: ['message'] });
    const { message } = wang.says(group, '话');
    wang.edits(message, '改');
    expect(await ids({})).toHaveLength(1);
  });
});

describe('Bot API server: sending', () => {
  it.each([
    [{ text: ' ' }, 'message text is empty'],
    [{ text: '长'.repeat(4097) }, 'message is too long'],
    [{ text: '\ud83d' }, 'strings must be encoded in UTF-8'],
    [{ text: '答', reply_parameters: { message_id: 99 } }, 'message to be replied not found'],
    [{ text: '答', reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x'.repeat(65) }]] } }, 'BUTTON_DATA_INVALID'],
    [{ text: '答', chat_id: -404 }, 'chat not found'],
  ])('%# is refused: %s', async (params, description) => {
    const { call, group, api } = await stage();
    expect(await call('sendMessage', { chat_id: group.id, ...params })).toMatchObject({
      ok: false,
      error_code: 400,
      description: `Bad Request: ${description}`,
    });
    expect(api.world.ledger).toEqual([]);
  });

  it('trims the text and moves its entities along; unknown people are not mentioned', async () => {
    const { call, group, api, wang } = await stage();
    const mention = (id: number) => ({ type: 'text_mention', offset: 2, length: 3, user: { id } });
    await call('sendMessage', { chat_id: group.id, text: '  王老板好', entities: [mention(wang.id), mention(1)] });
    expect(api.sentTo(group)).toMatchObject([{ text: '王老板好', entities: [{ offset: 0, length: 3, user: { id: wang.id } }] }]);
  });

  it('writes into nobody’s private chat unasked', async () => {
    const { call, wang } = await stage();
    expect(await call('sendMessage', { chat_id: wang.id, text: '在' })).toMatchObject({ error_code: 403 });
    wang.says(wang.chat, '你好');
    expect((await call('sendMessage', { chat_id: wang.id, text: '在' })).ok).toBe(true);
    wang.blocksBot();
    expect(await call('sendMessage', { chat_id: wang.id, text: '在' })).toMatchObject({
      error_code: 403,
      description: expect.stringContaining('blocked'),
    });
  });

  it('tells where a migrated group went', async () => {
    const { call, api } = await stage();
    const old = api.group({ title: '老群', kind: 'group' });
    const { id } = old.upgrades();
    expect(await call('sendMessage', { chat_id: old.id, text: '在' })).toMatchObject({
      error_code: 400,
      parameters: { migrate_to_chat_id: id },
    });
  });

  it('edits and deletes its own messages, and takes faults in order', async () => {
    const { call, group, wang, api } = await stage();
    await call('sendMessage', {
      chat_id: group.id,
      text: '一',
      reply_markup: { inline_keyboard: [[{ text: '签收', callback_data: 'claim 1' }]] },
    });
    const at = { chat_id: group.id, message_id: 1 };
    expect((await call('editMessageReplyMarkup', at)).ok).toBe(true);
    expect(await call('editMessageReplyMarkup', at)).toMatchObject({ description: 'Bad Request: message is not modified' });
    expect((await call('editMessageText', { ...at, text: '二' })).result).toMatchObject({ text: '二' });
    const theirs = wang.says(group, '我的').message.message_id;
    expect(await call('editMessageText', { ...at, message_id: theirs, text: '改' })).toMatchObject({ error_code: 400 });
    expect((await call('deleteMessage', at)).result).toBe(true);
    expect(await call('deleteMessage', at)).toMatchObject({ error_code: 400 });
    api.faults.next('getMe', { kind: 'flood', retryAfter: 7 });
    expect(await call('getMe')).toMatchObject({ error_code: 429, parameters: { retry_after: 7 } });
    expect(await call('getMe')).toMatchObject({ result: { username: 'huicui_bot' } });
    expect(await call('getChat', { chat_id: group.id })).toMatchObject({ result: { title: '群' } });
    expect(await call('getChatMember', { chat_id: group.id, user_id: wang.id })).toMatchObject({ result: { status: 'member' } });
    expect(await call('noSuchMethod')).toMatchObject({ error_code: 404 });
  });
});
