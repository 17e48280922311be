import { z } from 'zod';
import type { Amount } from './calendar.ts';

const SPELLING = /^(\d{1,5})(m|h|d)$/;

/** `30m`, `2h`, `3d`: working minutes, hours and days; round the clock where the policy says so. */
export const AmountText = z.string().regex(SPELLING).brand<'AmountText'>();
export type AmountText = z.infer<typeof AmountText>;

export function amountOf(text: AmountText): Amount {
  const [, count = '0', unit = 'm'] = SPELLING.exec(text) ?? [];
  const n = Number(count);
  if (unit === 'd') return { days: n };
  return { minutes: unit === 'h' ? n * 60 : n };
}

/** `30分钟`, `2小时`, `3个工作日`; round the clock a day is a day. */
export function amountWords(text: AmountText, roundTheClock: boolean): string {
  const [, count = '0', unit = 'm'] = SPELLING.exec(text) ?? [];
  const work = roundTheClock ? '' : '工作';
  if (unit === 'd') return `${count}个${roundTheClock ? '自然日' : '工作日'}`;
  return unit === 'h' ? `${count}个${work}小时` : `${count}${work === '' ? '' : '个工作'}分钟`;
}
