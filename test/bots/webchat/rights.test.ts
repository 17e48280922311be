import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STRANGER } from '../../../bots/webchat/api.ts';
import { OutboxId } from '../../../core/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { smallOffice } from './office.ts';
import { call, openServer, spoken, type WebchatServer } from './server.ts';
import { arrive, json, type Visitor } from './visitor.ts';

/** Who sees what, spelled out by hand: the code derives it, this table is the reviewed expectation. */
const sees: Readonly<Record<string, readonly string[]>> = {
  boss: ['work', 'dm:boss'],
  env: ['work', 'dept-environment', 'dm:env'],
  'env-head': ['work', 'dept-environment', 'dm:env-head'],
  'env-commissioner': ['work', 'dept-environment', 'dm:env-commissioner'],
  land: ['work', 'dept-land', 'dm:land'],
  duty: ['work', 'duty', 'dept-industry', 'dm:duty'],
  leader: ['work', 'dm:leader'],
  manager: ['work', 'duty', 'dm:manager'],
  admin: ['work', 'duty', 'dept-industry', 'dm:admin'],
  [STRANGER]: ['work'],
};
const chats = [...new Set(Object.values(sees).flat()), 'dept-nowhere', 'dm:@stranger', 'dm:@bot'];
const everyPair = Object.keys(sees).flatMap((who) => chats.map((chat) => ({ who, chat, may: sees[who]?.includes(chat) ?? false })));

let database: TestDatabase;
let server: WebchatServer;
const people = new Map<string, Visitor>();
const person = (key: string): Visitor => people.get(key) ?? expect.fail(`${key} has not arrived`);
const botSaid = new Map<string, number>();

