import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRANGER } from '../../bots/webchat/api.ts';
import { Enterprise } from '../../core/directory.ts';
import { OutboxId } from '../../core/ids.ts';
import { addMember, smallOffice } from '../bots/webchat/office.ts';
import { type Answer, call, openServer, spoken, type WebchatServer } from '../bots/webchat/server.ts';
import { arrive, json, type Visitor } from '../bots/webchat/visitor.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC', 'base64');

/**
 * Every door of the web chat, and what nobody gets at it: written by hand and reviewed. A route that is not here fails the test.
 * Who is signed in sees what `test/bots/webchat/rights.test.ts` says of his chats, and the files below.
 */
const DOORS: Readonly<Record<string, number>> = {
  'GET /api/start': 200,
  'GET /api/people': 200, // Of the demo alone: whom one may be.
  'POST /api/session': 400, // Of the demo alone.
  'POST /api/signout': 200,
  'GET /api/chats': 401,
  'GET /api/chats/:chat/messages': 401,
  'POST /api/chats/:chat/messages': 401,
  'POST /api/chats/:chat/messages/:message/edit': 401,
  'POST /api/chats/:chat/messages/:message/recall': 401,
  'POST /api/chats/:chat/press': 401,
  'POST /api/chats/:chat/read': 401,
  'POST /api/files': 401,
  'GET /api/files/:token': 401,
  'GET /api/stream': 401,
};

/** Who gets a file that was posted in a chat: by hand, as the rooms of the house are. */
const READS: Readonly<Record<string, readonly string[]>> = {
  work: ['boss', 'rival', 'env', 'env-head', 'env-commissioner', 'land', 'duty', 'leader', 'manager', 'admin', STRANGER],
  'dm:boss': ['boss'],
  'dm:env': ['env'],
  'dept-environment': ['env', 'env-head', 'env-commissioner'],
  'dept-land': ['land'],
  duty: ['duty', 'manager', 'admin'],
};
const PEOPLE = ['boss', 'rival', 'env', 'env-head', 'env-commissioner', 'land', 'duty', 'leader', 'manager', 'admin', STRANGER];

let database: TestDatabase;
let server: WebchatServer;
const routes: string[] = [];
const people = new Map<string, Visitor>();
const person = (key: string): Visitor => people.get(key) ?? expect.fail(`${key} has not arrived`);

beforeAll(async () => {
  database = await createTestDatabase();
  const office = smallOffice();
  const rival = Enterprise.parse({ key: 'haiyun', name: '海韵食品', aliases: [], kind: 'enterprise', card: null, address: null });
  server = await openServer({
    databaseUrl: database.url,
    office: { ...office, enterprises: [...office.enterprises, rival] },
    receive: async () => undefined,
    routes: (app) =>
      app.addHook('onRoute', ({ method, url }) => {
        for (const one of [method].flat()) if (url !== '/api/*' && one !== 'HEAD') routes.push(`${one} ${url}`);
      }),
  });
  addMember(server.office, 'rival', '于海峰', ['entrepreneur'], 'haiyun');
  for (const key of PEOPLE) people.set(key, await arrive(server, key));
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const ask = (method: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  call(server, path.replace(':chat', 'work').replace(/:\w+/, '1'), {
    method,
    headers: { ...(method === 'GET' ? {} : json), ...headers },
    ...(method === 'GET' ? {} : { body: '{}' }),
  });

describe('every route of the web chat', () => {
  it('is in the reviewed list', () => {
    expect([...new Set(routes)].toSorted()).toEqual(Object.keys(DOORS).toSorted());
  });

  it.each(Object.entries(DOORS))('%s gives nobody, and who made up a session, %i', async (route, status) => {
    const [method = '', path = ''] = route.split(' ');
    expect((await ask(method, path)).status).toBe(status);
    expect((await ask(method, path, { authorization: 'Bearer made-up' })).status).toBe(status);
    expect((await ask(method, path, { authorization: `Bearer ${'x'.repeat(8_000)}` })).status).toBe(status);
    expect((await ask(method, path, { cookie: 'msb_session=made-up' })).status).toBe(status);
  });

  it('what there is not, and what one may not see, are answered alike', async () => {
    const rival = person('rival');
    for (const [there, not] of [
      ['dm:boss', 'dm:nobody'],
      ['duty', 'nowhere'],
    ] as const) {
      const [hidden, none] = [await rival.get(`/api/chats/${there}/messages`), await rival.get(`/api/chats/${not}/messages`)];
      expect([hidden.status, hidden.json()]).toEqual([none.status, none.json()]);
    }
  });
});

describe('a file', () => {
  it.each(Object.entries(READS))('posted in %s', async (chat, readers) => {
    const kind = chat.startsWith('dm:') ? 'private' : 'group';
    const said = spoken(`附件 ${chat}`, { media: [{ kind: 'image', name: '现场.png', mime: 'image/png', content: PNG }] });
    await server.channel.send({ wireId: chat, kind }, { ...said, id: OutboxId.parse(said.id) });
    const [reader = ''] = readers;
    const token = (await person(reader).messages(chat)).at(-1)?.files[0]?.token ?? '';
    expect(token.length).toBeGreaterThan(30);
    const found: string[] = [];
    for (const key of PEOPLE) {
      const { status } = await person(key).get(`/api/files/${token}`);
      expect([200, 404]).toContain(status);
      if (status === 200) found.push(key);
    }
    expect(found.toSorted()).toEqual([...readers].toSorted());
    expect((await call(server, `/api/files/${token}`)).status).toBe(401);
    expect((await person(reader).get(`/api/files/${token.slice(0, -1)}`)).status).toBe(404);
  });
});
