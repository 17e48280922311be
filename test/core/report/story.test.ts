import { describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../core/commands/command.ts';
import { context, event, run, ticket, unit } from '../commands/world.ts';
import { say } from './figures.ts';

describe('查询', () => {
  const done = ticket({
    state: 'closed',
    outcome: 'solved',
    handler: 4,
    commissioner: 7,
    claimedAt: '2017-04-26T01:12:00.000Z',
    contactedAt: '2017-04-26T01:30:00.000Z',
    answeredAt: '2017-04-26T02:00:00.000Z',
    closedAt: '2017-04-26T02:10:00.000Z',
    rating: { attitude: 5, quality: 4, effect: 5, comment: null },
  });
  const story = {
    ticket: done,
    receiptedAt: '2017-04-26T01:00:01.500Z',
    events: [
      event(1, { type: 'amended', inbox: 900, oldText: '排污证没办', newText: '排污许可证没办' }, '2017-04-26T01:01:00.000Z'),
      event(2, { type: 'amended', inbox: 901, oldText: '别跟别人说', newText: null }, '2017-04-26T01:02:00.000Z'),
      event(3, { type: 'contacted', note: '已通电话' }, '2017-04-26T01:30:00.000Z'),
      event(4, { type: 'answered', text: '今天核发' }),
      event(5, { type: 'closed', outcome: 'solved', note: '证已取走' }),
    ],
    messages: [],
  };
  const ask = (at: CommandContext) => run('ticket_status', '128', at, { tickets: [done], data: { story } }).say ?? '';

  it('tells the reporter everything: steps with elapsed times, words, edits with the old text, recalls', () => {
    const text = ask(context('boss', 'private'));
    for (const wanted of [
      '#128（HC2017-0128）蓝旗渔具',
      '反映：排污许可证交上去半个月没动静',
      '主办：环保局 王国栋',
      '协办：规划局',
      '特派员：张岩',
      '收到 4月26日 09:00',
      '回执 4月26日 09:00，历时不到1分钟',
      '签收 4月26日 09:12，历时12分钟',
      '首次联系 4月26日 09:30，历时30分钟',
      '答复 4月26日 10:00，历时1小时',
      '办结 4月26日 10:10，历时1小时10分',
      '原文“排污证没办”，改为“排污许可证没办”',
      '撤回了一条消息，原文“别跟别人说”',
      '王国栋：联系企业，已通电话',
      '办结（解决），证已取走',
      '评价：态度5 质量4 效果5',
    ]) {
      expect(text).toContain(wanted);
    }
  });

  it('tells others where it stands, and no words or names', () => {
    for (const at of [
      context('boss', 'work'),
      context('rival', 'private'),
      context('leader', 'planning', { chat: { ...context('leader', 'planning').chat, department: unit('land') } }),
    ]) {
      const text = ask(at);
      expect(text).toContain('#128 环保局：已办结（解决），历时1小时10分。');
      for (const hidden of ['排污', '蓝旗', '王国栋', '已通电话', '别跟别人说']) expect(text).not.toContain(hidden);
    }
  });

  it('answers several shortly, names the missing, and lists his own where no number is given', () => {
    const several = run('ticket_status', '128 999', context('boss', 'private'), { tickets: [done] }).say;
    expect(several).toBe('没有查到 #999，请核对单号。\n#128 环保局：已办结（解决），历时1小时10分。');
    expect(say('ticket_status', '', context('boss', 'private'))).toContain('您反映的：在办 1 件，待评价 1 件');
    expect(say('ticket_status', '', context('boss', 'private'), { mine: [] })).toContain('您还没有反映过问题');
  });
});

describe('我的工单', () => {
  it('shows an official what he has in hand beside what he reported', () => {
    const data = { mine: [], openOf: { total: 2, tickets: [ticket({ handler: 4 }), ticket({ number: 130, handler: 6 })] } };
    const text = say('my_tickets', '', context('official', 'private'), data);
    expect(text).toContain('您经办的：在办 1 件。');
    expect(text).toContain('#128');
    expect(text).not.toContain('#130');
  });

  it('says only numbers in a group', () => {
    expect(
      say('my_tickets', '', context('official', 'environment'), { mine: [], openOf: { total: 1, tickets: [ticket({ handler: 4 })] } }),
    ).toBe('您经办的在办单 1 件：#128。详情请私聊我。');
    for (const at of [context('boss', 'work'), context('official', 'environment')]) {
      for (const name of ['my_tickets', 'ticket_status', 'withdraw', 'supplement']) {
        const text = say(name, name === 'supplement' ? '地点在南门' : '', at);
        expect(text, name).toContain('#128');
        expect(text, name).not.toContain('排污');
      }
    }
  });
});

describe('a touchy matter', () => {
  const hidden = ticket({ sensitive: true, handler: 4 });
  const data = { openOf: { total: 1, tickets: [hidden] }, story: { ticket: hidden, events: [], receiptedAt: null, messages: [] } };

  it.each([
    ['official', 'environment'],
    ['duty', 'duty'],
    ['official', 'work'],
  ] as const)('is a bare number to a group: %s in %s', (who, where) => {
    const at = context(who, where);
    const texts = [
      say('claim', '', at, { ...data, openOf: { total: 1, tickets: [hidden] } }),
      run('ticket_status', '128', at, { tickets: [hidden], data }).say ?? '',
      run('claim', '128', at, { tickets: [hidden] }).acts?.[0]?.done ?? '',
      run('list_dept', where === 'duty' ? '环保局' : '', at, { data }).say ?? '',
    ];
    for (const text of texts) {
      expect(text.length).toBeGreaterThan(5);
      expect(text).not.toContain('排污');
      expect(text).not.toContain('蓝旗');
    }
    expect(texts[1]).toContain('请私聊我查询');
  });

  it('is told in full to its handler alone', () => {
    expect(run('ticket_status', '128', context('official', 'private'), { tickets: [hidden], data }).say).toContain('反映：排污许可证');
  });
});
