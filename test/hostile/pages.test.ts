import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerLoginPage } from '../../bots/wechat/login-page.ts';
import { smallOffice } from '../bots/webchat/office.ts';
import { call, openServer, type WebchatServer } from '../bots/webchat/server.ts';
import { arrive, json, type Visitor } from '../bots/webchat/visitor.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');
const SECRET = '/app/config/secret';

let database: TestDatabase;
let server: WebchatServer;
let boss: Visitor;
const dir = mkdtempSync(join(tmpdir(), 'page-'));
const pageDir = join(dir, 'web');
const receive = async (): Promise<void> => undefined;

beforeAll(async () => {
  mkdirSync(join(pageDir, 'assets'), { recursive: true });
  writeFileSync(join(pageDir, 'index.html'), '<!doctype html><title>马上办</title>');
  writeFileSync(join(pageDir, 'assets/app-1234.js'), 'export {};');
  writeFileSync(join(dir, 'beside.txt'), SECRET);
  database = await createTestDatabase();
  server = await openServer({
    databaseUrl: database.url,
    office: smallOffice(),
    receive,
    settings: { pageDir },
    patience: { requestTimeout: 700, http: { headersTimeout: 300, connectionsCheckingInterval: 50, maxHeaderSize: 16 * 1024 } },
    routes(app) {
      app.get('/healthz', async () => ({ ok: true }));
      app.get('/broken', async () => Promise.reject(new Error(SECRET)));
      registerLoginPage(app, { qr: () => ({ kind: 'logged-in', name: '<script>alert(1)</script>' }) }, { allow: () => true });
    },
  });
  boss = await arrive(server, 'boss');
});
afterAll(async () => {
  await server.close();
  await database.drop();
  rmSync(dir, { recursive: true });
});

describe('whatever is answered', () => {
  const page = { ...json };
  it.each([
    ['GET', '/', 200, {}, ''],
    ['HEAD', '/', 200, {}, ''],
    ['GET', '/assets/app-1234.js', 200, {}, ''],
    ['GET', '/assets/', 404, {}, ''],
    ['GET', '/nothing', 404, {}, ''],
    ['GET', '/api/nothing', 404, {}, ''],
    ['GET', '/api/start', 200, {}, ''],
    ['GET', '/api/chats', 401, {}, ''],
    ['GET', '/api/stream', 401, {}, ''],
    ['GET', '/api/files/guess', 401, {}, ''],
    ['GET', '/healthz', 200, {}, ''],
    ['GET', '/wechat/login', 200, {}, ''],
    ['GET', '/%zz', 400, {}, ''],
    ['GET', '/api/chats/%ff/messages', 400, {}, ''],
    ['GET', '/broken', 500, {}, ''],
    ['POST', '/nothing', 404, page, '{}'],
    ['DELETE', '/api/chats/work/messages', 404, { 'x-webchat': '1' }, ''],
    ['GET', '/api/start', 431, { 'x-long': 'x'.repeat(20_000) }, ''],
    ['GET', '/api/start', 200, { 'x-long': 'x'.repeat(12_000) }, ''],
    ['OPTIONS', '/api/chats', 403, {}, ''],
    ['POST', '/api/session', 403, { 'content-type': 'application/json' }, '{}'],
    ['POST', '/api/session', 400, page, '{'],
    ['POST', '/api/session', 400, page, '{"__proto__":{"person":"boss"}}'],
    ['POST', '/api/session', 413, page, JSON.stringify({ person: 'x'.repeat(1024 * 1024) })],
    ['POST', '/api/session', 415, { ...page, 'content-type': 'text/xml' }, '<a/>'],
    ['TRACE', '/', 404, page, ''],
  ] as const)('%s %s → %i says that nothing foreign runs in it, and nothing of the inside', async (method, path, status, headers, body) => {
    const answer = await call(server, path, { method, headers, body });
    expect([answer.status, answer.bytes.toString()]).toEqual([status, expect.not.stringContaining(SECRET)]);
    expect(answer.headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(String(answer.headers['content-security-policy']).replace(/style-src [^;]*/, '')).not.toContain('unsafe');
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('never leaves the folder of the page', async () => {
    for (const path of [
      '/../beside.txt',
      '/..%2fbeside.txt',
      '/%2e%2e/beside.txt',
      '/assets/..%5c..%5cbeside.txt',
      '/assets/....//beside.txt',
    ]) {
      const answer = await call(server, path);
      expect([path, answer.status < 500, answer.bytes.toString()]).toEqual([path, true, expect.not.stringContaining(SECRET)]);
    }
  });

  it('escapes what a name brings', async () => {
    const text = (await call(server, '/wechat/login')).bytes.toString();
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(text).not.toContain('<script');
  });
});

describe('a request that is never finished', () => {
  it.each([
    ['a headline and no more', 'GET /api/start HTTP/1.1\r\nHost: x\r\n'],
    [
      'a body that does not come',
      `POST /api/session HTTP/1.1\r\nHost: x\r\nX-Webchat: 1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{`,
    ],
    ['nothing at all', ''],
  ])('%s: it is cut off', async (_name, begun) => {
    expect(await lifeOf(begun)).toBeLessThan(3_000);
  });

  it('does not cut off a live stream, which is silent for longer', async () => {
    const listening = await boss.listen();
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(listening.ended()).toBe(false);
    await boss.said('work', '还听得见');
    await listening.message('还听得见');
    listening.close();
  });
});

/** How many milliseconds the server bears with it, trickling a byte of nothing at all. */
function lifeOf(begun: string): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => socket.write(begun));
    socket.on('error', () => undefined);
    socket.resume();
    const late = setTimeout(() => reject(new Error('still connected')), 4_000);
    socket.on('close', () => {
      clearTimeout(late);
      resolve(performance.now() - started);
    });
  });
}

