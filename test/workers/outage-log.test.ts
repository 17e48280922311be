import { expect, test } from 'vitest';
import { outageLogOf } from '../../workers/outage-log.ts';
import { keptLog } from '../support/quiet-log.ts';

const away = () => Object.assign(new Error('away'), { code: 'P1001' });

test('an hour without a database, ten loops that fail each second: a line when it begins, one in ten seconds, one when it is over', () => {
  const log = keptLog();
  let now = 0;
  const outages = outageLogOf(log, () => now);
  const loops = Array.from({ length: 10 }, (_, i) => `loop ${i}`);
  for (; now < 3_600_000; now += 1_000) for (const loop of loops) expect(outages.failed(loop, away())).toBe(true);
  expect(log.lines.length).toBeLessThanOrEqual(361);
  expect(log.lines[0]?.message).toContain('the database is away');
  // Some loop that asks nothing of it may go well meanwhile, and one of those that failed is not all of them.
  outages.worked('another');
  for (const loop of loops.slice(1)) outages.worked(loop);
  expect(log.lines.at(-1)?.level).toBe('error');
  outages.worked('loop 0');
  expect(log.lines.at(-1)).toMatchObject({ level: 'info', fields: { seconds: 3_600 }, message: 'the database is back' });
});

test('what is no outage is told by whoever met it', () => {
  const log = keptLog();
  expect(outageLogOf(log).failed('sweep', new TypeError('x is not a function'))).toBe(false);
  expect(log.lines).toEqual([]);
});

test('a loop that has stopped asking goes well, and the database is not back for that: who asks all the while knows', () => {
  const log = keptLog();
  let now = 0;
  const outages = outageLogOf(log, () => now);
  outages.away('lease');
  outages.failed('heart', away());
  now = 60_000;
  outages.worked('heart');
  outages.away('lease');
  expect(log.lines.map(({ message }) => message.slice(0, 20))).toEqual(['the database is away', 'the database is away']);
  // Nor for a loop that ends in the outage.
  outages.failed('outbox', away());
  outages.forget('outbox');
  expect(log.lines).toHaveLength(2);
  outages.worked('lease');
  expect(log.lines.at(-1)).toMatchObject({ fields: { seconds: 60 }, message: 'the database is back' });
});
