import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerOf } from '../../prisma/store/ledger.ts';
import { openTown, type Spoken, type Town } from '../support/town.ts';

/** One problem in several messages, several people at once, the same matter told twice: who said what ends on which ticket. */
const A = 'ju-xiaoyan'; // 顺竿钓具
const B = 'xia-kai';
const texts = (said: readonly Spoken[], chat: string) => said.filter((one) => one.chat === chat).map((one) => one.text);
const linked = async (town: Town, number: number) => {
  const links = await town.database.db.ticketMessage.findMany({ where: { ticket: number }, orderBy: { inboxId: 'asc' } });
  const rows = await town.database.db.inbox.findMany({ where: { id: { in: links.map((link) => link.inboxId) } } });
  return links.map((link) => `${link.role}:${rows.find((row) => row.id === link.inboxId)?.text ?? ''}`);
};
const openedBy = async (town: Town) => (await town.database.db.ticket.findMany({ orderBy: { number: 'asc' } })).length;

describe('a burst', () => {
  let town: Town;
  beforeAll(async () => {
    town = await openTown();
  });
  afterAll(() => town.close());

  test('hails, half sentences and a picture before the words are one ticket with one receipt; the files travel', async () => {
    for (const text of ['在吗', '那个']) expect(await town.says(A, 'work', text)).toEqual([]);
    expect(await town.says(A, 'work', '', { media: 1 })).toEqual([]);
    const said = await town.says(A, 'work', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产');
    expect(texts(said, 'work')).toEqual(['收到，已受理 #1（环保局）。']);
    expect(said.find((one) => one.chat === 'dept:environment')?.files).toEqual(['现场1.png']);
    expect(await linked(town, 1)).toHaveLength(4);
  });

  test('what follows within minutes is shown to the department, and the group hears nothing', async () => {
    const more = await town.says(A, 'work', '三号车间那条线');
    expect(texts(more, 'work')).toEqual([]);
    expect(texts(more, 'dept:environment').join()).toContain('三号车间');
    await town.later(1);
    const corrected = await town.says(A, 'work', '打错了 是二号车间');
    expect(texts(corrected, 'dept:environment').join()).toContain('二号车间');
    expect((await linked(town, 1)).at(-1)).toBe('correction:打错了 是二号车间');
    // The quiet time is counted from his last piece, not from the report.
    await town.later(2.5);
    expect(texts(await town.says(A, 'work', '', { media: 1 }), 'dept:environment')).toHaveLength(1);
    expect(await openedBy(town)).toBe(1);
  });

  test('an official’s question and its answer, thanks, and chatter of others around it', async () => {
    expect(texts(await town.says('wang-guodong', 'work', '报告是哪天交的'), 'work')).toEqual([]);
    expect(await town.says(B, 'work', '今天风真大啊哈哈')).toEqual([]);
    await town.says(A, 'work', '上个月14号');
    await town.says(A, 'work', '谢谢王科长');
    expect((await linked(town, 1)).slice(-3)).toEqual(['official_reply:报告是哪天交的', 'supplement:上个月14号', 'thanks:谢谢王科长']);
  });

  test('another matter, announced, is another ticket', async () => {
    expect(await town.says(A, 'work', '还有个事')).toEqual([]);
    const said = await town.says(A, 'work', '厂门口路灯坏了半个月没人修，工人下夜班摔了两个了');
    expect(texts(said, 'work').join()).toContain('已受理 #2');
    expect(await linked(town, 2)).toEqual(['report:还有个事', 'report:厂门口路灯坏了半个月没人修，工人下夜班摔了两个了']);
  });

  test('one piece of several taken back leaves the ticket standing', async () => {
    const id = town.lastId();
    await town.does(A, 'work', `r:${id}`, { kind: 'recall', messageId: id });
    expect((await town.ticket(2)).state).toBe('dispatched');
  });

  test('all of it adds up in the ledger', async () => {
    const { received, waiting, ...ends } = await ledgerOf(town.database.db, '2026-03-10');
    expect(waiting).toBe(0);
    expect(Object.values(ends).reduce((sum, one) => sum + one, 0)).toBe(received);
  });
});

describe('the same matter', () => {
  let town: Town;
  let report = '';
  beforeAll(async () => {
    town = await openTown();
    await town.says(A, 'work', '松涧路这边突然停电了，车间全停，炉子里还有料，谁来管管');
    report = town.lastId();
  });
  afterAll(() => town.close());

  test('of another enterprise it is joined: told to the department, to him alone, and to the desk, which may undo it', async () => {
    const said = await town.says(B, 'work', '我们也停电了，机器里全是料');
    expect(await openedBy(town)).toBe(1);
    expect(texts(said, 'work')).toEqual([]);
    expect(texts(said, `dm:${B}`).join()).toContain('同一件事');
    const desk = said.find((one) => one.chat === 'duty');
    expect(desk?.buttons[0]).toMatch(/^split 1 m\d+$/);
    expect((await town.ticket(1)).also.map(({ reporter }) => reporter.wireId)).toEqual([B]);
    await town.does(A, 'work', `r:${report}`, { kind: 'recall', messageId: report });
    expect((await town.ticket(1)).state).toBe('dispatched');
    await town.says(B, 'work', '在路北31号');
    expect((await linked(town, 1)).at(-1)).toBe('supplement:在路北31号');

    await town.presses('yuan-jia', 'duty', desk?.buttons[0] ?? '');
    expect(await town.ticket(2)).toMatchObject({ reporter: { wireId: B }, text: '我们也停电了，机器里全是料' });
    expect((await town.ticket(1)).also).toEqual([]);
    expect(texts(await town.presses('yuan-jia', 'duty', desk?.buttons[0] ?? ''), 'duty').join()).toContain('已经拆开');
  });

  test('whoever is joined reads the result alone, and cannot take the ticket back', async () => {
    await town.says('mu-qian', 'work', '我们也没电了');
    // Since the desk parted them there are two it may be: the one spoken of last.
    const { number } = await town.database.db.ticket.findFirstOrThrow({ where: { also: { not: [] } } });
    await town.says('mu-qian', 'work', `@小汇 撤回 ${number}`);
    const { state, department } = await town.ticket(number);
    expect(state).not.toBe('withdrawn');
    const official = department === 'construction' ? 'liu-xiaoyan' : 'che-chunmei';
    const said = await town.says(official, `dept:${department}`, `办结 ${number} 电缆已接好，恢复供电`);
    expect(texts(said, 'dm:mu-qian').join()).toContain('恢复供电');
  });
});

test('whatever way two people’s bursts are mixed, they are the same two tickets', async () => {
  const pieces: Readonly<Record<string, readonly string[]>> = {
    [A]: ['税务的老师在吗', '我们的发票从昨天下午就开不出去', '系统提示离线超限，跑了两趟大厅也没解决', '就是这个报错'],
    [B]: ['各位领导', '厂门口自来水管爆了，水往车间里灌', '快来人啊，再不来就淹了', '大门往东二十米'],
  };
  const shape = async (order: readonly string[]) => {
    const town = await openTown();
    try {
      const next: Record<string, number> = { [A]: 0, [B]: 0 };
      for (const who of order) {
        const text = pieces[who]?.[next[who] ?? 0] ?? '';
        next[who] = (next[who] ?? 0) + 1;
        await town.says(who, 'work', text);
      }
      const tickets = await town.database.db.ticket.findMany();
      const all = await Promise.all(
        tickets.map(async (row) => (await linked(town, row.number)).map((one) => one.slice(one.indexOf(':') + 1))),
      );
      return all.toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
    } finally {
      await town.close();
    }
  };
  const wanted = [pieces[A], pieces[B]].map((one) => one ?? []).toSorted((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
  const anyMix = fc.shuffledSubarray([A, A, A, A, B, B, B, B], { minLength: 8, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(anyMix, async (order) => {
      expect(await shape(order)).toEqual(wanted);
    }),
    { numRuns: 6 },
  );
}, 60_000);
