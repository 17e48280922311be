import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDeliverer } from '../../bots/deliver.ts';
import { ChannelName, ChatId } from '../../core/ids.ts';
import type { Store } from '../../prisma/store/index.ts';
import { generous } from '../support/capabilities.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { officeNotices } from '../support/notices.ts';
import { quietLog } from '../support/quiet-log.ts';
import { emptyStore } from '../support/store.ts';

const WIRE = ChannelName.parse('wire');
const now = new Date('2026-03-10T09:00:00Z');
let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createTestDatabase();
  store = emptyStore(database.db, WIRE);
});
afterAll(() => database.drop());

test('what is written while the outbox is being read is sent by that pump, not by the next sweep', async () => {
  const room = ChatId.parse((await database.db.chat.create({ data: { channel: 'wire', wireId: 'room', kind: 'group', role: 'work' } })).id);
  const sent: string[] = [];
  let reads = 0;
  const deliverer = createDeliverer({
    channel: {
      name: WIRE,
      capabilities: generous,
      async start() {},
      async stop() {},
      async send(_chat, message) {
        sent.push(message.text);
        return { kind: 'sent', messageId: null };
      },
    },
    store: {
      ...store,
      outbox: {
        ...store.outbox,
        async dueChats(...asked) {
          const due = await store.outbox.dueChats(...asked);
          reads += 1;
          if (reads === 1) {
            await store.outbox.tell({ dedupeKey: 'late', chat: room, kind: 'notice', text: '刚写好' }, now);
            void deliverer.pump();
          }
          return due;
        },
      },
    },
    notices: officeNotices,
    clock: { now: () => now },
    log: quietLog,
    crash: () => {},
    instance: 'one',
  });
  await deliverer.pump();
  expect(sent).toEqual(['刚写好']);
});
