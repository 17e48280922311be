import { describe, expect, it } from 'vitest';
import { durationText, workingText } from '../../../core/report/duration.ts';
import { rateLine, rateText } from '../../../core/report/rate.ts';

const MINUTE = 60_000;

describe('time round the clock in words', () => {
  it.each([
    [0, '不到1分钟'],
    [59_999, '不到1分钟'],
    [MINUTE, '1分钟'],
    [12 * MINUTE, '12分钟'],
    [59 * MINUTE + 59_999, '59分钟'],
    [60 * MINUTE, '1小时'],
    [185 * MINUTE, '3小时5分'],
    [24 * 60 * MINUTE - 1, '23小时59分'],
    [24 * 60 * MINUTE, '1天'],
    [52 * 60 * MINUTE, '2天4小时'],
    [52 * 60 * MINUTE + 59 * MINUTE, '2天4小时'],
  ])('%i ms', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('rates', () => {
  it.each([
    [5, 6, '83%（5/6）'],
    [0, 3, '0%（0/3）'],
    [3, 3, '100%（3/3）'],
    [0, 0, '暂无（0/0）'],
  ])('%i of %i', (part, whole, text) => {
    expect(rateText(part, whole)).toBe(text);
  });

  it.each([
    [199, 200, '99%（199/200）'],
    [1, 300, '1%（1/300）'],
  ])('%i of %i is neither all nor nothing', (part, whole, text) => {
    expect(rateText(part, whole)).toBe(text);
  });

  it('say what they leave out', () => {
    expect(rateLine({ name: '满意率', part: 3, whole: 4, left: '未评价的 2 件不算' })).toBe('满意率 75%（3/4，未评价的 2 件不算）');
    expect(rateLine({ name: '满意率', part: 0, whole: 0, left: '' })).toBe('满意率 暂无（0/0）');
  });
});

describe('working time in words', () => {
  it.each([
    [0, '不到1分钟'],
    [59.9, '59分钟'],
    [185, '3小时5分'],
    [449, '7小时29分'],
    [450, '1个工作日'],
    [510, '1个工作日1小时'],
    [4500, '10个工作日'],
  ])('%d minutes', (minutes, text) => {
    expect(workingText(minutes)).toBe(text);
  });
});
