import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundTheClock } from '../../../core/deadlines/calendar.ts';
import { netMinutes, workingMinutes } from '../../../core/deadlines/net-time.ts';
import type { Pause } from '../../../core/deadlines/ticket-clock.ts';
import { CLOCKWORK } from '../../support/clockwork.ts';

const { calendar } = CLOCKWORK;
/** March 2026; the 10th is a Tuesday, worked 8:30–12:00 and 13:30–17:30. */
const at = (day: number, time: string) => `2026-03-${String(day).padStart(2, '0')}T${time}:00+08:00`;
const pause = (from: string, to: string | null): Pause => ({ kind: 'waiting', from, to, reason: '补材料' });

describe('working time', () => {
  it.each([
    [at(10, '09:00'), at(10, '12:30'), 180],
    [at(10, '11:00'), at(10, '14:00'), 90],
    [at(10, '17:00'), at(11, '09:00'), 60],
    [at(13, '17:00'), at(16, '09:00'), 60],
    [at(10, '12:00'), at(10, '09:00'), 0],
  ])('from %s to %s: %i minutes', (from, to, minutes) => {
    expect(workingMinutes(from, to, calendar)).toBe(minutes);
  });

  it.each([
    ['none', [], 450],
    ['one', [pause(at(10, '10:00'), at(10, '11:00'))], 390],
    ['over lunch', [pause(at(10, '11:30'), at(10, '14:00'))], 390],
    ['one that lasts', [pause(at(10, '16:30'), null)], 390],
    ['two that overlap', [pause(at(10, '10:00'), at(10, '11:30')), pause(at(10, '11:00'), at(10, '12:00'))], 330],
    ['one within another, out of order', [pause(at(10, '10:30'), at(10, '10:40')), pause(at(10, '10:00'), at(10, '11:00'))], 390],
    ['before and after', [pause(at(9, '10:00'), at(10, '08:30')), pause(at(11, '10:00'), at(12, '10:00'))], 450],
    ['all of it', [pause(at(9, '10:00'), null)], 0],
  ] as const)('a day without its pauses: %s', (_what, pauses, minutes) => {
    expect(netMinutes(at(10, '08:30'), at(10, '17:30'), pauses, calendar)).toBe(minutes);
  });

  it('is the minutes in which no pause lay, whatever the pauses', () => {
    const minute = fc.integer({ min: 0, max: 3000 });
    const start = Date.parse(at(9, '00:00'));
    const moment = (n: number) => new Date(start + n * 60_000).toISOString();
    fc.assert(
      fc.property(minute, minute, fc.array(fc.tuple(minute, fc.option(minute)), { maxLength: 4 }), (a, b, drawn) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const pauses = drawn.map(([begin, end]) => pause(moment(begin), end === null ? null : moment(Math.max(begin, end))));
        const paused = (n: number) => drawn.some(([begin, end]) => n >= begin && (end === null || n < Math.max(begin, end)));
        for (const by of [calendar, roundTheClock]) {
          const counted = Array.from({ length: to - from }, (_, i) => from + i).filter(
            (n) => by.isWorking(new Date(moment(n))) && !paused(n),
          ).length;
          expect(netMinutes(moment(from), moment(to), pauses, by)).toBeCloseTo(counted, 6);
        }
      }),
      { numRuns: 200 },
    );
  });
});
