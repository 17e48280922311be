import { expect, test } from 'vitest';
import { createPersist } from '../../bots/persist.ts';
import { keptLog } from '../support/quiet-log.ts';

const quick = { waits: [1, 1], awayMs: 1 };
const away = () => Object.assign(new Error('away'), { code: 'P1001' });

function failing(times: number, error: () => Error) {
  let left = times;
  return () => (left-- > 0 ? Promise.reject(error()) : Promise.resolve());
}

test('while the database is away it is tried until it is back, and the log does not fill', async () => {
  const log = keptLog();
  const persist = createPersist(log, 'wire', quick);
  const writing = persist.write(failing(50, away));
  expect(persist.busy()).toBe(true);
  await writing;
  expect(persist.busy()).toBe(false);
  expect(log.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
});

test('what fails for another reason is given up after its tries', async () => {
  const persist = createPersist(keptLog(), 'wire', quick);
  await persist.write(failing(2, () => new Error('no')));
  await expect(persist.write(failing(3, () => new Error('no')))).rejects.toThrow('no');
});

test('whoever stops does not wait for a database that is away', async () => {
  const persist = createPersist(keptLog(), 'wire', { waits: [1], awayMs: 3_600_000 });
  const writing = persist.write(failing(1_000, away));
  const settled = writing.then(
    () => null,
    (error: unknown) => String(error),
  );
  setTimeout(() => persist.hurry(), 20);
  expect(await settled).toContain('away');
});
