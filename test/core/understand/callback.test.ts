import { describe, expect, it } from 'vitest';
import { plainlyPressedOf, pressedOf } from '../../../core/understand/callback.ts';

describe('回访', () => {
  it.each(['没有', '没', '没人', '没有人要求我', '否', '自愿的', '是我自己要撤的', '没有不让我办'])('“%s”: nobody', (text) => {
    expect(pressedOf(text)).toEqual({ pressed: false, note: '' });
  });

  it.each([
    ['有', ''],
    ['有人让我撤', '有人让我撤'],
    ['有，科长打了电话', '科长打了电话'],
    ['被逼的', '被逼的'],
    ['没办法，只好撤', '没办法，只好撤'],
    ['不是自愿', '不是自愿'],
    ['没有，不过他们打过电话', '没有，不过他们打过电话'],
  ])('“%s”: somebody', (text, note) => {
    expect(pressedOf(text)).toEqual({ pressed: true, note });
  });

  it.each(['', '嗯', '什么', '有没有人看', '有人要求吗'])('“%s” does not say', (text) => {
    expect(pressedOf(text)).toBeNull();
  });

  it('without the command only the plainest answer counts: 有个问题想反映 is a new matter', () => {
    expect(plainlyPressedOf('没有。')).toEqual({ pressed: false, note: '' });
    expect(plainlyPressedOf('有')).toEqual({ pressed: true, note: '' });
    for (const text of ['有个问题想反映', '没有电了，谁来管管', '有人把路挖断了', '没收到批复']) expect(plainlyPressedOf(text)).toBeNull();
  });
});
