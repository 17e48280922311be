import { afterEach, beforeEach, expect, test } from 'vitest';
import type { InboundBody, InboundEnvelope } from '../../core/channel.ts';
import { ChannelName } from '../../core/ids.ts';
import { createStore, type Recognise, type Store } from '../../prisma/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const WIRE = ChannelName.parse('wire');
const NOW = new Date('2026-03-10T09:00:00+08:00');
/** The configuration knows the group by the id it had when it was written down. */
const recognise: Recognise = (_, chat) =>
  chat.wireId === '-1' ? { role: 'work', department: null } : { role: 'unknown', department: null };

let database: TestDatabase;
let store: Store;
beforeEach(async () => {
  database = await createTestDatabase();
  store = started();
});
afterEach(() => database.drop());

/** As after a restart: nothing remembered. */
const started = () => createStore(database.db, { botName: '小汇', channels: [WIRE], bodies: { supervision: [], leaders: [] }, recognise });

function envelope(wireId: string, key: string, body: InboundBody, title: string | null = null): InboundEnvelope {
  return { channel: WIRE, chat: { wireId, kind: 'group', title }, sender: { wireId: 'u', name: '某人' }, at: NOW, key, body };
}
function said(wireId: string, id: string, text: string, title: string | null = null): InboundEnvelope {
  const body = { kind: 'message' as const, messageId: id, text, quote: null, mentions: [], mentionsBot: false, media: [] };
  return envelope(wireId, `m:${id}`, body, title);
}
const moved = envelope('-1', 'g:migrated:-100', { kind: 'migrated', toWireId: '-100' });
const chatUnder = (wireId: string) => database.db.chat.findUniqueOrThrow({ where: { channel_wireId: { channel: WIRE, wireId } } });
const heardIn = async (chatId: number) =>
  (await database.db.inbox.findMany({ where: { chatId, kind: 'message' }, orderBy: { id: 'asc' } })).map(({ text }) => text);

test('a group heard under its new id before the move was told keeps its role, its words and what waits to be sent', async () => {
  await store.inbox.receive([said('-1', '1', '旧群里说的')], NOW);
  const old = await chatUnder('-1');
  await store.inbox.receive([said('-100', '1', '新群里先到的')], NOW);
  const early = await chatUnder('-100');
  for (const [id, chat] of [old, early].entries()) {
    const body = { text: '', mentions: [], quoteOf: null, buttons: [], mediaOf: [] };
    await database.db.outbox.create({ data: { dedupeKey: `${id}`, chatId: chat.id, channel: WIRE, kind: 'x', body, messageId: '7' } });
  }

  for (let told = 0; told < 3; told += 1) {
    await store.inbox.receive([moved], NOW);
    if (told === 1) store = started();
    expect(await chatUnder('-100')).toMatchObject({ id: old.id, role: 'work' });
    expect(await database.db.chat.findUnique({ where: { id: early.id } })).toMatchObject({
      wireId: `-100#merged:${early.id}`,
      role: 'unknown',
    });
  }
  await store.inbox.receive([said('-100', '2', '之后说的')], NOW);
  expect(await heardIn(old.id)).toEqual(['旧群里说的', '新群里先到的', '之后说的']);
  expect(await heardIn(early.id)).toEqual([]);
  const sent = await database.db.outbox.findMany({ orderBy: { id: 'asc' } });
  expect(sent.map(({ chatId, messageId }) => [chatId, messageId])).toEqual([
    [old.id, '-1/7'],
    [old.id, '7'],
  ]);
  expect(await store.inbox.chatsWaiting()).toEqual([old.id]);
});

test('the wire counts anew after the move: a new message is not taken for the old one of its number, in one batch or in several', async () => {
  await store.inbox.receive([said('-1', '1', '一'), said('-1', '2', '二')], NOW);
  await store.inbox.receive([said('-1', '3', '三'), moved, said('-100', '1', '新一'), said('-100', '3', '新三')], NOW);
  await store.inbox.receive([said('-100', '2', '新二'), said('-100', '2', '新二')], NOW);
  expect(await heardIn((await chatUnder('-100')).id)).toEqual(['一', '二', '三', '新一', '新三', '新二']);
});

test('told again after something came late under the old id, the chat stays what it is', async () => {
  await store.inbox.receive([said('-1', '1', '一'), moved], NOW);
  const { id } = await chatUnder('-100');
  store = started();
  await store.inbox.receive([said('-1', '9', '迟到')], NOW);
  await store.inbox.receive([moved, said('-100', '1', '新一')], NOW);
  expect(await chatUnder('-100')).toMatchObject({ id, role: 'work' });
  expect(await heardIn(id)).toEqual(['一', '新一']);
});

test('a new title after the move does not make the chat unknown', async () => {
  await store.inbox.receive([said('-1', '1', '一', '服务群'), moved], NOW);
  await store.inbox.receive([said('-100', '1', '新一', '服务群（新）')], NOW);
  expect(await chatUnder('-100')).toMatchObject({ role: 'work', title: '服务群（新）' });
});

test('a person bound the new group while the old one was nothing: the binding stays', async () => {
  await store.inbox.receive([said('-2', '1', '一'), said('-200', '1', '新一')], NOW);
  await database.db.chat.update({ where: { id: (await chatUnder('-200')).id }, data: { role: 'duty', editedBy: 5 } });
  const { id } = await chatUnder('-2');
  await store.inbox.receive([envelope('-2', 'g:migrated:-200', { kind: 'migrated', toWireId: '-200' })], NOW);
  expect(await chatUnder('-200')).toMatchObject({ id, role: 'duty', editedBy: 5 });
});
