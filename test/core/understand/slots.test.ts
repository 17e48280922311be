import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractSlots } from '../../../core/understand/slots.ts';
import { directory } from './directory.ts';

/** A Thursday, already Friday morning nowhere: 12:00 in Shanghai. */
const now = new Date('2017-04-27T04:00:00Z');
const slots = (text: string, command?: string) => extractSlots(text, directory, now, command);

describe('tickets', () => {
  it.each([
    ['128 满意', [128]],
    ['#128 满意', [128]],
    ['１２８号，办好了', [128]],
    ['一百二十八号 办好了', [128]],
    ['HC2026-0128', [128]],
    ['hc2026-0128 到哪了', [128]],
    ['工单128 到哪了', [128]],
    ['13 14两个都办好了', [13, 14]],
    ['13、14 已办', [13, 14]],
    ['13和14号', [13, 14]],
    ['#128，#129 好了', [128, 129]],
    ['12 到 15', [12, 15]],
    ['把13号并到12号', [13, 12]],
    ['给12号 三项都是五星', [12]],
    ['二十号两天呗', [20]],
    ['128 5天', [128]],
    ['128号 下午上门', [128]],
    ['#15 下午上门', [15]],
    ['麻烦你们尽快 128', [128]],
    ['请规划协办 #15', [15]],
    ['128 材料15号前补齐', [128]],
  ])('%s names %j', (text, numbers) => {
    expect(slots(text).tickets).toEqual(numbers);
  });

  it.each([
    '15号下午过去',
    '我们15号过去',
    '20号前报上来',
    '14号报的验收',
    '3号车间漏了',
    '#3车间漏了',
    '到12号窗口办',
    '5天',
    '5 天',
    '3楼开会',
    '1、材料收到 2、下周办',
    '1.材料收到',
    '13800001111 打这个',
    '0631-5222222',
    '8:30 上门',
    '2017年的事',
    '50吨',
    '水费 128 已退',
    '一直没人来',
    '4月20号交的',
    '',
  ])('%s names none', (text) => {
    expect(slots(text).tickets).toEqual([]);
  });

  it('leaves the words as they were typed', () => {
    expect(slots('#128 已联系企业，下午上门。').words).toBe('已联系企业，下午上门。');
    expect(slots('把 128 转给环保局，不是我们的').words).toBe('转给环保局，不是我们的');
    expect(slots('13、14 都办好了').words).toBe('都办好了');
    expect(slots('128\n第一行\n第二行').words).toBe('第一行\n第二行');
  });
});

describe('periods', () => {
  it.each([
    ['今天', 'today'],
    ['昨天', 'range:04-26..04-26'],
    ['本周', 'this_week'],
    ['上个星期', 'last_week'],
    ['这个月', 'this_month'],
    ['上月 环保局', 'last_month'],
    ['今年', 'this_year'],
    ['4月', 'month:4'],
    ['四月份', 'month:4'],
    ['十二月', 'month:12'],
    ['4月1号到4月20号', 'range:04-01..04-20'],
    ['4月1日至20日', 'range:04-01..04-20'],
    ['3号到15号', 'range:04-03..04-15'],
    ['04-01..04-20', 'range:04-01..04-20'],
    ['4.1-4.20', 'range:04-01..04-20'],
    ['近7天', 'range:04-21..04-27'],
  ])('%s is %s', (text, period) => {
    expect(slots(text, 'stats')).toMatchObject({ period, tickets: [] });
  });

  it.each(['', '环保局', '13月', '2月30号', '128'])('%s is none', (text) => {
    expect(slots(text, 'stats').period).toBeNull();
  });

  it('is measured in Shanghai, where the day turns first', () => {
    expect(extractSlots('昨天', directory, new Date('2017-04-30T17:00:00Z'), 'stats').period).toBe('range:04-30..04-30');
  });

  it('gives way to tickets where the command is about a ticket', () => {
    expect(slots('12号到15号', 'merge')).toMatchObject({ tickets: [12, 15], period: null });
  });
});

describe('days', () => {
  it.each([
    ['二十号两天呗', 2],
    ['128 5天', 5],
    ['128 10个工作日', 10],
    ['128 一周', 7],
    ['128', null],
  ])('%s asks for %s', (text, days) => {
    expect(slots(text).days).toBe(days);
  });
});

describe('names', () => {
  it('finds departments by name, alias and code, the longest name first', () => {
    expect(slots('国土资源局 和 城管').departments).toEqual(['land', 'enforcement']);
    expect(slots('environment 本月').departments).toEqual(['environment']);
    expect(slots('转给发改委').departments).toEqual(['development']);
  });

  it('reads an enterprise as an enterprise, not as the department in its name', () => {
    expect(slots('碳谷复材的特派员')).toMatchObject({ enterprises: ['tangu-composite'], departments: [] });
  });

  it('gives both of two people with one name', () => {
    expect(slots('王建国').members.map((one) => one.id)).toEqual([1]);
    expect(slots('于海').members.map((one) => one.id)).toEqual([2, 3]);
  });
});

describe('any text', () => {
  it('is read without a fault, and never yields a number that is not in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('#＃号１2 8月日到和、,.-天百二十HC工单把给环保\n\u200b😀')) }),
        (text) => {
          for (const number of slots(text).tickets) expect(number).toBeGreaterThan(0);
          expect(slots(text).words.length).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });

  it('of a hundred thousand characters is read at once', () => {
    const started = performance.now();
    for (const piece of ['12号', '128 ', '#', '一百', '4月1号到']) slots(piece.repeat(100_000 / piece.length));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