describe('what one person may take of the house', () => {
  it('so many uploads a minute over all his sessions, whatever he calls himself', async () => {
    const strict = await openServer({ databaseUrl: database.url, office: smallOffice(), receive, settings: { uploadsPerMinute: 3 } });
    try {
      const [one, again, calm] = [await arrive(strict, 'boss'), await arrive(strict, 'boss'), await arrive(strict, 'env')];
      const statuses = [];
      for (const tab of [one, again, one, again, one]) statuses.push((await tab.upload('现场.png', PNG)).status);
      expect(statuses).toEqual([200, 200, 200, 429, 429]);
      expect((await calm.upload('现场.png', PNG)).status).toBe(200);
      const guesses = [];
      for (let n = 0; n < 5; n += 1) guesses.push((await call(strict, '/api/files', upload(`guess-${n}`))).status);
      expect(guesses).toEqual([401, 401, 401, 429, 429]);
    } finally {
      await strict.close();
    }
  });

  it('room for what he has not posted, though he uploads all of it at once', async () => {
    const small = await openServer({ databaseUrl: database.url, office: smallOffice(), receive, settings: { fileBytes: 2_000 } });
    try {
      const leader = await arrive(small, 'leader');
      const page = Buffer.from('x'.repeat(1_900));
      const answers = await Promise.all(Array.from({ length: 28 }, (_, n) => leader.upload(`${n}.txt`, page)));
      const kept = answers.filter((answer) => answer.status === 200).length;
      expect([kept, answers.filter((answer) => answer.status === 429).length]).toEqual([21, 7]);
      expect(await small.store.looseBytes('leader')).toBeLessThanOrEqual(20 * 2_000);
    } finally {
      await small.close();
    }
  });

  it('every route that changes something has a bound', async () => {
    const strict = await openServer({ databaseUrl: database.url, office: smallOffice(), receive, settings: { changesPerMinute: 2 } });
    try {
      const [one, said] = [await arrive(strict, 'boss'), await (await arrive(strict, 'boss')).said('work', '一句')];
      const changes = {
        read: () => one.post('/api/chats/work/read', { lastReadId: said.id }),
        edit: () => one.edit('work', said.id, '改过'),
        recall: () => one.recall('work', said.id),
        press: () => one.press('work', said.id, 'claim 1'),
      };
      for (const [name, change] of Object.entries(changes)) {
        await change();
        await change();
        expect([name, (await change()).status]).toEqual([name, 429]);
      }
      // The first ends the session; what is nobody's is his address's.
      const statuses = [];
      for (let n = 0; n < 4; n += 1) statuses.push((await one.post('/api/signout', {})).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
    } finally {
      await strict.close();
    }
  });

  it('so many live streams', async () => {
    const strict = await openServer({ databaseUrl: database.url, office: smallOffice(), receive, settings: { streams: 2 } });
    try {
      const [one, other] = [await arrive(strict, 'boss'), await arrive(strict, 'env')];
      const first = await one.listen();
      await one.listen();
      expect(await one.get('/api/stream').then(({ status }) => status)).toBe(429);
      await other.listen();
      first.close();
      await expect.poll(async () => (await statusOfStream(strict, one)) === 200).toBe(true);
    } finally {
      await strict.close();
    }
  });
});

async function statusOfStream(at: WebchatServer, who: Visitor): Promise<number> {
  const stopping = new AbortController();
  const answer = await fetch(`${at.url}/api/stream`, { headers: who.credentials, signal: stopping.signal });
  stopping.abort();
  return answer.status;
}

function upload(token: string) {
  const body = Buffer.from('--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nx\r\n--b--\r\n');
  return {
    method: 'POST',
    headers: { 'x-webchat': '1', authorization: `Bearer ${token}`, 'content-type': 'multipart/form-data; boundary=b' },
    body,
  };
}

describe('guessing a code', () => {
  const settings = { demo: false, origin: 'https://chat.example.test', signinsPerMinute: 3 } as const;
  const through = (at: WebchatServer, forwarded: string) =>
    call(at, '/api/signin', { method: 'POST', headers: { ...json, 'x-forwarded-for': forwarded }, body: '{"code":"000000"}' });

  it('is counted by the address that the proxy saw, not by one that the guesser writes in front of it', async () => {
    const behind = await openServer({ databaseUrl: database.url, office: smallOffice(), receive, settings, publicUrl: settings.origin });
    try {
      const statuses = [];
      for (let n = 0; n < 5; n += 1) statuses.push((await through(behind, `203.0.113.${n}, 198.51.100.7`)).status);
      expect(statuses).toEqual([401, 401, 401, 429, 429]);
      expect((await through(behind, '203.0.113.1, 198.51.100.8')).status).toBe(401);
    } finally {
      await behind.close();
    }
  });

  it('is counted by the socket where no proxy stands in front', async () => {
    const bare = await openServer({ databaseUrl: database.url, office: smallOffice(), receive, settings });
    try {
      const statuses = [];
      for (let n = 0; n < 4; n += 1) statuses.push((await through(bare, `203.0.113.${n}`)).status);
      expect(statuses).toEqual([401, 401, 401, 429]);
    } finally {
      await bare.close();
    }
  });
});
