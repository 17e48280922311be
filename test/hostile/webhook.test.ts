import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWebServer } from '../../app/web-server.ts';
import { createReceive } from '../../bots/receive.ts';
import { createTelegramChannel, type TelegramChannel } from '../../bots/telegram/channel.ts';
import { telegramName } from '../../bots/telegram/decode.ts';
import { timing } from '../bots/telegram/stage.ts';
import { type BotApi, startBotApi } from '../support/bot-api/driver.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { keptLog, quietLog } from '../support/quiet-log.ts';
import { emptyStore } from '../support/store.ts';
import { until } from '../support/until.ts';

const secret = 'webhook-secret_0123456789';
const HEADER = 'X-Telegram-Bot-Api-Secret-Token';
const PATH = '/tg/in';

let database: TestDatabase;
let api: BotApi;
let app: FastifyInstance;
let channel: TelegramChannel;
let port: number;
const log = keptLog();
let parsed = 0;

/** The house's own server, Telegram's door in it, and behind it the real inbox. */
beforeAll(async () => {
  database = await createTestDatabase();
  api = await startBotApi();
  app = openWebServer({ PUBLIC_URL: undefined }, quietLog);
  // Runs only where somebody's body is about to be read.
  app.addHook('preParsing', async () => {
    parsed += 1;
  });
  channel = createTelegramChannel(
    { mode: 'webhook', token: api.token, apiRoot: api.root(), webhookUrl: `http://127.0.0.1:9${PATH}`, webhookSecret: secret, timing },
    { log, clock: { now: () => new Date() } },
  );
  channel.registerWebhook(app);
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
  const { inbox } = emptyStore(database.db, telegramName);
  await channel.start(createReceive({ inbox, clock: { now: () => new Date() }, log, crash: () => undefined, hint: () => undefined }));
  await until(() => channel.ready?.(), 'the session to open');
});
afterAll(async () => {
  await channel.stop();
  await app.close();
  await api.close();
  await database.drop();
});
beforeEach(() => {
  parsed = 0;
});

const stored = () => database.db.inbox.count();
const update = (n: number, text = `第${n}条`) => ({
  update_id: n,
  message: {
    message_id: n,
    date: 1_775_000_000,
    chat: { id: -1_000_000_000_700, type: 'supergroup', title: '创业汇' },
    from: { id: 5001, is_bot: false, first_name: '王' },
    text,
  },
});
const post = (body: string, given: string = secret) =>
  fetch(`http://127.0.0.1:${port}${PATH}`, { method: 'POST', body, headers: { 'content-type': 'application/json', [HEADER]: given } });

