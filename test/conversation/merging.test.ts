import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replay } from '../../core/ticket/fold.ts';
import { eventOf } from '../../prisma/store/rows.ts';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const DESK = 'yuan-jia';
const [A, B, C, D] = ['ju-xiaoyan', 'xia-kai', 'sha-dongsheng', 'mu-qian'];

const texts = (said: readonly Spoken[], chat: string) =>
  said
    .filter((one) => one.chat === chat)
    .map((one) => one.text)
    .join('\n');
const inboxOf = async (town: Town, messageId: string) =>
  Number((await town.database.db.inbox.findFirstOrThrow({ where: { messageId } })).id);
const also = async (town: Town, number: number) => (await town.ticket(number)).also.map(({ reporter }) => reporter.wireId);

/** One matter under two numbers, as only people can know: #1 of A, whom B joined, and #2 of C, whom D joined. */
async function twoOfOne(): Promise<{ town: Town; b: string; c: string; d: string }> {
  const town = await openTown();
  await town.says(A, 'work', '松涧路这边突然停电了，车间全停，炉子里还有料，谁来管管');
  await town.says(B, 'work', '我们也停电了，机器里全是料');
  const b = town.lastId();
  await town.later(30);
  await town.says(C, 'work', '青岛路南段下水道倒灌，马路全是积水，车都开不进厂了');
  const c = town.lastId();
  await town.says(D, 'work', '我们这边下水道也倒灌，马路上全是积水');
  return { town, b, c, d: town.lastId() };
}

describe('合并', () => {
  let town: Town;
  let d = '';
  beforeAll(async () => {
    ({ town, d } = await twoOfOne());
  });
  afterAll(() => town.close());

  test('carries over who reported the one that goes and who had joined it; each learns where it went', async () => {
    expect([await also(town, 1), await also(town, 2)]).toEqual([[B], [D]]);
    const said = await town.says(DESK, 'duty', '合并 2 到 1');
    expect(await also(town, 1)).toEqual([B, C, D]);
    expect(texts(said, `dm:${D}`)).toContain('#2 与 #1 是同一件事');
    expect(texts(said, `dm:${B}`)).toBe('');
    expect(texts(said, 'duty')).toContain('拆分 1 2');
  });

  test('拆分 of the two puts both back as they were, under a new number', async () => {
    const before = await town.ticket(2);
    const said = await town.says(DESK, 'duty', '拆分 1 2');
    expect(await also(town, 1)).toEqual([B]);
    const again = await town.ticket(3);
    expect(again).toMatchObject({ text: before.text, also: before.also, receivedAt: before.receivedAt, department: before.department });
    expect(again.reporter.wireId).toBe(C);
    expect(texts(said, `dm:${D}`)).toContain('另立 #3');
    // Whoever comes by the old number is sent to the new one; and what is undone is not undone twice.
    expect((await town.ticket(2)).mergedInto).toBe(3);
    expect(texts(await town.says(DESK, 'duty', '拆分 1 2'), 'duty')).toContain('没有并在');
  });

  test('merged again, one who had joined is split off by himself: nobody else moves', async () => {
    await town.says(DESK, 'duty', '合并 3 到 1');
    const m = await inboxOf(town, d);
    expect(texts(await town.says(DESK, 'duty', `拆分 3 m${m}`), 'duty')).toContain(`拆分 1 m${m}`);
    await town.says(DESK, 'duty', `拆分 1 m${m}`);
    expect(await also(town, 1)).toEqual([B, C]);
    expect(await town.ticket(4)).toMatchObject({ reporter: { wireId: D }, text: '我们这边下水道也倒灌，马路上全是积水', sourceInbox: m });
    await town.says(DESK, 'duty', '拆分 1 3');
    // He has a number of his own by now.
    expect(await also(town, 5)).toEqual([]);
    await town.says(DESK, 'duty', '合并 5 到 1');
  });

  test('everybody on it is told of its result, once, and who reported it where he asked', async () => {
    const { department } = await town.ticket(1);
    const official = department === 'construction' ? 'liu-xiaoyan' : 'che-chunmei';
    const said = await town.says(official, `dept:${department}`, '办结 1 电缆已接好，恢复供电');
    for (const who of [B, C]) expect(said.filter((one) => one.chat === `dm:${who}` && one.text.includes('恢复供电'))).toHaveLength(1);
    expect(texts(said, `dm:${D}`)).toBe('');
  });

  test('every row is the fold of its events', async () => {
    for (const { number } of await town.database.db.ticket.findMany()) {
      const rows = await town.database.db.ticketEvent.findMany({ where: { ticket: number }, orderBy: { seq: 'asc' } });
      expect(replay(rows.map(eventOf))).toEqual(await town.ticket(number));
    }
  });
});

test('to a touchy ticket nobody of another enterprise comes along', async () => {
  const { town } = await twoOfOne();
  try {
    await town.database.db.ticket.update({ where: { number: 1 }, data: { sensitive: true } });
    await town.says(DESK, 'duty', '合并 2 到 1');
    expect(await also(town, 1)).toEqual([B]);
    expect((await town.ticket(2)).mergedInto).toBe(1);
    await town.says(DESK, 'duty', '拆分 2 1');
    expect(await also(town, 3)).toEqual([D]);
  } finally {
    await town.close();
  }
});

describe('拆分 under a quote', () => {
  let town: Town;
  let ids: { b: string; c: string; d: string };
  beforeAll(async () => {
    const { town: opened, ...rest } = await twoOfOne();
    [town, ids] = [opened, rest];
  });
  afterAll(() => town.close());

  test('of a message that was joined splits it off, with no number and without calling the bot', async () => {
    await town.says(DESK, 'work', '拆分', { quotes: ids.b });
    expect(await also(town, 1)).toEqual([]);
    expect(await town.ticket(3)).toMatchObject({ reporter: { wireId: B }, text: '我们也停电了，机器里全是料' });
    expect(texts(await town.says(DESK, 'work', '@小汇 拆分', { quotes: ids.b }), 'work')).toMatch(/已经拆开|请写上单号/);
  });

  test('so does a quote of the notice by which the desk was told', async () => {
    const { messageId } = await town.database.db.outbox.findFirstOrThrow({ where: { ticket: 2, kind: 'joined-desk' } });
    await town.says(DESK, 'duty', '@小汇 拆分 综合执法局', { quotes: messageId ?? '' });
    expect(await also(town, 2)).toEqual([]);
    expect(await town.ticket(4)).toMatchObject({ reporter: { wireId: D }, department: 'enforcement' });
  });

  test('of the report itself it asks what is meant; of a merged one it says how', async () => {
    expect(texts(await town.says(DESK, 'work', '拆分', { quotes: ids.c }), 'work')).toContain('请写明');
    await town.says(DESK, 'duty', '合并 2 到 1');
    expect(texts(await town.says(DESK, 'work', '拆分', { quotes: ids.c }), 'work')).toContain('拆分 1 2');
    expect(await town.database.db.ticket.count()).toBe(4);
  });

  test('by somebody who may not, in the group, it is talk', async () => {
    expect(texts(await town.says('wang-guodong', 'work', '拆分', { quotes: ids.d }), 'work')).toBe('');
    expect(await town.database.db.ticket.count()).toBe(4);
  });
});
