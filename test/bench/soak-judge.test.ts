import { expect, test } from 'vitest';
import { judge } from '../../bench/soak/judge.ts';
import type { Weight } from '../../bench/wire.ts';

const MB = 2 ** 20;
const still: Weight = {
  rss: 400 * MB,
  heapUsed: 80 * MB,
  external: 60 * MB,
  descriptors: 60,
  handles: 20,
  timers: 35,
  connections: 9,
  redisMemory: 2 * MB,
  waiting: 1,
  flooded: 0,
};
const hours = (of: (n: number) => Partial<Weight>) => Array.from({ length: 120 }, (_, n) => ({ ...still, ...of(n), atMs: n * 60_000 }));
const notFlat = (samples: ReturnType<typeof hours>) =>
  judge(samples)
    .filter(({ flat }) => !flat)
    .map(({ what }) => what);

test('what breathes is flat', () => {
  expect(
    notFlat(hours((n) => ({ rss: (400 + (n % 7) * 20) * MB, heapUsed: (80 + (n % 3) * 9) * MB, descriptors: 50 + (n % 11) }))),
  ).toEqual([]);
});

test('one odd sample is no climb, and what falls is no leak', () => {
  expect(notFlat(hours((n) => (n === 119 ? { rss: 900 * MB, handles: 300 } : { timers: 60 - Math.floor(n / 10) })))).toEqual([]);
});

test('a slow leak of anything is seen', () => {
  expect(notFlat(hours((n) => ({ heapUsed: (80 + n * 0.1) * MB })))).toEqual(['heap, MB']);
  expect(notFlat(hours((n) => ({ descriptors: 60 + Math.floor(n / 12) })))).toEqual(['descriptors']);
  expect(notFlat(hours((n) => ({ timers: 35 + Math.floor(n / 8), redisMemory: (2 + n * 0.1) * MB })))).toEqual(['timers', 'Redis, MB']);
});
