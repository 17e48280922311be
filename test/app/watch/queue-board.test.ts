import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { QUEUE_BOARD, QUEUE_BOARD_POLICY, serveQueueBoard } from '../../../app/watch/queue-board.ts';
import { createWebchatChannel } from '../../../bots/webchat/channel.ts';
import { createWebchatHub } from '../../../bots/webchat/hub.ts';
import { ChannelName } from '../../../core/ids.ts';
import { webchatStore } from '../../../prisma/store/webchat.ts';
import { openQueues, type WatchedQueues } from '../../../workers/queues.ts';
import { smallOffice } from '../../bots/webchat/office.ts';
import { type Answer, type Call, call } from '../../bots/webchat/server.ts';
import { arrive, json } from '../../bots/webchat/visitor.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { quietLog } from '../../support/quiet-log.ts';
import { until } from '../../support/until.ts';

const WEBCHAT = ChannelName.parse('webchat');
const Board = z.object({
  queues: z.array(
    z.object({ name: z.string(), readOnlyMode: z.boolean(), jobs: z.array(z.object({ data: z.object({ id: z.string() }) })) }),
  ),
});

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

async function serve(queues: WatchedQueues, demo: boolean) {
  const channel = createWebchatChannel({
    store: webchatStore(database.db),
    directory: async () => smallOffice(),
    settings: { demo, signinsPerMinute: 1000 },
    log: quietLog,
    clock: { now: () => new Date() },
    hub: createWebchatHub(),
    redeemCode: async (code) => code,
  });
  const app = fastify({ forceCloseConnections: true });
  await app.register(channel.plugin);
  await serveQueueBoard(app, queues, [WEBCHAT], (behind) => channel.door(behind, { path: QUEUE_BOARD, policy: QUEUE_BOARD_POLICY }));
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close: () => app.close() };
}
type Server = Awaited<ReturnType<typeof serve>>;

const cookieOf = (answer: Answer): string => String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';

/** Signed in by a code; the code is the person. */
async function signedIn(server: Server, who: string): Promise<Record<string, string>> {
  const answer = await call(server, '/api/signin', { method: 'POST', headers: json, body: JSON.stringify({ code: who }) });
  return { cookie: cookieOf(answer) };
}

const PAGES = ['/queues', '/queues/', '/queues/queue/understand', '/queues/api/queues', '/queues/static/js/main.js'];

describe.each(['postgres', ...(inject('redisUrl') === null ? [] : ['redis'])])('the queue board, with the queues in %s', (backend) => {
  let queues: WatchedQueues;
  let server: Server;
  beforeAll(async () => {
    queues = openQueues({
      redisUrl: backend === 'redis' ? inject('redisUrl') : null,
      databaseUrl: database.url,
      log: quietLog,
      prefix: 'board-test',
    });
    server = await serve(queues, false);
  });
  afterAll(async () => {
    await server.close();
    await queues.close();
  });

  test('a manager and an administrator see every queue and what waits in it, and can change nothing', async () => {
    const manager = { headers: await signedIn(server, 'manager') };
    const seen = async () => Board.parse((await call(server, '/queues/api/queues?activeQueue=understand&page=1', manager)).json()).queues;
    await until(async () => {
      queues.hint('understand', '12');
      return (await seen()).find(({ name }) => name === 'understand')?.jobs.some(({ data }) => data.id === '12');
    }, 'the job to be seen');
    expect((await seen()).map(({ name }) => name)).toEqual([
      'understand',
      'clock',
      'report',
      'schedule',
      'refine',
      'learn',
      'deliver-webchat',
    ]);
    expect((await seen()).every(({ readOnlyMode }) => readOnlyMode)).toBe(true);
    const changes = [
      ['PUT', 'pause'],
      ['PUT', 'empty'],
      ['PUT', 'obliterate'],
      ['PUT', 'retry/failed'],
      ['POST', 'add'],
    ] as const;
    for (const [method, what] of changes)
      expect([what, (await call(server, `/queues/api/queues/understand/${what}`, { ...manager, method })).status]).toEqual([what, 405]);
    const page = await call(server, '/queues/', { headers: await signedIn(server, 'admin') });
    expect([page.status, page.headers['content-security-policy']]).toEqual([200, QUEUE_BOARD_POLICY]);
    const [script = ''] = /static\/js\/main\.[0-9a-f]+\.js/.exec(page.bytes.toString('utf8')) ?? [];
    expect((await call(server, `/queues/${script}`, manager)).status).toBe(200);
  });
});

describe('who is let in', () => {
  let queues: WatchedQueues;
  let office: Server;
  let demo: Server;
  beforeAll(async () => {
    queues = openQueues({ redisUrl: null, databaseUrl: database.url, log: quietLog });
    [office, demo] = [await serve(queues, false), await serve(queues, true)];
  });
  afterAll(async () => {
    await Promise.all([office.close(), demo.close()]);
    await queues.close();
  });
  const statuses = (server: Server, how: Call) => Promise.all(PAGES.map(async (page) => (await call(server, page, how)).status));
  const nobody = (status: number) => PAGES.map(() => status);

  test('nobody who is not signed in, and none of those who are no managers: not to a page, a script or a figure', async () => {
    expect(await statuses(office, {})).toEqual(nobody(401));
    expect(await statuses(office, { headers: { cookie: 'msb_session=guessed' } })).toEqual(nobody(401));
    for (const who of ['boss', 'env', 'env-head', 'env-commissioner', 'duty', 'leader'])
      expect([who, await statuses(office, { headers: await signedIn(office, who) })]).toEqual([who, nobody(403)]);
    expect((await call(office, '/queues/')).bytes.toString()).not.toContain('<script');
  });

  test("a demo's token, in either form, opens no office", async () => {
    const { authorization = '' } = (await arrive(demo, 'manager')).credentials;
    const token = authorization.slice('Bearer '.length);
    for (const headers of [{ authorization }, { cookie: `msb_door=${token}` }, { cookie: `msb_session=${token}` }])
      expect(await statuses(office, { headers })).toEqual(nobody(401));
    expect((await call(office, '/queues/enter', { method: 'POST', headers: { ...json, authorization }, body: '{}' })).status).toBe(404);
  });

  test('in a demo whoever is a manager there brings his tab’s token to the door, and gets a cookie for these pages alone', async () => {
    const enter = async (who: string, more: Record<string, string> = json) =>
      call(demo, '/queues/enter', { method: 'POST', headers: { ...more, ...(await arrive(demo, who)).credentials }, body: '{}' });
    expect((await call(demo, '/queues')).bytes.toString()).toContain('<script src="enter.js">');
    expect((await call(demo, '/queues/enter.js')).status).toBe(200);
    for (const who of ['boss', 'duty', '@stranger']) expect([(await enter(who)).status, cookieOf(await enter(who))]).toEqual([403, '']);
    // A form on another site sends no such header.
    expect((await enter('manager', { 'content-type': 'application/json' })).status).toBe(403);
    const answer = await enter('manager');
    expect(String(answer.headers['set-cookie'])).toMatch(/^msb_door=.+; Path=\/queues; HttpOnly; SameSite=Strict$/);
    const headers = { cookie: cookieOf(answer) };
    expect((await call(demo, '/queues/', { headers })).status).toBe(200);
    expect((await call(demo, '/api/chats', { headers })).status).toBe(401);
    await database.db.webchatSession.deleteMany();
    expect((await call(demo, '/queues/', { headers })).status).toBe(401);
  });
});
