import { afterAll, beforeAll, expect, test } from 'vitest';
import type { InboundEnvelope } from '../../core/channel.ts';
import { ChannelName } from '../../core/ids.ts';
import { createStore, type Recognise } from '../../prisma/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const WIRE = ChannelName.parse('wire');
const NOW = new Date('2026-03-10T09:00:00+08:00');
const recognise: Recognise = (_, chat) => ({ role: chat.title === '服务群' ? 'work' : 'unknown', department: null });

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

function said(id: string, title: string | null): InboundEnvelope {
  const body = { kind: 'message' as const, messageId: id, text: id, quote: null, mentions: [], mentionsBot: false, media: [] };
  return { channel: WIRE, chat: { wireId: 'room', kind: 'group', title }, sender: null, at: NOW, key: `m:${id}`, body };
}

test('a room that is renamed and named back is what it was, without a restart', async () => {
  const { inbox } = createStore(database.db, { botName: '小汇', channels: [WIRE], bodies: { supervision: [], leaders: [] }, recognise });
  const roles: string[] = [];
  for (const [i, title] of ['服务群', '改了名', '服务群', null].entries()) {
    await inbox.receive([said(`${i}`, title)], NOW);
    const { role } = await database.db.chat.findFirstOrThrow();
    roles.push(role);
  }
  expect(roles).toEqual(['work', 'unknown', 'work', 'work']);
});
