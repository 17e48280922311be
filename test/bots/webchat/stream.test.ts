import { afterAll, beforeAll, expect, it } from 'vitest';
import { Page } from '../../../bots/webchat/api.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/until.ts';
import { smallOffice } from './office.ts';
import { openServer, type WebchatServer } from './server.ts';
import { arrive, type Listening, type Visitor } from './visitor.ts';

let database: TestDatabase;
let server: WebchatServer;
let boss: Visitor;
let env: Visitor;
beforeAll(async () => {
  database = await createTestDatabase();
  server = await openServer({
    databaseUrl: database.url,
    office: smallOffice(),
    receive: async () => undefined,
    settings: { heartbeatMs: 50 },
  });
  [boss, env] = [await arrive(server, 'boss'), await arrive(server, 'env')];
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const changesOf = ({ news }: Listening) => news.flatMap((one) => (one.type === 'message' ? [one.message] : []));

it('after an absence come new messages, edits and recalls, once each', async () => {
  const kept = await boss.said('work', '先说一句');
  const gone = await boss.said('work', '说错的一句');
  const before = await env.listen((await env.chats()).cursor);
  await boss.said('work', '还在听');
  await before.message('还在听');
  before.close();
  const last = changesOf(before).at(-1)?.change ?? 0;

  await boss.edit('work', kept.id, '先说一句，改过');
  await boss.recall('work', gone.id);
  await boss.said('work', '不在时说的');
  const after = await env.listen(last);
  await after.message('不在时说的');
  const fresh = changesOf(after).filter((message) => message.change > last);
  expect(fresh.map(({ text, edited, recalled }) => ({ text, edited, recalled }))).toEqual([
    { text: '先说一句，改过', edited: true, recalled: false },
    { text: '', edited: false, recalled: true },
    { text: '不在时说的', edited: false, recalled: false },
  ]);
  const seen = changesOf(after).map(({ id, change }) => `${id}:${change}`);
  expect(new Set(seen).size).toBe(seen.length);
  after.close();
});

it('a change whose number was taken early and became visible late is caught up too', async () => {
  const [slow] = await server.db.$queryRaw<{ change: bigint }[]>`SELECT nextval('webchat_message_change_seq') AS change`;
  const cursor = (await boss.said('work', '后取号先出现')).change;
  expect(cursor).toBeGreaterThan(Number(slow?.change));
  await server.db.$executeRaw`INSERT INTO webchat_message (chat_wire_id, author, author_name, text, body, change)
    VALUES ('work', '@bot', '小汇', '先取号后出现', '{"quote":null,"mentions":[],"mentionsBot":false,"buttons":[],"files":[]}', ${slow?.change})`;
  await server.db.$executeRaw`UPDATE webchat_message SET heard = change WHERE heard < change`;
  const listening = await env.listen(cursor);
  await listening.message('先取号后出现');
  listening.close();
});

it('between the first page and the open stream nothing is lost, under steady writing', async () => {
  let writing = true;
  const writer = (async () => {
    let n = 0;
    for (; writing; n += 1) await boss.said('work', `连着写 ${n}`);
    return n;
  })();
  const streams: { shown: Set<number>; listening: Listening }[] = [];
  for (let n = 0; n < 5; n += 1) {
    const { cursor } = await env.chats();
    const { messages } = Page.parse((await env.get('/api/chats/work/messages?limit=100')).json());
    streams.push({ shown: new Set(messages.map((one) => one.id)), listening: await env.listen(cursor) });
  }
  writing = false;
  const count = await writer;
  await boss.said('work', '写完了');
  const all = await env.messages('work', '?limit=100');
  const written = all.filter((one) => one.text.startsWith('连着写'));
  expect(written.length).toBe(Math.min(count, 99));
  for (const { shown, listening } of streams) {
    await listening.message('写完了');
    const known = new Set([...shown, ...changesOf(listening).map((one) => one.id)]);
    expect(written.filter((one) => !known.has(one.id))).toEqual([]);
    listening.close();
  }
});

it('far behind, the page is told to load everything anew', async () => {
  await server.db.$executeRaw`INSERT INTO webchat_message (chat_wire_id, author, author_name, text, body)
    SELECT 'work', '@bot', '小汇', 'n', '{"quote":null,"mentions":[],"mentionsBot":false,"buttons":[],"files":[]}' FROM generate_series(1, 1001)`;
  await server.db.$executeRaw`UPDATE webchat_message SET heard = change WHERE heard < change`;
  const listening = await env.listen(1);
  await until(() => listening.news.some((one) => one.type === 'reset'), 'the reset');
  expect(changesOf(listening)).toEqual([]);
  listening.close();
});

it('what one has read in one tab is read in the other, for himself alone', async () => {
  const [other, stranger] = [await (await arrive(server, 'env')).listen(), await boss.listen()];
  const said = await boss.said('work', '读到这里');
  expect((await env.chats()).chats.find((chat) => chat.id === 'work')?.unread).toBe(100);
  await env.post('/api/chats/work/read', { lastReadId: said.id });
  await env.post('/api/chats/work/read', { lastReadId: 1 });
  await until(() => other.news.some((one) => one.type === 'read' && one.lastReadId === said.id), 'the read mark');
  expect((await env.chats()).chats.find((chat) => chat.id === 'work')).toMatchObject({ unread: 0, lastReadId: said.id });
  expect(stranger.news.some((one) => one.type === 'read')).toBe(false);
  other.close();
  stranger.close();
});

it('a stream ends with its session', async () => {
  const leaving = await arrive(server, 'boss');
  const listening = await leaving.listen();
  await leaving.post('/api/signout', {});
  await until(() => listening.ended(), 'the stream to end');
  await expect(leaving.listen()).rejects.toThrow('401');
});

it('pages back and forth without a gap or a repeat', async () => {
  for (let n = 1; n <= 7; n += 1) await boss.said('dm:boss', `第${n}条`);
  const newest = Page.parse((await boss.get('/api/chats/dm:boss/messages?limit=3')).json());
  expect([newest.more, newest.messages.map((one) => one.text)]).toEqual([true, ['第5条', '第6条', '第7条']]);
  const older = Page.parse((await boss.get(`/api/chats/dm:boss/messages?limit=4&before=${newest.messages[0]?.id}`)).json());
  expect([older.more, older.messages.map((one) => one.text)]).toEqual([false, ['第1条', '第2条', '第3条', '第4条']]);
  const newer = Page.parse((await boss.get(`/api/chats/dm:boss/messages?limit=2&after=${older.messages[3]?.id}`)).json());
  expect([newer.more, newer.messages.map((one) => one.text)]).toEqual([true, ['第5条', '第6条']]);
});