/** Bytes on a socket, and the answer as it comes; the server may close before it has read all. */
function raw(head: readonly string[], body: string | Buffer = ''): Promise<{ readonly status: number; readonly closed: boolean }> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${[`POST ${PATH} HTTP/1.1`, 'Host: x', 'Content-Type: application/json', ...head].join('\r\n')}\r\n\r\n`);
      socket.write(body);
    });
    socket.setEncoding('latin1').on('data', (part: string) => {
      answer += part;
    });
    socket.setTimeout(3_000, () => socket.destroy(new Error('no answer and no end')));
    socket.on('error', (error: NodeJS.ErrnoException) => (answer === '' || error.code === undefined ? reject(error) : undefined));
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0), closed: true }));
  });
}

describe('without the secret', () => {
  const wrong: readonly (readonly [string, readonly string[]])[] = [
    ['none', []],
    ['an empty one', [`${HEADER}:`]],
    ['a wrong one of the same length', [`${HEADER}: ${secret.replace('w', 'W')}`]],
    ['one with a letter behind', [`${HEADER}: ${secret}x`]],
    ['an over-long one', [`${HEADER}: ${secret}${'x'.repeat(8_000)}`]],
    ['what is no ASCII', [`${HEADER}: 密钥ÿ${secret}`]],
    ['two, the right one among them', [`${HEADER}: ${secret}`, `${HEADER}: other`]],
  ];
  const bodies: readonly (readonly [string, Buffer])[] = [
    ['JSON that is none', Buffer.from('{ "update_id": ')],
    ['nested a hundred thousand deep', Buffer.from(`${'['.repeat(100_000)}`)],
    ['eight megabytes', Buffer.alloc(8 * 1024 * 1024, 0x5b)],
  ];
  it.each(wrong.flatMap(([name, head]) => bodies.map(([what, body]) => ({ name, what, head, body }))))(
    '$name, with $what: 401, nothing parsed, nothing stored, the line closed',
    async ({ head, body }) => {
      const before = await stored();
      expect(await raw([...head, `Content-Length: ${body.length}`], body)).toEqual({ status: 401, closed: true });
      expect([parsed, await stored()]).toEqual([0, before]);
    },
  );

  it('a body promised and never sent is not waited for', async () => {
    expect(await raw(['Content-Length: 900000'])).toEqual({ status: 401, closed: true });
    expect(await raw(['Transfer-Encoding: chunked'])).toEqual({ status: 401, closed: true });
  });

  it('a valid update is worth nothing', async () => {
    const before = await stored();
    expect((await post(JSON.stringify(update(1)), 'guess')).status).toBe(401);
    expect(await stored()).toBe(before);
  });
});

describe('with the secret', () => {
  it('holds a megabyte and no more, said or unsaid', async () => {
    const pad = (bytes: number) => JSON.stringify({ update_id: 1, pad: 'x'.repeat(bytes - 24) });
    expect((await post(pad(1024 * 1024))).status).toBe(200);
    expect((await post(pad(1024 * 1024 + 2))).status).toBe(413);
    const chunk = Buffer.from(pad(1024 * 1024 + 2));
    const chunked = Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n0\r\n\r\n')]);
    expect((await raw([`${HEADER}: ${secret}`, 'Transfer-Encoding: chunked', 'Connection: close'], chunked)).status).toBe(413);
  });

  it.each([
    ['no JSON', '{', 400],
    ['a prototype', '{"__proto__":{"update_id":1}}', 400],
    ['an empty body', '', 400],
    ['nested fifty thousand deep', `{"update_id":1,"message":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 200],
    ['a message in the year 33658', JSON.stringify({ ...update(90), message: { ...update(90).message, date: 1e12 } }), 200],
  ])('%s is answered %i, and what comes after it is heard', async (_name, body, status) => {
    expect((await post(body)).status).toBe(status);
    const next = 1_000 + Math.floor(Math.random() * 1e6);
    expect((await post(JSON.stringify(update(next)))).status).toBe(200);
    expect(await database.db.inbox.count({ where: { messageId: String(next) } })).toBe(1);
  });

  it('the same update ten times, at once and after one another, is one message', async () => {
    const body = JSON.stringify(update(500));
    const at = await Promise.all(Array.from({ length: 5 }, () => post(body)));
    for (let n = 0; n < 5; n += 1) at.push(await post(body));
    expect(at.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await database.db.inbox.count({ where: { messageId: '500' } })).toBe(1);
  });

  it('says 503 while Postgres does not take it, and keeps it once when it comes again', async () => {
    const body = JSON.stringify(update(600));
    await database.asOwner('ALTER TABLE inbox RENAME TO inbox_away');
    try {
      for (let n = 0; n < 3; n += 1) expect((await post(body)).status).toBe(503);
    } finally {
      await database.asOwner('ALTER TABLE inbox_away RENAME TO inbox');
    }
    expect((await post(body)).status).toBe(200);
    expect(await database.db.inbox.count({ where: { messageId: '600' } })).toBe(1);
    expect(log.lines.filter(({ message }) => message.includes('was not stored'))).toHaveLength(3);
    expect(JSON.stringify(log.lines)).not.toMatch(/第600条|webhook-secret/);
  });
});
