import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseClock } from '../../app/clock.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';

const HOUR = 3_600_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** A machine whose clock can be set. */
function machine() {
  let set = 0;
  return {
    readings: { wall: () => Date.now() + set, steady: () => performance.now() },
    setBy: (ms: number) => {
      set += ms;
    },
  };
}

const near = (a: Date, b: number) => Math.abs(a.getTime() - b) < 2_000;

test('a machine whose clock is wrong keeps the database’s time', async () => {
  const own = machine();
  own.setBy(5 * HOUR);
  const clock = await databaseClock(database.db, quietLog, own.readings);
  expect(near(clock.now(), Date.now())).toBe(true);
  clock.stop();
});

test.each([
  { how: 'forward', by: 3 * HOUR },
  { how: 'back', by: -3 * HOUR },
])('set $how while it runs, the time does not follow, not even for a moment', async ({ by }) => {
  const own = machine();
  const clock = await databaseClock(database.db, quietLog, own.readings);
  own.setBy(by);
  expect(near(clock.now(), Date.now())).toBe(true);
  await until(() => near(clock.now(), Date.now()), 'the database to be asked again');
  clock.stop();
});

test('one slow answer of the database does not put the clock wrong', async () => {
  let looks = 0;
  // The first question waited for more than a second before it was heard.
  const steady = () => performance.now() - (looks++ === 0 ? 1_200 : 0);
  const clock = await databaseClock(database.db, quietLog, { wall: () => Date.now(), steady });
  expect(Math.abs(clock.now().getTime() - Date.now())).toBeLessThan(300);
  clock.stop();
});

test('after a sleep the database is asked again at once, not after a minute', async () => {
  let ahead = 0;
  const slow = { wall: () => Date.now(), steady: () => performance.now() - ahead };
  const clock = await databaseClock(database.db, quietLog, slow);
  // The steady clock has lost an hour to the wall and to the database.
  ahead = HOUR;
  expect(near(clock.now(), Date.now() - HOUR)).toBe(true);
  await until(() => near(clock.now(), Date.now()), 'the clock to catch up');
  clock.stop();
});
