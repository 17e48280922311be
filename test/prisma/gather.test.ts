import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gathered } from '../../prisma/store/gather.ts';

/** Answers when told to, so that a test decides what waits for what. */
function slowly<Ask>(most = 10, fits?: (ask: Ask, those: readonly Ask[]) => boolean) {
  const calls: { readonly asks: readonly Ask[]; done(): void; fail(error: Error): void }[] = [];
  const ask = gathered<Ask, string>(
    (asks) =>
      new Promise((resolve, reject) => {
        calls.push({ asks, done: () => resolve(asks.map((one) => `answer ${String(one)}`)), fail: reject });
      }),
    { most, ...(fits ? { fits } : {}) },
  );
  return { calls, ask };
}
/** Everything that waits for nothing but the loop has had its turn. */
const turn = async () => {
  for (let i = 0; i < 5; i += 1) await new Promise((resolve) => setImmediate(resolve));
};

describe('what is asked at once', () => {
  test('goes at once where nothing is on its way; who asks in the same turn goes along', async () => {
    const { calls, ask } = slowly<number>();
    const answers = [ask(1), ask(2)];
    await turn();
    expect(calls.map(({ asks }) => asks)).toEqual([[1, 2]]);
    calls[0]?.done();
    expect(await Promise.all(answers)).toEqual(['answer 1', 'answer 2']);
  });

  test('who asks while a statement runs is never answered by it, and shares the next', async () => {
    const { calls, ask } = slowly<number>(2);
    const first = ask(1);
    await turn();
    const later = [2, 3, 4].map((one) => ask(one));
    await turn();
    expect(calls).toHaveLength(1);
    calls[0]?.done();
    await first;
    await turn();
    expect(calls[1]?.asks).toEqual([2, 3]);
    calls[1]?.done();
    await turn();
    expect(calls[2]?.asks).toEqual([4]);
    calls[2]?.done();
    expect(await Promise.all(later)).toEqual(['answer 2', 'answer 3', 'answer 4']);
  });

  test('what does not fit waits, and what comes behind it does not wait with it', async () => {
    const { calls, ask } = slowly<string>(10, (one, those) => !those.includes(one));
    const all = ['a', 'a', 'b'].map((one) => ask(one));
    await turn();
    expect(calls[0]?.asks).toEqual(['a', 'b']);
    calls[0]?.done();
    await turn();
    calls[1]?.done();
    expect(await Promise.all(all)).toEqual(['answer a', 'answer a', 'answer b']);
  });

  test('of what fails together each is tried alone: one bad one fails nobody else', async () => {
    const ask = gathered<number, number>(
      async (asks) => {
        if (asks.includes(13)) throw new Error('thirteen');
        return asks.map((one) => one * 2);
      },
      { most: 10 },
    );
    const ended = await Promise.allSettled([1, 13, 2].map((one) => ask(one)));
    expect(ended.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([2, 'Error: thirteen', 4]);
  });

  test('each has its own answer, whatever the sizes and failures', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer(), { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), async (numbers, most) => {
        const ask = gathered<number, number>(
          async (asks) => {
            expect(asks.length).toBeLessThanOrEqual(most);
            if (asks.some((one) => one % 5 === 0)) throw new Error('five');
            return asks.map((one) => -one);
          },
          { most, lanes: 2 },
        );
        const ended = await Promise.allSettled(numbers.map((one) => ask(one)));
        expect(ended.map((one) => (one.status === 'fulfilled' ? one.value : null))).toEqual(
          numbers.map((one) => (one % 5 === 0 ? null : -one)),
        );
      }),
      { numRuns: 100 },
    );
  });
});
