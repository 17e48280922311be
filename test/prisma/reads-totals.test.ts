import { afterAll, beforeAll, expect, test } from 'vitest';
import { DepartmentCode } from '../../core/ids.ts';
import { openTown, type Town } from '../support/town.ts';

const ENVIRONMENT = DepartmentCode.parse('environment');
const CONSTRUCTION = DepartmentCode.parse('construction');
const DAYS = { from: '2026-03-10', to: '2026-03-10' };

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

async function figures(department: DepartmentCode | null) {
  const { totals } = await town.stage.store.reads([{ read: 'totals', ...DAYS, department }], town.now());
  if (totals === undefined) throw new Error('totals were asked for');
  const { received, claimed, closed, transferred, claimSeconds } = totals;
  return { received, claimed, closed, transferred, claimSeconds };
}

test('转办 untaken: the unit that does the work has the figures, the one that passed it on has no debt', async () => {
  await town.says('ju-xiaoyan', 'work', '环评报告交上去一个月了还没批，环保局那边没人给个说法，车间没法投产');
  await town.later(20);
  await town.says('wang-guodong', 'dept:environment', '转办 1 住建局 属于施工许可');
  expect((await town.ticket(1)).department).toBe('construction');
  await town.later(10);
  await town.says('liu-xiaoyan', 'dept:construction', '签收 1');
  await town.says('liu-xiaoyan', 'dept:construction', '办结 1 许可证已送到企业');
  expect((await town.ticket(1)).state).toBe('closed');

  expect(await figures(ENVIRONMENT)).toEqual({ received: 0, claimed: 0, closed: 0, transferred: 1, claimSeconds: 0 });
  const done = await figures(CONSTRUCTION);
  expect(done).toMatchObject({ received: 1, claimed: 1, closed: 1, transferred: 0 });
  expect(done.claimSeconds).toBeGreaterThanOrEqual(600);
  expect(done.claimSeconds).toBeLessThan(660);
  expect(await figures(null)).toEqual({ ...done, transferred: 1 });
});

test('转办 after 签收: both took it, the whole house took it once', async () => {
  const before = { environment: await figures(ENVIRONMENT), construction: await figures(CONSTRUCTION), house: await figures(null) };
  await town.says('gu-mingzhe', 'work', '环评批复拖了半个月，环保局没人管，设备进不了场');
  const { number } = await town.ticket(2);
  await town.says('wang-guodong', 'dept:environment', `签收 ${number}`);
  await town.says('wang-guodong', 'dept:environment', `转办 ${number} 住建局 属于施工许可`);
  await town.later(10);
  await town.says('liu-xiaoyan', 'dept:construction', `签收 ${number}`);

  const environment = await figures(ENVIRONMENT);
  const construction = await figures(CONSTRUCTION);
  const house = await figures(null);
  expect(environment).toMatchObject({ received: before.environment.received + 1, claimed: before.environment.claimed + 1 });
  expect(construction).toMatchObject({ received: before.construction.received + 1, claimed: before.construction.claimed + 1 });
  expect(house).toMatchObject({ received: before.house.received + 1, claimed: before.house.claimed + 1 });
  expect(house.claimSeconds - before.house.claimSeconds).toBe(environment.claimSeconds - before.environment.claimSeconds);

  const { totalsByDepartment } = await town.stage.store.reads([{ read: 'totalsByDepartment', ...DAYS }], town.now());
  for (const one of [
    { code: ENVIRONMENT, figures: environment },
    { code: CONSTRUCTION, figures: construction },
  ])
    expect(totalsByDepartment?.find((each) => each.department === one.code)).toMatchObject(one.figures);
});
