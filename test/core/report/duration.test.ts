import { describe, expect, it } from 'vitest';
import { durationText, elapsedText, minutesText, secondsText } from '../../../core/report/duration.ts';
import { meanText, rateText } from '../../../core/report/rate.ts';

const MINUTE = 60_000;

describe('elapsed time in words', () => {
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

  it('reads a clock that stepped back as no time', () => {
    expect(elapsedText('2017-04-26T02:00:00Z', '2017-04-26T01:00:00Z')).toBe('不到1分钟');
    expect(elapsedText('2017-04-26T02:00:00Z', new Date('2017-04-26T05:05:00Z'))).toBe('3小时5分');
    expect([minutesText(30), secondsText(90)]).toEqual(['30分钟', '1分钟']);
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

  it('means say of how many they are', () => {
    expect(meanText(3600, 4, secondsText)).toBe('平均15分钟（4件）');
    expect(meanText(0, 0, secondsText)).toBe('暂无');
  });
});
