import { afterAll, beforeAll, expect, it } from 'vitest';
import { cleanName } from '../../../bots/webchat/files.ts';
import type { InboundEnvelope } from '../../../core/channel.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { smallOffice } from './office.ts';
import { openServer, type WebchatServer } from './server.ts';
import { arrive, type Visitor } from './visitor.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');
const PDF = Buffer.from('%PDF-1.4\n%%EOF');
const heard: InboundEnvelope[] = [];

let database: TestDatabase;
let server: WebchatServer;
let boss: Visitor;
let env: Visitor;
let land: Visitor;
beforeAll(async () => {
  database = await createTestDatabase();
  const receive = async (batch: readonly InboundEnvelope[]) => void heard.push(...batch);
  server = await openServer({ databaseUrl: database.url, office: smallOffice(), receive, settings: { fileBytes: 64 * 1024 } });
  [boss, env, land] = [await arrive(server, 'boss'), await arrive(server, 'env'), await arrive(server, 'land')];
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

it('a file is seen by its uploader until it is posted, then by who sees the chat, and by nobody after a recall', async () => {
  const file = await env.uploaded('现场.png', PNG);
  expect((await env.get(`/api/files/${file.token}`)).status).toBe(200);
  for (const other of [boss, land]) expect((await other.get(`/api/files/${file.token}`)).status).toBe(404);

  const said = await env.said('dept-environment', '', { files: [file.token] });
  const head = await arrive(server, 'env-head');
  expect((await head.get(`/api/files/${file.token}`)).bytes.equals(PNG)).toBe(true);
  for (const other of [boss, land]) expect((await other.get(`/api/files/${file.token}`)).status).toBe(404);

  await env.recall('dept-environment', said.id);
  for (const other of [env, head]) expect((await other.get(`/api/files/${file.token}`)).status).toBe(404);
});

it('nobody posts a file that is not his, or one file twice', async () => {
  const file = await env.uploaded('材料.pdf', PDF);
  expect((await boss.say('work', '别人的文件', { files: [file.token] })).json()).toMatchObject({ code: 'no_such_file' });
  expect((await env.say('work', '一次', { files: [file.token] })).status).toBe(200);
  expect((await env.say('work', '两次', { files: [file.token] })).json()).toMatchObject({ code: 'no_such_file' });
  expect((await env.say('work', '猜的', { files: ['0'.repeat(32)] })).json()).toMatchObject({ code: 'no_such_file' });
});

it('the house gets the bytes, the kind and the name', async () => {
  const files = [await boss.uploaded('照片.jpg', PNG), await boss.uploaded('情况说明.pdf', PDF)];
  await boss.said('work', '都在这里', { files: files.map((file) => file.token) });
  const body = heard.at(-1)?.body;
  expect(body).toMatchObject({
    kind: 'message',
    media: [
      { kind: 'image', mime: 'image/png', name: '照片.jpg' },
      { kind: 'file', mime: 'application/pdf', name: '情况说明.pdf' },
    ],
  });
  const contents = body?.kind === 'message' ? body.media.map((one) => Buffer.from(one.content ?? [])) : [];
  expect(contents.map((content, i) => content.equals([PNG, PDF][i] ?? PNG))).toEqual([true, true]);
});

it('only a picture by its bytes is shown in place; everything is kept from sniffing and scripts', async () => {
  const picture = await boss.uploaded('看起来是文档.pdf', PNG);
  const page = await boss.uploaded('不是图片.txt', Buffer.from('<script>alert(1)</script>'));
  const shown = await boss.get(`/api/files/${picture.token}`);
  expect(shown.headers).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' });
  expect(shown.headers['content-disposition']).toMatch(/^inline/);
  const kept = await boss.get(`/api/files/${page.token}`);
  expect(kept.headers['content-type']).toBe('application/octet-stream');
  expect(kept.headers['content-disposition']).toMatch(/^attachment/);
  expect(kept.headers['content-security-policy']).toContain('sandbox');
});

it.each([
  ['page.html', Buffer.from('<html></html>')],
  ['drawing.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
  ['program.exe', Buffer.from('MZ\u0000\u0000')],
  ['假的.pdf', Buffer.from('MZ\u0000\u0000')],
  ['假的.txt', Buffer.from('a\u0000b')],
  ['nothing', Buffer.from('x')],
])('%s is refused', async (name, content) => {
  const answer = await boss.upload(name, content);
  expect([answer.status, answer.json()]).toMatchObject([415, { code: 'file_type' }]);
});

it('a file beyond the limit, an empty one and none at all are refused with a sentence', async () => {
  const big = await boss.upload('大.png', Buffer.concat([PNG, Buffer.alloc(70 * 1024)]));
  expect([big.status, big.json()]).toMatchObject([413, { code: 'file_too_big' }]);
  expect((await boss.upload('空.txt', Buffer.alloc(0))).json()).toMatchObject({ code: 'empty' });
  expect((await boss.post('/api/files', {})).status).toBe(406);
  expect(await boss.get('/api/chats').then((answer) => answer.status)).toBe(200);
});

it('the database is no place to store things: what is not posted has a bound', async () => {
  const leader = await arrive(server, 'leader');
  const page = Buffer.from('x'.repeat(63 * 1024));
  const statuses = [];
  for (let n = 0; n < 21; n += 1) statuses.push((await leader.upload(`${n}.txt`, page)).status);
  expect(statuses.filter((status) => status !== 200)).toEqual([429]);
});

it('ten megabytes go through where ten are allowed', async () => {
  const wide = await openServer({ databaseUrl: database.url, office: smallOffice(), receive: async () => undefined });
  try {
    const writer = await arrive(wide, 'manager');
    const limit = 10 * 1024 * 1024;
    expect((await writer.upload('正好.png', Buffer.concat([PNG, Buffer.alloc(limit - PNG.length)]))).status).toBe(200);
    expect((await writer.upload('多一点.png', Buffer.concat([PNG, Buffer.alloc(limit - PNG.length + 1)]))).status).toBe(413);
  } finally {
    await wide.close();
  }
});

it('what was uploaded and never posted is swept a day later, with the sessions that ran out', async () => {
  const left = await boss.uploaded('没发出去.png', PNG);
  const posted = await boss.uploaded('发出去了.png', PNG);
  await boss.said('work', '', { files: [posted.token] });
  await server.store.sweep(new Date(Date.now() + 31 * 24 * 3_600_000), new Date(Date.now() + 1_000));
  const files = await server.store.files([left.token, posted.token]);
  expect(files.map((file) => file.token)).toEqual([posted.token]);
  expect(await server.db.webchatSession.count()).toBe(0);
});

it.each([
  ['../../etc/passwd.txt', 'passwd.txt'],
  ['C:\\材料\\说明.docx', '说明.docx'],
  ['倒\u202efdp.exe.pdf', '倒fdp.exe.pdf'],
  ['  \u0007 ', '未命名'],
  [`${'长'.repeat(200)}.pdf`, `${'长'.repeat(90)}….pdf`],
])('the name %j is kept as %j', (given, kept) => {
  expect(cleanName(given)).toBe(kept);
});
