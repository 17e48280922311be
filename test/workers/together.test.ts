import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCENE } from '../../app/replay/channel.ts';
import { openTown, type Town } from '../support/town.ts';

/** Many chats at once share statements: whatever one of them does must not show in another, and each ends as if it had been alone. */
const MANY = 24;
const SAID = [
  '车间变压器又跳闸了，供电所说要排队，机器停着没法生产',
  '我们厂门口污水管堵了，车间进水，没法生产',
  '排污许可证月底到期，材料交了三次都被退，请帮忙看看',
];
let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

test('messages of many people alone, all at once: each its ticket, its receipt, its place in order; counters add up', async () => {
  const { db } = town.database;
  const bosses = town.config.people
    .filter(({ roles }) => roles.includes('entrepreneur'))
    .map(({ key }) => key)
    .slice(0, MANY);
  expect(bosses).toHaveLength(MANY);
  const envelope = (who: string, at: number, n: number) => ({
    channel: SCENE,
    chat: { wireId: `dm:${who}`, kind: 'private' as const, title: null },
    sender: { wireId: who, name: who },
    key: `m:${who}-${n}`,
    at: town.now(),
    body: {
      kind: 'message' as const,
      messageId: `${who}-${n}`,
      text: n === 0 ? (SAID[at % SAID.length] ?? '') : '我的工单',
      quote: null,
      mentions: [],
      mentionsBot: false,
      media: [],
    },
  });
  const batch = [0, 1].flatMap((n) => bosses.map((who, at) => envelope(who, at, n)));
  await town.stage.channel.receive()(batch);
  await town.stage.settle();

  const tickets = await db.ticket.findMany();
  expect(tickets).toHaveLength(bosses.length);
  expect(new Set(tickets.map((row) => row.sourceChat)).size).toBe(bosses.length);
  const rows = await db.inbox.findMany({ orderBy: { id: 'asc' } });
  expect(rows.map(({ outcome }) => outcome)).toEqual([...bosses.map(() => 'ticketed'), ...bosses.map(() => 'answered')]);
  for (const ticket of tickets) {
    expect(rows.find((row) => row.id === ticket.sourceInbox)?.chatId).toBe(ticket.sourceChat);
    const receipts = await db.outbox.findMany({ where: { ticket: ticket.number, kind: 'receipt' } });
    expect(receipts.map(({ chatId, status }) => [chatId, status])).toEqual([[ticket.sourceChat, 'sent']]);
    // What he asked behind his report was read after it was written.
    const answers = await db.outbox.findMany({ where: { chatId: ticket.sourceChat, kind: { not: 'receipt' } }, orderBy: { id: 'asc' } });
    expect(JSON.stringify(answers.map(({ body }) => body))).toContain(`#${ticket.number}`);
  }
  const reported = await db.counter.aggregate({ where: { metric: 'received', department: '' }, _sum: { value: true } });
  expect(Number(reported._sum.value)).toBe(bosses.length);
});
