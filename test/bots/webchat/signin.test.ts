import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Session, Start } from '../../../bots/webchat/api.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { smallOffice } from './office.ts';
import { type Answer, call, openServer, type WebchatServer } from './server.ts';
import { arrive, json, visitor } from './visitor.ts';

let database: TestDatabase;
let server: WebchatServer;
let codes: Map<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
});
beforeEach(async () => {
  codes = new Map([
    ['428197', 'boss'],
    ['117733', 'gone'],
    ['990011', '@stranger'],
  ]);
  const redeemCode = async (code: string): Promise<string | null> => {
    const key = codes.get(code) ?? null;
    codes.delete(code);
    return key;
  };
  server = await openServer({
    databaseUrl: database.url,
    office: smallOffice(),
    receive: async () => undefined,
    settings: { demo: false, origin: 'https://chat.example.test' },
    redeemCode,
  });
  return () => server.close();
});
afterAll(() => database.drop());

const signIn = (code: string): Promise<Answer> =>
  call(server, '/api/signin', { method: 'POST', headers: json, body: JSON.stringify({ code }) });

it('a code opens one session, in a cookie that no script, no other site and no plain connection sees', async () => {
  const answer = await signIn('428197');
  expect(Session.parse(answer.json())).toMatchObject({ me: { key: 'boss', name: '周海' }, token: null });
  const cookie = String(answer.headers['set-cookie']);
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Strict/);
  expect(cookie).toMatch(/Secure/);
  const boss = visitor(server, { cookie: cookie.split(';')[0] ?? '' }, 'boss');
  expect((await boss.chats()).chats.map((chat) => chat.id).toSorted()).toEqual(['dm:boss', 'work']);
  expect((await boss.say('work', '用验证码登录的')).status).toBe(200);
  expect([(await signIn('428197')).status, (await signIn('428197')).json()]).toMatchObject([401, { code: 'wrong_code' }]);
  const stored = await server.db.webchatSession.findMany();
  expect(stored.some((session) => cookie.includes(session.tokenHash))).toBe(false);
});

it('guessing is stopped, with the right code too', async () => {
  const statuses = [];
  for (let n = 0; n < 6; n += 1) statuses.push((await signIn(`00000${n}`)).status);
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  const right = await signIn('428197');
  expect([right.status, right.json()]).toMatchObject([429, { code: 'too_many' }]);
  expect(codes.has('428197')).toBe(true);
});

it.each([['117733'], ['990011'], ['']])('the code %j of nobody here opens nothing', async (code) => {
  const answer = await signIn(code);
  expect(answer.status).toBeGreaterThanOrEqual(400);
  expect(answer.headers['set-cookie']).toBeUndefined();
});

it('nobody picks whom to be, and the directory is not shown', async () => {
  expect(Start.parse((await call(server, '/api/start')).json())).toMatchObject({ demo: false, me: null });
  expect((await call(server, '/api/people')).status).toBe(404);
  expect((await call(server, '/api/session', { method: 'POST', headers: json, body: '{"person":"boss"}' })).status).toBe(404);
});

it('a session of the demo is worth nothing once the demo is off', async () => {
  const demo = await openServer({ databaseUrl: database.url, office: smallOffice(), receive: async () => undefined });
  const { credentials } = await arrive(demo, 'admin');
  await demo.close();
  const token = credentials.authorization?.slice('Bearer '.length) ?? '';
  for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `msb_session=${token}` }]) {
    expect((await call(server, '/api/chats', { headers })).status).toBe(401);
  }
});
