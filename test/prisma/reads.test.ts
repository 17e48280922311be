import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTown, type Spoken, type Town } from '../support/town.ts';

const STRANGER = 'wx-newcomer';
const OWNER = 'xu-hongxia';
const OTHER = 'ju-xiaoyan';

let town: Town;
beforeAll(async () => {
  town = await openTown();
});
afterAll(() => town.close());

const texts = (said: readonly Spoken[]) => said.map((one) => one.text).join('\n');
const mine = async (who: string) => texts(await town.says(who, `dm:${who}`, '我的工单'));

describe('我的工单', () => {
  test('what a stranger reported is still his after he is bound, beside what he reported as himself', async () => {
    await town.says(STRANGER, 'work', '厂门口污水管堵了，车间进水，没法生产');
    await town.says(OTHER, 'work', '环评报告交上去一个月了还没批，车间没法投产');
    expect(await mine(STRANGER)).toContain('#1');
    expect(await mine(OWNER)).not.toContain('#1');

    const code = /[A-Z0-9]{4}-[A-Z0-9]{4}/.exec(texts(await town.says('gu-jing', 'dm:gu-jing', '绑定码 徐红霞')))?.[0] ?? '';
    expect(texts(await town.says(STRANGER, `dm:${STRANGER}`, `绑定 ${code}`))).toContain('身份已认定');
    // Later, or it would be taken for more of the same.
    await town.later(10);
    await town.says(STRANGER, 'work', '厂区北门路灯坏了半个月没人修，工人下夜班摔伤了');
    expect((await town.ticket(1)).reporter.member).toBeNull();
    expect((await town.ticket(3)).reporter.member).not.toBeNull();

    // From the wire he was bound on, and from the one the house knew him by: the same person, the same list.
    for (const who of [STRANGER, OWNER]) {
      const list = await mine(who);
      expect(list).toContain('您反映的：在办 2 件');
      expect(list).toContain('#1 ');
      expect(list).toContain('#3 ');
      expect(list).not.toContain('#2 ');
    }
  });

  test('a binding opens nobody else’s list', async () => {
    expect(await mine(OTHER)).toContain('在办 1 件');
    expect(await mine('wx-somebody-else')).not.toContain('#1');
  });
});
