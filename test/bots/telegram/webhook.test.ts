import { request } from 'node:http';
import { createServer } from 'node:net';
import Fastify from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { createTelegramChannel } from '../../../bots/telegram/channel.ts';
import { createHeard, messages } from '../../contract/heard.ts';
import { startBotApi } from '../../support/bot-api/driver.ts';
import { keptLog } from '../../support/quiet-log.ts';
import { until } from '../../support/until.ts';
import { timing } from './stage.ts';

const secret = 'webhook-secret_0123456789';
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function stage() {
  const api = await startBotApi();
  const app = Fastify();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/tg/in`;
  const log = keptLog();
  const heard = createHeard();
  const channel = createTelegramChannel(
    { mode: 'webhook', token: api.token, apiRoot: api.root(), webhookUrl: url, webhookSecret: secret, timing },
    { log, clock: { now: () => new Date() } },
  );
  channel.registerWebhook(app);
  await app.listen({ port, host: '127.0.0.1' });
  closing.push(
    () => channel.stop(),
    () => api.close(),
    () => app.close(),
  );
  const open = async () => {
    await channel.start(heard.receive);
    await until(() => channel.ready?.(), 'the session to open');
  };
  const post = (body: string, headers: Record<string, string>) =>
    fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  return { api, channel, heard, log, url, open, post };
}

const given = (value: string) => ({ 'x-telegram-bot-api-secret-token': value });

describe('webhook', () => {
  it('tells Telegram where to deliver, with the secret and the kinds it reads', async () => {
    const { api, url, open } = await stage();
    await open();
    expect(api.hook.state()).toEqual({ url, secret, maxConnections: 8 });
    expect(api.calls('setWebhook')[0]?.fields['allowed_updates']).toContain('callback_query');
  });

  it.each([
    ['none', {}],
    ['a wrong one', given('wrong-secret_0123456789ab')],
    ['one of another length', given('short')],
    ['an empty one', given('')],
    ['a beginning of it', given(secret.slice(0, -1))],
    ['an over-long one', given(secret.padEnd(300, 'x'))],
  ])('turns away a request with %s as its secret before the body is read', async (_name, headers: Record<string, string>) => {
    const { open, post, heard, url } = await stage();
    await open();
    expect((await post('{ not json', headers)).status).toBe(401);
    expect(await statusBeforeBody(url, headers)).toBe(401);
    expect(heard.envelopes).toEqual([]);
  });

  it('takes no body over 1 MB, and none that is not JSON', async () => {
    const { open, post, heard } = await stage();
    await open();
    expect((await post(JSON.stringify({ update_id: 1, pad: 'x'.repeat(1024 * 1024) }), given(secret))).status).toBe(413);
    expect((await post('{ not json', given(secret))).status).toBe(400);
    expect(heard.envelopes).toEqual([]);
  });

  it('says 200 to a malformed update, so that it does not come for ever, and writes down why', async () => {
    const { open, post, log } = await stage();
    await open();
    for (const body of ['null', '[]', '{"update_id":7,"message":{}}', '{"message":1}'])
      expect((await post(body, given(secret))).status).toBe(200);
    expect(log.lines.filter((line) => line.message.includes('makes no envelope'))).toHaveLength(4);
  });

  it('says 503 while an update cannot be stored, and 200 only once it is', async () => {
    const { api, heard, open } = await stage();
    await open();
    heard.breaks();
    const { update } = api.user({ name: '王老板' }).says(api.group({ title: '创业汇' }), '库满了');
    await until(() => api.hook.deliveries.length >= 2, 'two tries');
    expect(api.updates.pending()).toContain(update);
    heard.mends();
    await until(() => api.updates.pending().length === 0, 'the delivery');
    const statuses = api.hook.deliveries.map(({ status }) => status);
    expect(statuses.at(-1)).toBe(200);
    expect(new Set(statuses.slice(0, -1))).toEqual(new Set([503]));
    expect(messages(heard.envelopes).map((one) => one.body.text)).toEqual(['库满了']);
  });

  it('writes one line of many updates that a database that is away does not take', async () => {
    const { heard, open, post, log } = await stage();
    await open();
    heard.breaks(Object.assign(new Error('away'), { code: 'P1001' }));
    const update = (id: number) =>
      JSON.stringify({
        update_id: id,
        message: {
          message_id: id,
          date: 1,
          chat: { id: 7, type: 'private', first_name: '王' },
          from: { id: 7, is_bot: false, first_name: '王' },
          text: '在吗',
        },
      });
    for (let id = 1; id <= 10; id += 1) expect((await post(update(id), given(secret))).status).toBe(503);
    expect(log.lines.filter(({ message }) => message.includes('was not stored'))).toHaveLength(1);
  });

  it('says 503 before it is started and after it is stopped; nothing is lost by it', async () => {
    const { api, channel, heard, post, open, url } = await stage();
    expect((await post('{"update_id":1}', given(secret))).status).toBe(503);
    await open();
    await channel.stop();
    expect((await post('{"update_id":1}', given(secret))).status).toBe(503);
    expect(api.hook.state()?.url).toBe(url);
    api.user({ name: '王老板' }).says(api.group({ title: '创业汇' }), '停机时说的');
    await until(() => api.hook.deliveries.some(({ status }) => status === 503), 'a refusal');
    await channel.start(heard.receive);
    await heard.message('停机时说的');
  });

  it('keeps the order of a chat when one file is slow', async () => {
    const { api, heard, open } = await stage();
    await open();
    const wang = api.user({ name: '王老板' });
    const group = api.group({ title: '创业汇' });
    api.faults.next('file', { kind: 'slow', ms: 200 });
    const { message } = wang.says(group, '带图', { photo: { content: Uint8Array.of(1, 2, 3) } });
    // Telegram delivers edits on another line than messages: both are at the door at once.
    wang.edits(message, '带图,改过');
    wang.says(group, '随后');
    await heard.message('随后');
    expect(heard.envelopes.map((one) => one.key.split(':')[0])).toEqual(['m', 'e', 'm']);
    expect(messages(heard.envelopes).map((one) => one.body.text)).toEqual(['带图', '随后']);
  });
});

/** Promises a body, sends none, and reads what is said to that. */
function statusBeforeBody(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const promised = { 'content-type': 'application/json', 'content-length': String(2 * 1024 * 1024), ...headers };
    const asking = request(url, { method: 'POST', headers: promised }, (response) => {
      resolve(response.statusCode);
      asking.destroy();
    });
    asking.on('error', reject).flushHeaders();
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
