import { afterAll, beforeAll, expect, test } from 'vitest';
import { foldTexts } from '../../core/delivery/fold.ts';
import { ChatId } from '../../core/ids.ts';
import { quotedMessage } from '../../prisma/store/quoted.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let chat: ChatId;

beforeAll(async () => {
  database = await createTestDatabase();
  const row = await database.db.chat.create({ data: { channel: 'wire', wireId: 'c', kind: 'group', role: 'department' } });
  chat = ChatId.parse(row.id);
});
afterAll(() => database.drop());

/** Said as one message, as far as the wire tells. */
async function said(messageId: string | null, ...notices: readonly { readonly ticket: number; readonly text: string }[]): Promise<string> {
  for (const { ticket, text } of notices) {
    const body = { text, mentions: [], quoteOf: null, buttons: [], mediaOf: [], fold: true };
    const row = { dedupeKey: `t${ticket}`, chatId: chat, channel: 'wire', ticket, kind: 'reminder', body, status: 'sent', messageId };
    await database.db.outbox.create({ data: row });
  }
  return foldTexts(notices.map(({ text }) => ({ text, fold: true })));
}

test('a fold quoted by its words alone speaks of all its tickets', async () => {
  const words = await said('7', { ticket: 1, text: '#1 待签收' }, { ticket: 2, text: '#2 黄牌' });
  expect(await quotedMessage(database.db, chat, { messageId: null, text: words })).toMatchObject({ tickets: [1, 2] });
  expect(await quotedMessage(database.db, chat, { messageId: null, text: words.slice(0, 20) })).toMatchObject({ tickets: [1, 2] });
});

test('a notice that went alone speaks of its own, with an id of the wire or without', async () => {
  for (const [ticket, id] of [
    [3, '8'],
    [4, null],
  ] as const) {
    const words = await said(id, { ticket, text: `#${ticket} 红牌` });
    expect(await quotedMessage(database.db, chat, { messageId: null, text: words })).toMatchObject({ tickets: [ticket] });
  }
});
