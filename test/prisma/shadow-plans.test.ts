import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChannelName, ChatId } from '../../core/ids.ts';
import { echoOf } from '../../prisma/store/shadow-reads.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { emptyStore } from '../support/store.ts';
import { explainedDatabase, type Look } from './plans/explained.ts';

const NOW = new Date('2026-11-25T10:00:00+08:00');
const HEARD = 30_000;

let database: TestDatabase;

/** Years of silence: a message every ten minutes, a hundredth of them would have been a ticket, some were judged. */
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await db.$executeRaw`INSERT INTO chat (channel, wire_id, kind, role) SELECT 'wire', 'c' || n, 'group', 'work' FROM generate_series(1, 4) n`;
  await db.$executeRaw`
    INSERT INTO inbox (chat_id, key, kind, text, body, received_at, status, outcome, reason)
    SELECT n % 4 + 1, 'm:' || n, 'message', '路灯坏了', '{}', ${NOW}::timestamptz - (${HEARD} - n) * interval '10 minutes', 'done', 'ignored', 'shadow'
    FROM generate_series(1, ${HEARD}) n`;
  await db.$executeRaw`
    INSERT INTO shadow (inbox_id, chat_id, at, reporter_key, outcome, reason, candidates, urgency, sensitive, speaks, says, ticket,
      judgement, verdict, judged_by, judged_at)
    SELECT id, chat_id, received_at, 'k' || id % 60, 'ignored', '', '[]', 'normal', false, false, '[]', CASE WHEN id % 100 = 0 THEN '{}'::jsonb END,
      CASE WHEN id % 50 = 0 THEN id END, CASE WHEN id % 50 = 0 THEN 'right' END, 1, received_at
    FROM inbox`;
  for (const table of ['shadow', 'inbox']) await database.asOwner(`VACUUM ANALYZE ${table}`);
});
afterAll(() => database.drop());

test('what would be there, and the verdicts, are found by index: of years of silence only the last days are looked at', async () => {
  const explained = explainedDatabase(database.ownerUrl);
  const store = emptyStore(explained.db, ChannelName.parse('wire'));
  try {
    const looks: Look[] = [];
    for (const run of [
      () => echoOf(explained.db, ChatId.parse(1), ['k7'], NOW),
      () => store.shadow.verdictsSince(HEARD - 500, 5),
      () => store.reads([{ read: 'shadowSheet', from: '2026-11-24', to: '2026-11-25', limit: 1000 }], NOW),
    ]) {
      for (const { looks: seen } of await explained.during(run))
        looks.push(...seen.filter(({ table }) => table === 'shadow' || table === 'inbox'));
    }
    expect(looks.length).toBeGreaterThan(3);
    expect(looks.filter(({ node, rows }) => node === 'Seq Scan' || rows > 500)).toEqual([]);
    expect(looks.flatMap(({ indexes }) => indexes)).toEqual(
      expect.arrayContaining(['shadow_ticket', 'shadow_chat_id_inbox_id_idx', 'shadow_judgement_key', 'shadow_at']),
    );
  } finally {
    await explained.db.$disconnect();
  }
});
