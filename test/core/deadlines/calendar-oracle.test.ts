import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amount, days, distance, momentIn, type Place, place, SEED, type World, worlds } from './calendar-worlds.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const all = worlds();

/** Random cases, always the same ones. 100,000 in this file. */
function check<T>(runs: number, other: fc.Arbitrary<T>, agrees: (world: World, at: number, other: T) => void): void {
  const property = fc.property(place, other, (where: Place, value: T) => {
    const world = all[where.world];
    if (!world) throw new Error('no such world');
    agrees(world, momentIn(world, where), value);
  });
  fc.assert(property, { seed: SEED, numRuns: runs });
}

const minutes = (ms: number) => ({ minutes: ms / MINUTE });

describe('the calendar agrees with one that walks from minute to minute', () => {
  it('on minutes added', () => {
    check(20_000, amount, ({ calendar, oracle }, at, ms) => {
      expect(calendar.addWorking(new Date(at), minutes(ms)).getTime()).toBe(oracle.addMinutes(at, ms));
    });
  });

  it('on minutes subtracted', () => {
    check(15_000, amount, ({ calendar, oracle }, at, ms) => {
      expect(calendar.subtractWorking(new Date(at), minutes(ms)).getTime()).toBe(oracle.subtractMinutes(at, ms));
    });
  });

  it('on days added', () => {
    check(15_000, days, ({ calendar, oracle }, at, count) => {
      expect(calendar.addWorking(new Date(at), { days: count }).getTime()).toBe(oracle.addDays(at, count));
    });
  });

  it('on days subtracted', () => {
    check(10_000, days, ({ calendar, oracle }, at, count) => {
      expect(calendar.subtractWorking(new Date(at), { days: count }).getTime()).toBe(oracle.subtractDays(at, count));
    });
  });

  it('on the working time between, either way round', () => {
    check(15_000, distance, ({ calendar, oracle }, at, apart) => {
      const to = at + apart;
      const expected = oracle.between(Math.min(at, to), Math.max(at, to)) / MINUTE;
      expect(calendar.workingBetween(new Date(at), new Date(to))).toBe(apart < 0 ? 0 - expected : expected);
    });
  });

  it('on what is working time, and on when it begins again', () => {
    check(5000, fc.constant(null), ({ calendar, oracle }, at) => {
      expect(calendar.isWorking(new Date(at))).toBe(oracle.isWorking(at));
      expect(calendar.nextWorking(new Date(at)).getTime()).toBe(oracle.next(at));
    });
  });
});

describe('the calendar agrees with itself', () => {
  it('what is added can be taken away, and is what lies between', () => {
    check(8000, amount, ({ calendar }, at, ms) => {
      const start = new Date(at);
      const end = calendar.addWorking(start, minutes(ms));
      expect(calendar.workingBetween(start, end)).toBe(ms / MINUTE);
      expect(calendar.workingBetween(end, start)).toBe(0 - ms / MINUTE);
      expect(calendar.subtractWorking(end, minutes(ms))).toEqual(ms === 0 ? start : calendar.nextWorking(start));
    });
  });

  it('what is taken away can be added, and is what lies between', () => {
    check(6000, amount, ({ calendar }, at, ms) => {
      const end = new Date(at);
      const start = calendar.subtractWorking(end, minutes(ms));
      expect(calendar.workingBetween(start, end)).toBe(ms / MINUTE);
      // No days back: the moment itself, or the closing time before it.
      expect(calendar.addWorking(start, minutes(ms))).toEqual(ms === 0 ? end : calendar.subtractWorking(end, { days: 0 }));
    });
  });

  it('what lies between, added to the one, leads to the other or to the closing time before it', () => {
    check(3000, distance, ({ calendar }, at, apart) => {
      const [a, b] = [new Date(at), new Date(at + Math.abs(apart))];
      const between = calendar.workingBetween(a, b);
      const there = calendar.addWorking(a, { minutes: between });
      expect(there).toEqual(between === 0 ? a : calendar.subtractWorking(b, { days: 0 }));
      expect(calendar.workingBetween(there, b)).toBe(0);
    });
  });

  it('days added can be taken away where the clock time was kept', () => {
    let kept = 0;
    check(3000, days, ({ calendar }, at, count) => {
      const start = calendar.nextWorking(new Date(at));
      const end = calendar.addWorking(start, { days: count });
      expect(end.getTime()).toBeGreaterThanOrEqual(start.getTime());
      // At an opening or a closing moment, what is right before and what is right after are two different days.
      const inside = [start, end].every((one) => calendar.isWorking(one) && calendar.isWorking(new Date(one.getTime() - 1)));
      if (!inside || (end.getTime() - start.getTime()) % DAY !== 0) return;
      kept++;
      expect(calendar.subtractWorking(end, { days: count })).toEqual(start);
    });
    expect(kept).toBeGreaterThan(500);
  });
});
