import { describe, expect, it } from 'vitest';
import { readRating } from '../../../core/commands/rating.ts';
import { context, number, parse } from './world.ts';

const rated = (rest: string, implied: number | null = null) => {
  const parsed = parse('rate', rest, context('boss', 'work', { implied: implied === null ? null : number(implied) }));
  return parsed.ok ? parsed.args : parsed.sentence;
};
const marks = (attitude: number, quality: number, effect: number) => ({ attitude, quality, effect, comment: null });

describe('a rating as people write it', () => {
  it.each([
    ['满意', 4],
    ['很满意', 5],
    ['非常满意，谢谢', 5],
    ['基本满意', 3],
    ['一般', 3],
    ['不满意', 2],
    ['不太满意', 2],
    ['没满意', 2],
    ['非常不满意', 1],
    ['很不满意', 1],
    ['差评', 2],
    ['太差了', 1],
    ['好评', 4],
    ['挺好的', 4],
    ['非常好', 5],
    ['不好', 2],
    ['三项都是五星', 5],
    ['五星好评', 5],
    ['4星', 4],
    ['３分', 3],
    ['给5分', 5],
    ['1', 1],
    ['总体不差', 4],
    ['谈不上满意', 2],
    ['还是不行', 2],
    ['好', 4],
    ['都好', 4],
  ])('%s is %i for all three', (text, all) => {
    expect(readRating(text)).toMatchObject({ attitude: all, quality: all, effect: all });
  });

  it.each([
    ['态度5 质量4 效果2', 5, 4, 2],
    ['服务态度5分，办理质量4分，办理效果3分', 5, 4, 3],
    ['态度很好 效果差', 5, null, 2],
    ['效果不满意', null, null, 2],
    ['5 4 5', 5, 4, 5],
    ['5,4,3', 5, 4, 3],
  ])('%s', (text, attitude, quality, effect) => {
    expect(readRating(text)).toMatchObject({ attitude, quality, effect });
  });

  it.each([
    '',
    '知道了',
    '什么时候办',
    '7分',
    '10',
    '5月3日',
    '6 7 8',
    '好像还没弄好',
    '办好了',
    '满意吗？',
    '时差没倒过来',
    '差不多办完了',
  ])('%s is no rating', (text) => {
    expect(readRating(text)).toBeNull();
  });

  it('keeps his words where there are more than the mark', () => {
    expect(readRating('不满意 问题还在')?.comment).toBe('不满意 问题还在');
    expect(readRating('满意')?.comment).toBeNull();
    expect(readRating('态度5 质量4 效果5')?.comment).toBeNull();
  });
});

describe('whose rating it is', () => {
  it.each([
    ['128 满意', null, [128], marks(4, 4, 4)],
    ['128 5 4 5', null, [128], marks(5, 4, 5)],
    ['128 5', null, [128], marks(5, 5, 5)], // the button
    ['128 1', null, [128], marks(1, 1, 1)],
    ['12号打分 三项都是五星', null, [12], marks(5, 5, 5)],
    ['5 4 5', 128, [128], marks(5, 4, 5)],
    ['不满意', 128, [128], marks(2, 2, 2)],
    ['128 130 满意', null, [128, 130], marks(4, 4, 4)],
    ['满意', null, [], marks(4, 4, 4)],
  ] as const)('“%s” with %s implied', (rest, implied, tickets, rating) => {
    expect(rated(rest, implied)).toEqual({ tickets, rating });
  });
});
