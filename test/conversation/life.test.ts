import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { replay } from '../../core/ticket/fold.ts';
import { ledgerOf } from '../../prisma/store/ledger.ts';
import { eventOf, ticketOf } from '../../prisma/store/rows.ts';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const OWNER = 'ju-xiaoyan';
const OFFICIAL = 'wang-guodong';
const DEPARTMENT = 'dept:environment';
const REPORT = '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

const inChat = (said: readonly Spoken[], chat: string) => said.filter((one) => one.chat === chat).map((one) => one.text);

describe('the whole life of a matter', () => {
  test('small talk is heard and not answered', async () => {
    expect(await town.says(OWNER, 'work', '大家早上好')).toEqual([]);
  });

  test('a problem gets one short receipt with its number, quoting it; the department and the commissioner are told', async () => {
    const said = await town.says(OWNER, 'work', REPORT);
    expect(inChat(said, 'work')).toEqual(['收到，已受理 #1（环保局）。']);
    expect(said.find((one) => one.chat === 'work')?.quotes).toBe(town.lastId());
    const dispatch = said.find((one) => one.chat === DEPARTMENT);
    expect(dispatch?.text).toContain(REPORT);
    expect(dispatch?.text).toContain('顺竿钓具');
    expect(dispatch?.buttons).toContain('claim 1');
    expect(inChat(said, 'dm:sui-lina').join()).toContain('特派员');
  });

  test('a picture behind the words joins the ticket without a word in the group, and travels to the department', async () => {
    const said = await town.says(OWNER, 'work', '', { media: 1 });
    expect(said.map((one) => one.chat)).toEqual([DEPARTMENT]);
    expect(said[0]?.files).toEqual(['现场1.png']);
  });

  test('签收 by button; the reporter is told alone', async () => {
    const said = await town.presses(OFFICIAL, DEPARTMENT, 'claim 1');
    expect(inChat(said, 'work')).toEqual([]);
    expect(inChat(said, `dm:${OWNER}`).join()).toContain('王国栋');
    expect((await town.ticket(1)).state).toBe('claimed');
  });

  test('联系 by a line signed with the number', async () => {
    await town.later(30);
    const said = await town.says(OFFICIAL, DEPARTMENT, '#1 已联系企业,下午上门');
    expect(inChat(said, DEPARTMENT).join()).toContain('→ #1 顺竿钓具');
    expect((await town.ticket(1)).state).toBe('contacted');
  });

  test('回复 is carried to where it was asked, quoting the question', async () => {
    const said = await town.says(OFFICIAL, DEPARTMENT, '回复 1 专家评审排在周三');
    const carried = said.find((one) => one.chat === 'work');
    expect(carried?.text).toBe('#1 环保局回复：专家评审排在周三');
    expect(carried?.quotes).toBe('w2');
  });

  test('with no number, where exactly one waits, plain words are carried and echoed', async () => {
    const said = await town.says(OFFICIAL, 'dm:wang-guodong', '材料不用再补了，等通知就行');
    expect(inChat(said, 'work').join()).toContain('材料不用再补了');
    expect(inChat(said, 'dm:wang-guodong').join()).toContain('→ #1 顺竿钓具');
  });

  test('a list asked for in the department chat is a list, not an answer to the entrepreneur', async () => {
    const said = await town.says(OFFICIAL, DEPARTMENT, '本单位在办');
    expect(inChat(said, 'work')).toEqual([]);
    expect(inChat(said, DEPARTMENT).join()).toContain('在办（含协办）1 件');
  });

  test('a file of an official travels with his words', async () => {
    const said = await town.says(OFFICIAL, DEPARTMENT, '回复 1 评审意见见图', { media: 1 });
    expect(said.find((one) => one.chat === 'work')?.files).toEqual(['现场1.png']);
  });

  test('答复, 办结, and the invitation to rate', async () => {
    await town.says(OFFICIAL, DEPARTMENT, '答复 1 批复已出，请到 12 号窗口领取');
    const said = await town.says(OFFICIAL, DEPARTMENT, '办结 1 批复已领取');
    const closed = said.find((one) => one.chat === 'work');
    expect(closed?.text).toContain('#1 环保局已办结（解决）：批复已领取');
    expect(closed?.buttons).toEqual(['rate 1 4', 'rate 1 3', 'rate 1 2']);
  });

  test('thanks do not reopen, and are not answered', async () => {
    expect(await town.says(OWNER, 'work', '谢谢王科长')).toEqual([]);
    expect((await town.ticket(1)).state).toBe('closed');
  });

  test('还没解决 on a closed ticket reopens it', async () => {
    const said = await town.says(OWNER, 'work', '还没解决啊 窗口说没有我们的批复');
    expect(inChat(said, 'work')).toEqual(['#1 已重新打开，交环保局继续办理。']);
    expect(inChat(said, DEPARTMENT).join()).toContain('还没解决啊');
    expect((await town.ticket(1)).state).toBe('dispatched');
  });

  test('收到 under the dispatch takes it; a bad rating sends it back; a good one ends it', async () => {
    await town.says(OFFICIAL, DEPARTMENT, '签收');
    await town.says(OFFICIAL, DEPARTMENT, '办结 1 已送到企业');
    const bad = await town.says(OWNER, 'work', '评价 1 不满意 送来的是别家的');
    expect((await town.ticket(1)).state).toBe('dispatched');
    expect(inChat(bad, DEPARTMENT).join()).toContain('送来的是别家的');
    await town.says(OFFICIAL, DEPARTMENT, '办结 1 已换回，企业当面确认');
    const said = await town.says(OWNER, 'work', '很满意，谢谢王科长');
    expect(inChat(said, DEPARTMENT).join()).toContain('收到评价');
    const ticket = await town.ticket(1);
    expect(ticket.state).toBe('closed');
    expect(ticket.rating).toMatchObject({ attitude: 5, quality: 5, effect: 5 });
    expect(ticket.reworks).toBe(2);
  });

  test('every step has its time', async () => {
    const ticket = await town.ticket(1);
    for (const at of ['receivedAt', 'acceptedAt', 'dispatchedAt', 'claimedAt', 'contactedAt', 'answeredAt', 'closedAt'] as const) {
      expect(Number.isNaN(Date.parse(ticket[at] ?? '')), at).toBe(false);
    }
    const story = await town.says(OWNER, `dm:${OWNER}`, '查询 一号');
    expect(story[0]?.text).toMatch(/收到 .*\n受理 .*\n回执 /);
    // The house dispatched it, not the reporter.
    expect(story[0]?.text).not.toContain('鞠晓燕：派给');
  });

  test('15 days after 办结 the clock archives it, once', async () => {
    await town.later(15 * 24 * 60 + 1);
    expect((await town.ticket(1)).state).toBe('archived');
    await town.later(60);
    const events = await town.database.db.ticketEvent.count({ where: { ticket: 1, type: 'archived' } });
    expect(events).toBe(1);
  });

  test('the row is the fold of its events, and the ledger adds up', async () => {
    const { db } = town.database;
    for (const row of await db.ticket.findMany()) {
      const events = (await db.ticketEvent.findMany({ where: { ticket: row.number }, orderBy: { seq: 'asc' } })).map(eventOf);
      expect(replay(events)).toEqual(ticketOf(row));
    }
    const { received, waiting, ...ends } = await ledgerOf(db, '2026-03-10');
    expect(waiting).toBe(0);
    expect(Object.values(ends).reduce((a, b) => a + b, 0)).toBe(received);
    expect(ends).toMatchObject({ ticketed: 1, parked: 0 });
  });
});
