import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { traceLines } from '../../app/cli/trace.ts';
import { InboxId, OutboxId } from '../../core/ids.ts';
import { causeOf, traceOfMessage } from '../../prisma/store/trace.ts';
import { createUnderstander } from '../../workers/understand.ts';
import { keptLog } from '../support/quiet-log.ts';
import { openTown, type Town } from '../support/town.ts';
import { openShop } from '../workers/shop.ts';

const Line = z.object({ outbox: z.array(z.int()).default([]) });
const TROUBLE = '环评报告交上去一个月了还没批，电话 13812345678，车间没法投产';
let town: Town;
beforeAll(async () => {
  town = await openTown();
  await town.says('ju-xiaoyan', 'work', TROUBLE);
  await town.says('ju-xiaoyan', 'work', '小汇 帮助');
  await town.presses('teng-xiuyun', 'dept:environment', 'claim 1');
  await town.says('lin-dongsheng', 'dm:lin-dongsheng', '看板');
  await town.says('passer-by', 'work', '环保那边最近是不是在查');
  await town.says('ju-xiaoyan', 'work', '补充一下：今天窗口又让重新交材料');
  await town.later(5 * 60);
});
afterAll(() => town.close());

/** The part of the house whose event this notice tells of. */
async function spokenBy(key: string): Promise<unknown> {
  const [, ticket, seq] = /^t(\d+)\.(\d+)\./.exec(key) ?? [];
  const event = await town.database.db.ticketEvent.findFirst({ where: { ticket: Number(ticket), seq: Number(seq) } });
  return event?.actor && typeof event.actor === 'object' ? Reflect.get(event.actor, 'part') : null;
}

test('the life of a message, in order: heard, handled, what came of it, when each was sent; no word and no name', async () => {
  const lines = await traceLines(town.database.db, '1');
  const [heard, handled, ...came] = lines.map((line) => line.slice(25));
  expect(heard).toMatch(/^m1 收到：环翠创业汇（scene，会话 \d+），message$/);
  expect(handled).toMatch(/^m1 处理完：立单（.+），用时 \d+ 毫秒$/);
  for (const line of came)
    expect(line).toMatch(/^(#1 记录 \d+：[a-z]+（(member|clock|understand)，因 m1）|o\d+ 写好：[a-z-]+ → .+，关于 #1|o\d+ 已发出)$/);
  const all = lines.join('\n');
  expect(all).toMatch(/#1 记录 1：opened[\s\S]*o\d+ 写好：receipt → 环翠创业汇[\s\S]*o\d+ 已发出/);
  const told = (await Promise.all(['1', '2', '3', '4', '5', '6', 't1'].map((what) => traceLines(town.database.db, what))))
    .flat()
    .join('\n');
  for (const secret of ['13812345678', '环评', '窗口', '鞠', 'ju-xiaoyan', 'lin-dongsheng']) expect(told).not.toContain(secret);
});

test('every word of the house is found by exactly the message it came of, and every message tells of all of them', async () => {
  const { db } = town.database;
  const rows = await db.outbox.findMany({ orderBy: { id: 'asc' } });
  const byCause = new Map<number, number[]>();
  for (const row of rows) {
    const cause = await causeOf(db, OutboxId.parse(Number(row.id)));
    if (cause && cause.inbox !== null) byCause.set(cause.inbox, [...(byCause.get(cause.inbox) ?? []), Number(row.id)]);
    // What the clock says came of no message.
    else expect(await spokenBy(row.dedupeKey)).toBe('clock');
  }
  const messages = await db.inbox.findMany({ orderBy: { id: 'asc' } });
  expect(messages.length).toBe(6);
  const told = new Map<number, number[]>();
  for (const { id } of messages) {
    const said = (await traceOfMessage(db, InboxId.parse(Number(id))))?.said.map((one) => Number(one.id)) ?? [];
    if (said.length > 0)
      told.set(
        Number(id),
        said.toSorted((a, b) => a - b),
      );
  }
  expect(told).toEqual(byCause);
  expect([...told.values()].flat().length).toBeGreaterThan(5);
});

test('what a message ordered is told: the report of 看板', async () => {
  const board = await town.database.db.inbox.findFirstOrThrow({ where: { text: '看板' } });
  expect((await traceLines(town.database.db, `m${board.id}`)).join('\n')).toMatch(/报告 ask\.\d+\.\w+：排队待做/);
});

test('by the number the desk reads in a doubt, and by a ticket', async () => {
  const { db } = town.database;
  const receipt = await db.outbox.findFirstOrThrow({ where: { kind: 'receipt' } });
  const lines = await traceLines(db, `o${receipt.id}`);
  expect(lines[0]).toBe(`o${receipt.id} 是因消息 m1 发的：`);
  expect(lines.slice(1)).toEqual(await traceLines(db, '1'));
  const rows = await db.outbox.findMany({ where: { ticket: 1 } });
  const late = (await Promise.all(rows.map(async ({ id, dedupeKey }) => ({ id, by: await spokenBy(dedupeKey) })))).find(
    ({ by }) => by === 'clock',
  );
  expect((await traceLines(db, `o${late?.id}`))[0]).toContain('到点自动发的，关于 #1');
  const whole = (await traceLines(db, '#1')).join('\n');
  for (const word of ['m1 收到', 'claimed（member，因 m3）', 'm6 收到', 'escalated（clock）']) expect(whole).toContain(word);
});

test.each([
  ['99', '没有编号 m99 的消息'],
  ['#99', '没有工单 #99'],
  ['o9999', '没有编号 o9999'],
  ['什么', '看不懂'],
  ['m0', '看不懂'],
])('%s: a sentence', async (what, sentence) => {
  await expect(traceLines(town.database.db, what)).rejects.toMatchObject({ sentence: expect.stringContaining(sentence) });
});

test('the log has one line a message, which ties its number to the notices; no word of it', async () => {
  const shop = await openShop();
  const log = keptLog();
  await shop.write(['yan-weidong', 'ju-xiaoyan', 'nobody-known']);
  await createUnderstander({ ...shop.workshop(shop.store), log }).sweep();
  const said = await shop.database.db.outbox.findMany({ orderBy: { id: 'asc' } });
  await shop.database.drop();
  const lines = log.lines.filter(({ level }) => level === 'info');
  expect(lines.map(({ message }) => message)).toEqual(['handled', 'handled', 'handled']);
  expect(lines.map(({ fields }) => fields)).toMatchObject([{ inbox: 1 }, { inbox: 2 }, { inbox: 3 }]);
  expect(lines[0]?.fields).toMatchObject({ outcome: 'ticketed', tickets: [1] });
  expect(lines.flatMap(({ fields }) => Line.parse(fields).outbox)).toEqual(said.map(({ id }) => Number(id)));
  expect(JSON.stringify(log.lines)).not.toContain('排污');
});