beforeAll(async () => {
  database = await createTestDatabase();
  server = await openServer({ databaseUrl: database.url, office: smallOffice(), receive: async () => undefined });
  for (const key of Object.keys(sees)) people.set(key, await arrive(server, key));
  for (const wireId of chats) {
    const message = spoken(`给 ${wireId} 的话`, { buttons: [[{ label: '签收', data: 'claim 1' }]] });
    const outcome = await server.channel.send(
      { wireId, kind: wireId.startsWith('dm:') ? 'private' : 'group' },
      { ...message, id: OutboxId.parse(message.id) },
    );
    if (outcome.kind === 'sent') botSaid.set(wireId, Number(outcome.messageId));
  }
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

describe('who sees what', () => {
  it.each(Object.keys(sees))('%s is shown exactly his chats', async (who) => {
    const { chats: shown } = await person(who).chats();
    expect(shown.map((chat) => chat.id).toSorted()).toEqual([...(sees[who] ?? [])].toSorted());
    expect(shown.every((chat) => chat.members.includes(who) && chat.unread === 1)).toBe(true);
  });

  it.each(everyPair)('$who in $chat: $may', async ({ who, chat, may }) => {
    const one = person(who);
    const path = `/api/chats/${encodeURIComponent(chat)}`;
    const allowed = may ? 200 : 404;
    expect((await one.get(`${path}/messages`)).status).toBe(allowed);
    expect((await one.say(chat, `${who} 到此一游`)).status).toBe(allowed);
    expect((await one.press(chat, botSaid.get(chat) ?? 1, 'claim 1')).status).toBe(allowed);
    expect((await one.post(`${path}/read`, { lastReadId: 1 })).status).toBe(allowed);
  });

  it.each(everyPair)('$who hears $chat live: $may', async ({ who, chat, may }) => {
    const listening = await person(who).listen();
    try {
      const text = `只在 ${chat} 说给 ${who}`;
      const message = spoken(text);
      await server.channel.send({ wireId: chat, kind: 'group' }, { ...message, id: OutboxId.parse(message.id) });
      const marker = spoken(`说完了 ${message.id}`);
      await server.channel.send({ wireId: 'work', kind: 'group' }, { ...marker, id: OutboxId.parse(marker.id) });
      await listening.message(marker.text);
      expect(listening.news.some((one) => one.type === 'message' && one.message.text === text)).toBe(may);
    } finally {
      listening.close();
    }
  });

  it.each(Object.keys(sees))('%s catches up only on his own chats', async (who) => {
    const listening = await person(who).listen(0);
    try {
      await listening.message('给 work 的话');
      const heard = listening.news.flatMap((one) => (one.type === 'message' ? [one.message.chat] : []));
      expect(new Set(heard)).toEqual(new Set(sees[who]));
    } finally {
      listening.close();
    }
  });
});

describe('without a session', () => {
  it.each(['/api/chats', '/api/chats/work/messages', '/api/stream', '/api/files/x'])('GET %s is refused', async (path) => {
    expect((await call(server, path)).status).toBe(401);
    expect((await call(server, path, { headers: { authorization: 'Bearer guess' } })).status).toBe(401);
    expect((await call(server, path, { headers: { cookie: 'msb_session=guess' } })).status).toBe(401);
  });

  it.each(['work/messages', 'work/press', 'work/read', 'work/messages/1/edit', 'work/messages/1/recall'])(
    'POST %s is refused',
    async (path) => {
      expect((await call(server, `/api/chats/${path}`, { method: 'POST', headers: json, body: '{}' })).status).toBe(401);
    },
  );
});

describe('whose message it is', () => {
  it('nobody edits or recalls what another wrote, not even in his own chat', async () => {
    const said = await person('boss').said('work', '原话');
    for (const who of ['env', 'admin', 'leader', STRANGER]) {
      expect((await person(who).edit('work', said.id, '改了')).json()).toMatchObject({ code: 'not_yours' });
      expect((await person(who).recall('work', said.id)).json()).toMatchObject({ code: 'not_yours' });
    }
    expect((await person('admin').edit('work', botSaid.get('work') ?? 0, '改了')).json()).toMatchObject({ code: 'not_yours' });
    expect((await server.store.find('work', said.id))?.text).toBe('原话');
  });

  it('a message is not reached through a chat it is not in', async () => {
    const secret = await person('env').said('dept-environment', '部门里的话');
    expect((await person('boss').edit('work', secret.id, '改了')).status).toBe(404);
    expect((await person('boss').say('work', '引用它', { quote: secret.id })).status).toBe(404);
    expect((await person('boss').press('work', botSaid.get('dept-environment') ?? 0, 'claim 1')).status).toBe(404);
  });

  it('a button presses only what the bot put there', async () => {
    const id = botSaid.get('work') ?? 0;
    expect((await person('boss').press('work', id, 'close 1')).json()).toMatchObject({ code: 'no_such_message' });
    expect((await person('boss').press('work', id, 'claim 1')).status).toBe(200);
  });
});

describe('rights that end', () => {
  it('who leaves a department leaves its group at once, on the open stream too', async () => {
    const { office } = server;
    const mover = await arrive(server, 'land');
    const at = office.members.findIndex((member) => member.key === 'land');
    const before = office.members[at];
    if (!before) throw new Error('no such member');
    const listening = await mover.listen();
    try {
      office.members[at] = { ...before, department: null };
      expect((await mover.get('/api/chats/dept-land/messages')).status).toBe(404);
      const secret = spoken('调走以后的话');
      await server.channel.send({ wireId: 'dept-land', kind: 'group' }, { ...secret, id: OutboxId.parse(secret.id) });
      const marker = spoken('大家都听得到');
      await server.channel.send({ wireId: 'work', kind: 'group' }, { ...marker, id: OutboxId.parse(marker.id) });
      await listening.message('大家都听得到');
      expect(listening.news.some((one) => one.type === 'message' && one.message.text === secret.text)).toBe(false);

      office.members[at] = { ...before, active: false };
      expect((await mover.get('/api/chats')).status).toBe(401);
    } finally {
      office.members[at] = before;
      listening.close();
    }
  });

  it('signing out ends the session, an expired one is worth nothing', async () => {
    const leaving = await arrive(server, 'boss');
    expect((await leaving.post('/api/signout', {})).status).toBe(200);
    expect((await leaving.get('/api/chats')).status).toBe(401);
    const staying = await arrive(server, 'boss');
    server.later(31 * 24 * 3_600_000);
    expect((await staying.get('/api/chats')).status).toBe(401);
    server.later(-31 * 24 * 3_600_000);
  });
});

describe('a page from elsewhere', () => {
  it('cannot post: the header is missing, or the origin is another', async () => {
    const { credentials } = person('boss');
    const body = JSON.stringify({ clientId: '5f0c1a52-7f4d-4d0e-9a3b-3b1f6f0e6a01', text: '冒名' });
    const headers = { ...credentials, 'content-type': 'application/json' };
    const post = (more: Record<string, string>) =>
      call(server, '/api/chats/work/messages', { method: 'POST', headers: { ...headers, ...more }, body });
    expect((await post({})).json()).toMatchObject({ code: 'foreign_page' });
    expect((await post({ 'x-webchat': '1', origin: 'https://evil.example' })).json()).toMatchObject({ code: 'foreign_page' });
    expect((await post({ 'x-webchat': '1', origin: 'null' })).json()).toMatchObject({ code: 'foreign_page' });
    expect((await post({ 'x-webchat': '1', origin: server.url })).status).toBe(200);
  });

  it('is told by the headers that nothing foreign runs here', async () => {
    const { headers } = await call(server, '/api/start');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});
