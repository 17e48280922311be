import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventOf } from '../../prisma/store/rows.ts';
import { BACKENDS, openTown, type Spoken, type Town } from '../support/town.ts';

/** Through the real pipeline, with time in hand: 10 March 2026 is a Tuesday, the town opens at 09:00. */
const OWNER = 'ju-xiaoyan';
const OFFICIAL = 'wang-guodong';
const DEPUTY = 'lyu-liang';
const HEAD = 'teng-xiuyun';
const DEPARTMENT = 'dept:environment';
const REPORT = '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产';

let town: Town;

const inChat = (said: readonly Spoken[], chat: string) => said.filter((one) => one.chat === chat).map((one) => one.text);

async function rungs(number = 1): Promise<string[]> {
  const rows = await town.database.db.ticketEvent.findMany({ where: { ticket: number, type: 'escalated' }, orderBy: { seq: 'asc' } });
  return rows.map(eventOf).flatMap(({ body, at }) => (body.type === 'escalated' ? [`${body.key} ${clock(at)}`] : []));
}

const clock = (at: string) => new Date(new Date(at).getTime() + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');

describe.each(BACKENDS)('with workers on %s queues', (queues) => {
  beforeEach(async () => {
    town = await openTown({ queues });
  });
  afterEach(() => town.close());

  describe('签收', () => {
    test('before it is due the official on duty is reminded, at due his deputy and the head are told, a lapse later the duty desk', async () => {
      await town.says(OWNER, 'work', REPORT);
      const before = await town.later(27);
      expect(inChat(before, DEPARTMENT).join()).toContain('【黄牌提醒】#1 环保局\n签收将于 3月10日 09:30 到期');
      expect(inChat(before, `dm:${HEAD}`)).toEqual([]);
      const due = await town.later(10);
      expect(inChat(due, `dm:${DEPUTY}`).join()).toContain('【红牌】#1 环保局\n签收已超时：应于 3月10日 09:30 前完成');
      expect(inChat(due, `dm:${HEAD}`)).toHaveLength(1);
      const lapse = await town.later(30);
      expect(inChat(lapse, 'duty').join()).toContain('签收已超时');
      // The work group has heard its receipt and nothing else.
      expect([...before, ...due, ...lapse].some((one) => one.chat === 'work')).toBe(false);
      expect((await rungs()).filter((rung) => rung.startsWith('claim'))).toEqual([
        'claim.1.remind 03-10 09:24',
        'claim.1.red 03-10 09:30',
        'claim.1.desk 03-10 10:00',
      ]);
    });

    test('taken in time, nobody is reminded of it', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.presses(OFFICIAL, DEPARTMENT, 'claim 1');
      await town.later(60);
      expect((await rungs()).filter((rung) => rung.startsWith('claim'))).toEqual([]);
    });

    test('it is a claim that lapses when nothing follows', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.presses(OFFICIAL, DEPARTMENT, 'claim 1');
      // First contact is due at 11:00; a whole limit later it is 14:30, lunch left out.
      await town.later(5 * 60 + 20);
      expect((await town.ticket(1)).state).toBe('claimed');
      const said = await town.later(20);
      expect((await town.ticket(1)).state).toBe('dispatched');
      expect(said.map((one) => one.text).join()).toContain('签收已失效');
      expect((await rungs()).filter((rung) => rung.startsWith('claim.2') || rung.startsWith('contact'))).toEqual([
        'contact.1.remind 03-10 10:36',
        'contact.1.red 03-10 11:00',
        'contact.1.lapse 03-10 14:30',
      ]);
      // Asked anew, with a clock of its own.
      await town.later(30);
      expect(await rungs()).toContain('claim.2.remind 03-10 14:54');
    });
  });

  describe('deadlines in working time', () => {
    test('a matter of Friday evening is due on Monday; nothing is said over the weekend', async () => {
      await town.later(3 * 24 * 60 + 8 * 60 + 20); // Friday 17:20
      await town.says(OWNER, 'work', REPORT);
      expect(await town.later(15)).toEqual([]);
      const weekend = await town.later(2 * 24 * 60 + 14 * 60);
      expect(weekend).toEqual([]);
      const monday = await town.later(75); // until Monday 08:50
      expect(inChat(monday, DEPARTMENT).join()).toContain('签收将于 3月16日 08:50 到期');
      expect((await rungs()).slice(0, 2)).toEqual(['claim.1.remind 03-16 08:44', 'claim.1.red 03-16 08:50']);
    });

    test('黄牌, 红牌, 催办, 督办单, 领导专报 of an answer that never comes, each once and in order', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.says(OFFICIAL, DEPARTMENT, '#1 已联系企业,下午上门');
      const said = await town.later(14 * 24 * 60);
      const ticket = await town.ticket(1);
      expect(ticket.supervised).toBe(true);
      expect(ticket.urges).toBe(1);
      expect((await rungs()).filter((rung) => rung.startsWith('answer'))).toEqual([
        'answer.1.remind 03-12 09:00',
        'answer.1.red 03-13 09:00',
        'answer.1.urge 03-16 09:00',
        'answer.1.order 03-18 09:00',
        'answer.1.leaders 03-19 09:00',
      ]);
      // The leaders read it the next working morning.
      expect(inChat(said, 'dm:yu-haifeng').join()).toContain('【领导专报】#1');
      expect(inChat(said, 'dm:lian-peilin').join()).toContain('督办');
    });

    test('nobody’s problem goes quiet: after the last rung it is said again and again, until somebody moves', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.says(OFFICIAL, DEPARTMENT, '#1 已联系企业');
      await town.later(40 * 24 * 60);
      expect((await rungs()).filter((rung) => rung.startsWith('answer.1.again')).length).toBeGreaterThan(2);
      await town.says(OFFICIAL, DEPARTMENT, '答复 1 专家评审已通过，明天出批复');
      const before = (await rungs()).length;
      await town.later(24 * 60);
      expect((await rungs()).slice(before).filter((rung) => rung.startsWith('answer'))).toEqual([]);
    });
  });

  describe('pauses', () => {
    test('挂账 stops the clocks; 恢复 goes on with what was left', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.says(OFFICIAL, DEPARTMENT, '#1 已联系企业');
      const before = (await town.ticket(1)).clocks.find((one) => one.step === 'answer');
      await town.says(OFFICIAL, DEPARTMENT, '挂账 1 等待专家评审排期');
      await town.later(7 * 24 * 60);
      expect((await rungs()).filter((rung) => rung.startsWith('answer'))).toEqual([]);
      await town.says(OFFICIAL, DEPARTMENT, '恢复 1');
      const after = (await town.ticket(1)).clocks.find((one) => one.step === 'answer');
      // A calendar week is five working days.
      expect(clock(before?.dueAt ?? '')).toBe('03-13 09:00');
      expect(clock(after?.dueAt ?? '')).toBe('03-20 09:00');
      expect((await town.ticket(1)).pauses).toMatchObject([{ kind: 'suspended', reason: '等待专家评审排期' }]);
    });

    test('a paused matter is looked at again', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.says(OFFICIAL, DEPARTMENT, '#1 已联系企业');
      await town.says(OFFICIAL, DEPARTMENT, '挂账 1 等待专家评审排期');
      // Twenty working days: weekends and 清明 (4 to 6 April) left out.
      const said = await town.later(29 * 24 * 60 + 5);
      expect(inChat(said, DEPARTMENT).join()).toContain('【复核提醒】#1 环保局\n挂账自');
      expect(await rungs()).toEqual(['review.1.look 04-08 09:00']);
    });
  });

  describe('manners', () => {
    test('what falls due together in one room is one message', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.says('xia-xue', 'work', '我们厂排污许可证下周到期，环保局的验收材料交了三次都被退');
      const said = await town.later(26);
      const notes = inChat(said, DEPARTMENT);
      expect(notes).toHaveLength(1);
      expect(notes[0]).toContain('#1');
      expect(notes[0]).toContain('#2');
    });

    test('quiet hours hold all but 特急', async () => {
      await town.later(11 * 60 + 50); // 20:50
      await town.says(OWNER, 'work', '车间起火了，浓烟往外冒，还有工人没出来，快来人救命');
      const night = await town.later(30);
      expect(night.map((one) => one.text).join()).toContain('签收已超时');
    });
  });

  describe('a machine that slept', () => {
    test('every rung that was due meanwhile is climbed once, in order; what repeats is said once', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.says(OFFICIAL, DEPARTMENT, '#1 已联系企业');
      await town.sleeps(60 * 24 * 60);
      const answered = (await rungs()).filter((rung) => rung.startsWith('answer')).map((rung) => rung.split(' ')[0]);
      expect(answered.slice(0, 5)).toEqual(['answer.1.remind', 'answer.1.red', 'answer.1.urge', 'answer.1.order', 'answer.1.leaders']);
      expect(answered.length).toBe(6);
      const again = await rungs();
      await town.sleeps(1);
      expect(await rungs()).toEqual(again);
    });

    test('a clock that is set back climbs nothing twice', async () => {
      await town.says(OWNER, 'work', REPORT);
      await town.later(35);
      const before = await rungs();
      await town.sleeps(-30);
      await town.sleeps(30);
      expect(await rungs()).toEqual(before);
    });
  });
});
