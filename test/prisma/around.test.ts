import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChatId, InboxId } from '../../core/ids.ts';
import { aroundReader } from '../../prisma/store/around.ts';
import { type Db, openDatabase } from '../../prisma/store/client.ts';
import { LATELY } from '../../prisma/store/recent.ts';
import { ticketCache } from '../../prisma/store/ticket-cache.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { rowsRead } from '../support/rows-read.ts';

/** From the sixth time on Postgres keeps one plan for a named statement. */
const UNTIL_KEPT = 8;
const FLOOD = 5_000;
let database: TestDatabase;
let counted: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  counted = openDatabase(database.url, 1);
});
afterAll(async () => {
  await counted.$disconnect();
  await database.drop();
});

/** As on the first day of a house: thousands are written before Postgres has looked at a table it planned for as empty. */
test('what was said just before costs what it costs, also by a plan that was kept while the chat was empty', async () => {
  const { id } = await database.db.chat.create({ data: { channel: 'wire', wireId: 'work', kind: 'group', role: 'work' } });
  const around = aroundReader(counted, ticketCache(counted));
  const look = (inbox: number) =>
    around({
      chat: ChatId.parse(id),
      inbox: InboxId.parse(inbox),
      talk: true,
      reporterKeys: ['wire/somebody'],
      enterprise: null,
      nearbySince: null,
      waitingDepartment: null,
      waitingMember: null,
      reportedFor: null,
      extensions: false,
    });
  for (let time = 0; time < UNTIL_KEPT; time += 1) expect((await look(1)).recent).toEqual([]);
  await database.db.$executeRaw`
    INSERT INTO inbox (chat_id, key, kind, message_id, text, body, status, received_at)
    SELECT ${id}, 'm:' || n, 'message', n::text, '说的第' || n || '句', '{}', 'done', now() FROM generate_series(1, ${FLOOD}) n`;
  await database.db.$executeRaw`
    INSERT INTO inbox (chat_id, key, kind, message_id, text, body, status, received_at)
    VALUES (${id}, 'r:1', 'recall', ${String(FLOOD)}, '', '{}', 'done', now())`;
  let recalled: readonly boolean[] = [];
  const read = await rowsRead(counted, 'inbox', async () => {
    recalled = (await look(FLOOD + 10)).recent.map((one) => one.recalled);
  });
  expect(recalled).toEqual([true, ...Array.from({ length: LATELY - 1 }, () => false)]);
  expect(read).toBeLessThan(10 * LATELY);
});
