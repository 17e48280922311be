import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldable, foldTexts } from '../../../core/delivery/fold.ts';
import { noted, type Sends, waitFor } from '../../../core/delivery/pace.ts';
import { splitText } from '../../../core/delivery/split.ts';

const plain = { text: '好', buttons: 0, media: 0, urgent: false };

describe('foldable', () => {
  test.each([
    ['nothing waits', [], 0],
    ['one', [plain], 1],
    ['plain ones go together', [plain, plain, plain], 3],
    ['one with buttons ends the fold', [plain, { ...plain, buttons: 1 }, plain], 1],
    ['one with buttons goes alone', [{ ...plain, buttons: 1 }, plain], 1],
    ['one with a file goes alone', [{ ...plain, media: 1 }, plain], 1],
    ['an urgent one does not wait for company', [{ ...plain, urgent: true }, plain], 1],
    [
      'the limit ends the fold',
      [
        { ...plain, text: 'x'.repeat(90) },
        { ...plain, text: 'y'.repeat(20) },
      ],
      1,
    ],
  ])('%s', (_name, waiting, expected) => {
    expect(foldable(waiting, 100)).toBe(expected);
  });

  test('what is folded fits the limit, and loses nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 }), { minLength: 1, maxLength: 20 }), (texts) => {
        const count = foldable(
          texts.map((text) => ({ ...plain, text })),
          100,
        );
        const folded = foldTexts(texts.slice(0, count));
        expect(count).toBeGreaterThanOrEqual(1);
        if (count > 1) expect(folded.length).toBeLessThanOrEqual(100);
        for (const text of texts.slice(0, count)) expect(folded).toContain(text);
      }),
    );
  });
});

describe('pace', () => {
  test('no 60-second window holds more than the budget, whatever is asked when', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 }), fc.integer({ min: 1, max: 20 }), (gaps, perMinute) => {
        let sends: Sends = [];
        const sent: number[] = [];
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          if (waitFor(sends, perMinute, now) > 0) continue;
          sends = noted(sends, now);
          sent.push(now);
        }
        for (const at of sent) expect(sent.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(perMinute);
      }),
    );
  });

  test('after the wait it says, a send may go', () => {
    const sends = [0, 1000, 2000];
    expect(waitFor(sends, 3, 2500)).toBe(57_500);
    expect(waitFor(sends, 3, 2500 + 57_500)).toBe(0);
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
