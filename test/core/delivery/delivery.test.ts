import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bundleFor, noted, type Sends, waitFor } from '../../../core/delivery/pace.ts';
import { splitText } from '../../../core/delivery/split.ts';

describe('pace', () => {
  test('no 60-second window holds more than the budget, whatever is asked when', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (gaps, perMinute) => {
        let sends: Sends = [];
        const sent: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          if (waitFor(sends, { perMinute }, now) > 0) continue;
          sends = noted(sends, now);
          sent.push(now);
        }
        for (const at of sent) expect(sent.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(perMinute);
      }),
    );
  });

  test('after the wait it says, a send may go', () => {
    const sends = [0, 1000, 2000];
    expect(waitFor(sends, { perMinute: 3 }, 2500)).toBe(57_500);
    expect(waitFor(sends, { perMinute: 3 }, 2500 + 57_500)).toBe(0);
  });
});

describe('a budget of seconds and minutes', () => {
  test('neither window holds more than it may, and after the wait it says a send may go', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 150 }), fc.integer({ min: 1, max: 3 }), (gaps, perSecond) => {
        const budget = { perMinute: 20, perSecond };
        let sends: Sends = [];
        const sent: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const wait = waitFor(sends, budget, now);
          expect(waitFor(sends, budget, now + wait)).toBe(0);
          if (wait > 0) continue;
          sends = noted(sends, now);
          sent.push(now);
        }
        for (const at of sent) {
          expect(sent.filter((other) => other > at - 1000 && other <= at).length).toBeLessThanOrEqual(perSecond);
          expect(sent.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(20);
        }
      }),
    );
  });
});

describe('a busy chat', () => {
  test('the first go at once; from then on what there is goes every twelve seconds; after a quiet while at once again', () => {
    let sends: Sends = [];
    const sent: number[] = [];
    for (let now = 0; now <= 60_000; now += 500) {
      if (bundleFor(sends, now) > 0) continue;
      sends = noted(sends, now);
      sent.push(now);
    }
    expect(sent).toEqual([0, 500, 1_000, 13_000, 25_000, 37_000, 49_000]);
    expect(bundleFor(sends, 49_000 + 36_000)).toBe(0);
  });
});

describe('splitText', () => {
  test('parts fit, keep every character in order, and never cut one in two', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.integer({ min: 4, max: 50 }), (text, limit) => {
        const parts = splitText(text, limit);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          if (text.isWellFormed()) expect(part.isWellFormed()).toBe(true);
        }
        expect(parts.join('').replaceAll('\n', '')).toBe(text.replaceAll('\n', ''));
      }),
    );
  });

  test('it cuts at line ends where it can', () => {
    expect(splitText('第一行很长很长\n第二行', 9)).toEqual(['第一行很长很长', '第二行']);
  });
});
