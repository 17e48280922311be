import { describe, expect, it } from 'vitest';
import {
  isAskStatus,
  isSmallTalk,
  isStillUnsolved,
  isThanks,
  isWithdraw,
  officialVerbOf,
  ratingOf,
  triageAnswerOf,
} from '../../../core/understand/followup.ts';
import { directory } from './directory.ts';

type Recognise = (text: string) => boolean;
function examples(title: string, recognise: Recognise, yes: readonly string[], no: readonly string[]) {
  describe(`recognises: ${title}`, () => {
    it.each(yes)('yes: %s', (text) => expect(recognise(text)).toBe(true));
    it.each(no)('no: %s', (text) => expect(recognise(text)).toBe(false));
  });
}

examples(
  'thanks',
  isThanks,
  ['谢谢', '谢谢刘科[抱拳]', '太感谢了 辛苦', '[抱拳][抱拳]', '🙏', '来水了 谢谢住建'],
  ['谢谢 不过还是没水', '谢谢 什么时候能来?', '谢谢,麻烦再看看东门', '水管爆了', '', '感谢是感谢,又停了'],
);

examples(
  'still unsolved',
  isStillUnsolved,
  ['还没解决', '又停了', '没人来', '说办结了可还是没人来', '根本没修好', '还是老样子', '到现在还没修好啊'],
  ['没什么问题了', '解决了', '谢谢', '昨天晚上我们园区东边那条路的路灯又坏了三盏', '招工的通知发了没', '不用了', ''],
);

examples(
  'asks how it stands',
  isAskStatus,
  ['我那个单子到谁手里了', '我报的环评的事有消息吗', '上次反映的路灯问题怎么样了', '#128 到哪一步了', '进度怎么样'],
  ['环评怎么申请', '今天天气怎么样', '谢谢', '厂门口水管爆了', '吃了吗'],
);

examples(
  'takes it back',
  isWithdraw,
  ['不用了 撤了吧', '撤回', '已经好了 不用来了', '撤单吧', '我们自己修好了 撤了吧', '当我没说'],
  ['不能撤', '别撤啊', '撤销处罚的材料要哪些', '还没解决', '撤'],
);

examples(
  'small talk',
  isSmallTalk,
  ['早上好', '各位领导早上好', '收到', '好的', '哈哈哈', '[捂脸]', '', '👍', '。。。', '在吗', '节日快乐 各位'],
  ['水管爆了', '好的材料都交了 怎么还没批', '早上好 我们停电了', '收到退件了'],
);

describe('a rating', () => {
  const marks = (text: string) => {
    const rating = ratingOf(text);
    return rating === null ? null : [rating.attitude, rating.quality, rating.effect];
  };
  it.each([
    ['满意', [5, 5, 5]],
    ['非常满意', [5, 5, 5]],
    ['基本满意', [3, 3, 3]],
    ['不满意', [2, 2, 2]],
    ['非常不满意', [1, 1, 1]],
    ['五星', [5, 5, 5]],
    ['三项都是五星', [5, 5, 5]],
    ['打4分', [4, 4, 4]],
    ['服务态度5 办理质量4 效果3', [5, 4, 3]],
    ['态度五星，质量三星', [5, 3, null]],
    ['态度很好 效果不满意', [5, null, 2]],
    ['5 4 3', [5, 4, 3]],
    ['５、４、３', [5, 4, 3]],
    ['差评', [2, 2, 2]],
  ] as const)('%s', (text, expected) => {
    expect(marks(text)).toEqual(expected);
  });
  it.each(['', '满意度怎么统计', '五分钟就到', '星期五开会', '12号车间', '税务局五楼', '请问满意吗'])('%s is none', (text) => {
    expect(ratingOf(text)).toBeNull();
  });
  it('keeps the words', () => {
    expect(ratingOf('不满意，白跑三趟')?.comment).toBe('不满意，白跑三趟');
  });
});

describe('the duty desk answers', () => {
  it.each([
    ['1', '1'],
    ['１', '1'],
    ['是', '1'],
    ['立单', '1'],
    ['0', '0'],
    ['不用', '0'],
    ['环保局', 'environment'],
    ['派给环保', 'environment'],
    ['给 城管吧', 'enforcement'],
    ['这个环保说归住建', null],
    ['环保局和住建局', null],
    ['12', null],
    ['环保局的同志昨天来过', null],
    ['', null],
  ])('%s', (text, expected) => {
    expect(triageAnswerOf(text, directory)).toBe(expected);
  });
});

describe('what an official says of a case', () => {
  it.each([
    ['已联系企业,下午上门', 'contact'],
    ['刚和于厂长通了电话', 'contact'],
    ['电话沟通过了', 'contact'],
    ['已办结', 'close'],
    ['水管已修好', 'close'],
    ['办好了', 'close'],
    ['问题已经解决，可以销号', 'close'],
    ['预计明天解决', 'reply'],
    ['还没解决', 'reply'],
    ['等材料齐了才能办结', 'reply'],
    ['办好了吗', 'reply'],
    ['请把原证拍给我', 'reply'],
    ['', 'reply'],
  ])('%s → %s', (text, verb) => {
    expect(officialVerbOf(text)).toBe(verb);
  });
});

describe('a hundred thousand characters', () => {
  it('are no trouble to any of them', () => {
    const started = performance.now();
    for (const piece of [',', ' ', '谢', '不用', '5 ', '[', '已经']) {
      const text = `${piece.repeat(100_000 / piece.length)}。`;
      for (const read of [isThanks, isStillUnsolved, isAskStatus, isWithdraw, isSmallTalk, ratingOf, officialVerbOf]) read(text);
      triageAnswerOf(text, directory);
    }
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
