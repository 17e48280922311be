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

describe('how long what waits for a chat waits for its like', () => {
  const rest = { private: false, bundleMs: 15_000 };
  const alone = { ...rest, private: true };
  const waiting = (count: number, since: number, urgent = false) => ({ count, since, urgent });

  test.each([
    ['nothing was said yet: not at all', [], waiting(9, 0), rest, 0, 0],
    ['one soon after another: until the breath is over', [0], waiting(1, 500), rest, 500, 2_500],
    ['so do three', [0], waiting(3, 500), rest, 3_000, 0],
    ['to one alone with us: a second', [0], waiting(1, 500), alone, 500, 500],
    ['four within it: until the first has waited long enough', [0], waiting(4, 500), rest, 3_000, 12_300],
    ['no longer', [0], waiting(40, 500), rest, 15_300, 0],
    ['with an urgent one: the breath', [0], waiting(40, 500, true), rest, 1_000, 2_000],
    ['and then at once', [0], waiting(40, 500, true), rest, 3_000, 0],
    ['several at once after a silence: not at all', [0], waiting(9, 60_000), rest, 60_000, 0],
    ['what found no room in the last bundle: the breath', [0, 15_300], waiting(9, 1_000), rest, 15_300, 3_000],
    [
      'one more after five in half a minute: until the first of them is so long ago',
      [0, 5_000, 10_000, 14_000, 18_000],
      waiting(1, 19_000),
      rest,
      22_000,
      8_000,
    ],
    ['or it has waited long enough', [9_000, 12_000, 15_000, 18_000, 21_000], waiting(1, 21_100), rest, 25_000, 10_900],
    ['four in half a minute are not yet too many', [5_000, 10_000, 14_000, 18_000], waiting(1, 19_000), rest, 22_000, 0],
    ['where nothing is bundled: the breath', [0], waiting(40, 500), { ...rest, bundleMs: 0 }, 1_000, 2_000],
  ])('%s', (_name, read, due, manner, now, expected) => {
    expect(bundleFor(read, due, manner, now)).toBe(expected);
  });

  /** Facts that come at these moments, said by whoever looks every hundred milliseconds. */
  function said(facts: readonly { readonly at: number; readonly urgent?: boolean }[], manner = rest) {
    let sends: Sends = [];
    let waits: readonly { readonly at: number; readonly urgent?: boolean }[] = [];
    const messages: number[] = [];
    const late: number[] = [];
    const lateUrgent: number[] = [];
    const last = Math.max(...facts.map(({ at }) => at));
    for (let now = 0; now <= last + 60_000; now += 100) {
      waits = facts.filter(({ at }) => at <= now).slice(late.length);
      const [first] = waits;
      if (first === undefined) continue;
      const due = { count: waits.length, since: first.at, urgent: waits.some(({ urgent }) => urgent) };
      if (bundleFor(sends, due, manner, now) > 0) continue;
      sends = noted(sends, now);
      messages.push(now);
      for (const { at, urgent } of waits) {
        late.push(now - at);
        if (urgent) lateUrgent.push(now - at);
      }
    }
    return { messages, late: Math.max(0, ...late), lateUrgent: Math.max(0, ...lateUrgent), facts: late.length };
  }
  const every = (ms: number, within = 60_000) => Array.from({ length: Math.floor(within / ms) + 1 }, (_, i) => ({ at: i * ms }));

  test('two hundred in a minute are five messages, and none is later than fifteen seconds', () => {
    for (const offset of [0, 50, 100]) {
      const { messages, late } = said(every(300).map(({ at }) => ({ at: at + offset })));
      expect(messages.length).toBeLessThanOrEqual(5);
      expect(late).toBeLessThanOrEqual(15_000);
    }
  });

  test('an even trickle does not use up a group’s minute either', () => {
    for (const ms of [500, 1_000, 1_500, 2_000, 3_000, 4_000]) {
      const { messages, late } = said(every(ms, 300_000));
      for (const at of messages) expect(messages.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(11);
      expect(late).toBeLessThanOrEqual(15_000);
    }
  });

  test('whatever comes when: none later than fifteen seconds, an urgent one three; messages three seconds apart', () => {
    const fact = fc.record({
      gap: fc.integer({ min: 0, max: 80 }).map((n) => n * 100),
      urgent: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    });
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 120 }), (gaps) => {
        let at = 0;
        const facts = gaps.map(({ gap, urgent }) => {
          at += gap;
          return { at, urgent };
        });
        const { messages, late, lateUrgent, facts: all } = said(facts);
        expect(all).toBe(facts.length);
        expect(late).toBeLessThanOrEqual(15_000);
        expect(lateUrgent).toBeLessThanOrEqual(3_000);
        for (const [i, sent] of messages.entries()) if (i > 0) expect(sent - (messages[i - 1] ?? 0)).toBeGreaterThanOrEqual(3_000);
      }),
    );
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
