import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Message } from '../../../bots/webchat/api.ts';
import type { InboundEnvelope } from '../../../core/channel.ts';
import { OutboxId } from '../../../core/ids.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';
import { until } from '../../support/until.ts';
import { smallOffice } from './office.ts';
import { call, openServer, spoken, type WebchatServer } from './server.ts';
import { arrive, type Visitor } from './visitor.ts';

let database: TestDatabase;
let server: WebchatServer;
let boss: Visitor;
let env: Visitor;
let heard: InboundEnvelope[] = [];
let broken = false;

const receive = async (batch: readonly InboundEnvelope[]): Promise<void> => {
  if (broken) throw new Error('the inbox is away');
  heard.push(...batch);
};
const open = () => openServer({ databaseUrl: database.url, office: smallOffice(), receive });

beforeAll(async () => {
  database = await createTestDatabase();
  server = await open();
  [boss, env] = [await arrive(server, 'boss'), await arrive(server, 'env')];
});
beforeEach(() => {
  heard = [];
  broken = false;
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

describe('one message', () => {
  it('posted five times at once under one clientId is one message under one key', async () => {
    const clientId = randomUUID();
    const posts = Array.from({ length: 5 }, () => boss.post('/api/chats/work/messages', { clientId, text: '厂门口积水' }));
    const ids = (await Promise.all(posts)).map((answer) => Message.parse(answer.json()).id);
    expect(new Set(ids).size).toBe(1);
    expect(new Set(heard.map((envelope) => envelope.key))).toEqual(new Set([`m:${ids[0] ?? ''}`]));
    expect((await boss.messages('work')).filter((one) => one.clientId === clientId)).toHaveLength(1);
  });

  it('of another person under the same clientId is another message, and a clientId stays in its chat', async () => {
    const clientId = randomUUID();
    const [mine, his] = [await boss.said('work', '我的', { clientId }), await env.said('work', '他的', { clientId })];
    expect(mine.id).not.toBe(his.id);
    expect((await boss.say('dm:boss', '换个会话', { clientId })).json()).toMatchObject({ code: 'repeated_id' });
  });

  it('its clientId is told to nobody but its author', async () => {
    const said = await boss.said('work', '看看谁知道编号');
    expect(said.clientId).not.toBeNull();
    expect((await env.messages('work')).find((one) => one.id === said.id)?.clientId).toBeNull();
  });

  it('is heard with its quote, its mentions and its author as the directory knows him', async () => {
    const first = await boss.said('work', '环评批复一直没下来');
    await env.said('work', '@小汇 看一下', { quote: first.id, mentions: ['boss', 'nobody', 'duty'] });
    expect(heard.at(-1)).toMatchObject({
      channel: 'webchat',
      chat: { wireId: 'work', kind: 'group', title: '环翠创业汇' },
      sender: { wireId: 'env', name: '王国栋' },
      body: {
        quote: { messageId: String(first.id), text: '环评批复一直没下来', author: '周海' },
        mentions: [
          { wireId: 'boss', name: '周海' },
          { wireId: 'duty', name: '原佳' },
        ],
        mentionsBot: true,
      },
    });
  });
});

describe('what the house did not take', () => {
  it('is answered 503, offered again by itself, and answered 200 when the page repeats it', async () => {
    broken = true;
    const body = { clientId: randomUUID(), text: '停电了' };
    const refused = await boss.post('/api/chats/work/messages', body);
    expect([refused.status, refused.json()]).toMatchObject([503, { code: 'inbox_away' }]);
    expect((await env.messages('work')).at(-1)?.text).toBe('停电了');
    broken = false;
    await until(() => heard.length > 0, 'the message to be offered again', 10_000);
    expect((await boss.post('/api/chats/work/messages', body)).status).toBe(200);
    expect(new Set(heard.map((envelope) => envelope.key)).size).toBe(1);
    expect((await boss.messages('work')).filter((one) => one.text === '停电了')).toHaveLength(1);
  });

  it('is offered at the next start, in its order, and what was taken is not', async () => {
    await boss.said('work', '已经听到的');
    broken = true;
    const later = ['崩溃前一', '崩溃前二'];
    for (const text of later) await boss.say('work', text);
    await server.close();
    heard = [];
    broken = false;
    server = await open();
    [boss, env] = [await arrive(server, 'boss'), await arrive(server, 'env')];
    expect(heard.map((envelope) => (envelope.body.kind === 'message' ? envelope.body.text : ''))).toEqual(later);
    await server.close();
    heard = [];
    server = await open();
    [boss, env] = [await arrive(server, 'boss'), await arrive(server, 'env')];
    expect(heard).toEqual([]);
  });

  it('never lets an edit overtake its message, and a refused edit is heard under one key', async () => {
    const said = await boss.said('work', '路灯坏了');
    broken = true;
    expect((await boss.edit('work', said.id, '路灯坏了三盏')).status).toBe(503);
    broken = false;
    expect((await boss.edit('work', said.id, '路灯坏了三盏')).status).toBe(200);
    const edits = heard.filter((envelope) => envelope.body.kind === 'edit');
    expect(new Set(edits.map((envelope) => envelope.key)).size).toBe(1);
    expect(edits[0]?.body).toEqual({ kind: 'edit', messageId: String(said.id), text: '路灯坏了三盏' });
    await boss.recall('work', said.id);
    expect(heard.map((envelope) => envelope.body.kind)).toEqual(['message', 'edit', 'recall']);
  });
});

describe('edit and recall', () => {
  it('end with their time', async () => {
    const said = await boss.said('work', '太晚了');
    server.later(3 * 60_000);
    expect((await boss.recall('work', said.id)).json()).toMatchObject({ code: 'too_late' });
    expect((await boss.edit('work', said.id, '还能改')).status).toBe(200);
    server.later(25 * 3_600_000);
    expect((await boss.edit('work', said.id, '不能改了')).json()).toMatchObject({ code: 'too_late' });
    server.later(-25 * 3_600_000 - 3 * 60_000);
  });

  it('a recalled message is gone from every page, and cannot be quoted, edited or pressed', async () => {
    const said = await boss.said('work', '身份证号说漏了');
    await boss.recall('work', said.id);
    const shown = (await env.messages('work')).find((one) => one.id === said.id);
    expect(shown).toMatchObject({ recalled: true, text: '' });
    expect((await env.say('work', '引用', { quote: said.id })).status).toBe(404);
    expect((await boss.edit('work', said.id, '又改')).status).toBe(404);
    expect((await boss.recall('work', said.id)).status).toBe(200);
    expect(heard.filter((envelope) => envelope.body.kind === 'recall')).toHaveLength(1);
  });
});

describe('buttons', () => {
  it('are heard once however often the page repeats the press', async () => {
    const message = { ...spoken('#7 待签收', { buttons: [[{ label: '签收', data: 'claim 7' }]] }) };
    const outcome = await server.channel.send(
      { wireId: 'dept-environment', kind: 'group' },
      { ...message, id: OutboxId.parse(message.id) },
    );
    const id = Number(outcome.kind === 'sent' ? outcome.messageId : 0);
    const pressId = randomUUID();
    broken = true;
    expect((await env.press('dept-environment', id, 'claim 7', pressId)).status).toBe(503);
    broken = false;
    for (const _ of [1, 2]) expect((await env.press('dept-environment', id, 'claim 7', pressId)).status).toBe(200);
    expect(new Set(heard.map((envelope) => envelope.key))).toEqual(new Set([`b:${pressId}`]));
    expect(heard[0]?.body).toEqual({ kind: 'button', messageId: String(id), data: 'claim 7' });
  });
});

describe('sending', () => {
  it('quotes by our own copy: its author, its text where the house has none, and nothing of what was recalled', async () => {
    const said = await boss.said('work', '路灯坏了');
    const answer = async (text: string, quote: { messageId: string; text: string }) => {
      const message = spoken(text, { quote });
      await server.channel.send({ wireId: 'work', kind: 'group' }, { ...message, id: OutboxId.parse(message.id) });
      return (await boss.messages('work')).find((one) => one.text === text)?.quote;
    };
    const own = { id: said.id, author: '周海', text: '路灯坏了' };
    expect(await answer('按钮之后', { messageId: String(said.id), text: '' })).toEqual(own);
    expect(await answer('不知何处', { messageId: '999999', text: '早先的话' })).toEqual({ id: 999_999, author: '', text: '早先的话' });
    expect(await answer('什么也没有', { messageId: '999999', text: '' })).toBeNull();
    await boss.recall('work', said.id);
    expect(await answer('撤回之后', { messageId: String(said.id), text: '路灯坏了' })).toEqual({ ...own, text: '（原消息已撤回）' });
  });

  it('twice under one outbox id is one message with one id and one set of files', async () => {
    const message = spoken('附件请查收', {
      media: [{ kind: 'file', name: '批复.pdf', mime: 'application/pdf', content: Buffer.from('%PDF-') }],
    });
    const send = () => server.channel.send({ wireId: 'work', kind: 'group' }, { ...message, id: OutboxId.parse(message.id) });
    const [first, second] = await Promise.all([send(), send()]);
    expect(first).toMatchObject({ kind: 'sent' });
    expect(second).toEqual(first);
    const shown = (await boss.messages('work')).filter((one) => one.text === '附件请查收');
    expect(shown).toHaveLength(1);
    expect(await server.db.webchatFile.count({ where: { name: '批复.pdf' } })).toBe(1);
    expect((await boss.get(`/api/files/${shown[0]?.files[0]?.token ?? ''}`)).bytes.toString()).toBe('%PDF-');
  });

  it.each([
    ['a chat that is not there', 'dept-nowhere', '在吗', 'no_such_chat'],
    ['a person who is not there', 'dm:nobody', '在吗', 'no_such_chat'],
    ['text beyond the limit', 'work', '长'.repeat(8_001), 'text_too_long'],
  ])('to %s is refused for good', async (_what, wireId, text, code) => {
    const message = spoken(text);
    const outcome = await server.channel.send({ wireId, kind: 'group' }, { ...message, id: OutboxId.parse(message.id) });
    expect(outcome).toMatchObject({ kind: 'refused', code });
  });
});

describe('malformed requests', () => {
  it.each([
    ['100,000 characters', { clientId: randomUUID(), text: '长'.repeat(100_000) }, 413],
    ['no clientId', { text: '在吗' }, 400],
    ['a clientId that is none', { clientId: 'x', text: '在吗' }, 400],
    ['blanks alone', { clientId: randomUUID(), text: ' \n\u0000' }, 400],
    ['text that is no text', { clientId: randomUUID(), text: { $gt: '' } }, 400],
    ['ten files', { clientId: randomUUID(), text: '', files: Array.from({ length: 10 }, () => 'x') }, 400],
    ['a quote of nothing', { clientId: randomUUID(), text: '在吗', quote: 999_999_999 }, 404],
    ['a quote beyond numbers', { clientId: randomUUID(), text: '在吗', quote: '9'.repeat(40) }, 400],
  ])('%s: a sentence, nothing stored, and the next is taken', async (_what, body, status) => {
    const before = (await boss.messages('work')).length;
    const answer = await boss.post('/api/chats/work/messages', body);
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ code: expect.any(String), sentence: expect.stringMatching(/[\u4e00-\u9fff]/) });
    expect(heard).toEqual([]);
    expect(await boss.messages('work')).toHaveLength(before);
    expect((await boss.say('work', '下一条')).status).toBe(200);
  });

  it('JSON that is none, and numbers where ids should be', async () => {
    const headers = { ...boss.credentials, 'x-webchat': '1', 'content-type': 'application/json' };
    const answer = await call(server, '/api/chats/work/messages', { method: 'POST', headers, body: '{"text":' });
    expect([answer.status, answer.json()]).toMatchObject([400, { code: 'malformed' }]);
    for (const query of ['?before=x', '?before=-1', '?limit=1000', '?after=1e400']) {
      expect((await boss.get(`/api/chats/work/messages${query}`)).status).toBe(400);
    }
  });

  it('who writes faster than anybody can is asked to wait', async () => {
    const strict = await openServer({ databaseUrl: database.url, office: smallOffice(), receive, settings: { changesPerMinute: 3 } });
    try {
      const [fast, calm] = [await arrive(strict, 'boss'), await arrive(strict, 'env')];
      const statuses = [];
      for (let n = 0; n < 4; n += 1) statuses.push((await fast.say('work', `第${n}条`)).status);
      expect(statuses).toEqual([200, 200, 200, 429]);
      expect((await fast.say('work', '还来')).json()).toMatchObject({ code: 'too_many' });
      expect((await calm.say('work', '我慢慢说')).status).toBe(200);
    } finally {
      await strict.close();
    }
  });
});
