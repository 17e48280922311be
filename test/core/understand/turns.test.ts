import { describe, expect, it } from 'vitest';
import { named, shortNamesOf } from '../../../core/understand/calls.ts';
import { askFor, missingFacts, placeIn } from '../../../core/understand/facts.ts';
import { similarity } from '../../../core/understand/similar.ts';
import {
  callsOff,
  comesAgain,
  isCorrection,
  isLeadIn,
  opensAnother,
  saysMeToo,
  suppliesSomething,
  tellsWell,
} from '../../../core/understand/turns.ts';

const examples = (title: string, recognise: (text: string) => boolean, yes: readonly string[], no: readonly string[]) =>
  describe(`recognises: ${title}`, () => {
    it.each(yes)('yes: %s', (text) => expect(recognise(text)).toBe(true));
    it.each(no)('no: %s', (text) => expect(recognise(text)).toBe(false));
  });

examples(
  'the first piece of something',
  isLeadIn,
  ['在吗', '那个', '各位领导', '税务的老师在不', '领导好 在吗'],
  ['水管爆了', '那个证还没下来', '谢谢'],
);
examples(
  'a correction',
  isCorrection,
  ['打错了 是二号车间', '不对不对 写错了', '看串行了 应该是0317', '0.4 少按了个点', '发错了'],
  ['产地证上面名字写错了', '窗口给登错了', '水管坏了'],
);
examples(
  'another matter',
  opensAnother,
  ['还有个事', '另外 门口路灯也坏了', '对了 再问一下', '顺便说一嘴 社保扣了两遍'],
  ['还有两天到期', '有个窗口说不行'],
);
examples(
  'it has come back',
  comesAgain,
  ['今早又冰凉了', '又停电了', '又不行了', '没两天又漏'],
  ['昨晚又过了一趟 地上一点没掉 这回真管住了', '又快又好', '修好了'],
);
examples(
  'it ended well',
  tellsWell,
  ['能开了!', '热乎了', '进了 一分不少', '连老师 额度那个事早好了', '来电了 辛苦'],
  ['还早 花刚谢 开了喊你们', '还没来电', '又停了', '修好了没'],
);
examples(
  'taken back',
  callsOff,
  ['也别来人了 自己亮了', '不用您再跑', '算了丛科 已经弄好了'],
  ['怎么没来人', '别来回折腾我们了', '不能算了'],
);
examples(
  'what was asked for is given',
  suppliesSomething,
  ['图补好了 章也盖了', '这张才是批文', '材料交上去了'],
  ['材料怎么补', '今天真热'],
);
examples(
  'me too',
  (text) => saysMeToo(text, ['华昇']),
  ['我们也没了', '华昇也黑着 贴片线全停', '俺们这也停电了'],
  ['这个我也想了解', '远遥有电啊', '我丈母娘家也这样 放放气就好'],
);

describe('who is called', () => {
  it.each([
    ['谢隋工', '环保隋工', 2],
    ['荣总把电话私我', '荣老板', 1],
    ['小崔呢', '单证小崔', 2],
    ['王科长好', '王国栋', 1],
    ['今天真热', '住建谷工', 0],
  ] as const)('%s → %s: %i', (text, name, how) => expect(named(text, name)).toBe(how));
  it('an enterprise by its first two characters', () =>
    expect(shortNamesOf({ name: '华昇电子', aliases: [] })).toEqual(['华昇电子', '华昇']));
});

describe('likeness', () => {
  it('is high for the same matter in other words, low for another', () => {
    expect(similarity('活动室那组暖气片又凉了', '活动室暖气不热')).toBeGreaterThan(0.3);
    expect(similarity('食堂的下水道堵了', '活动室暖气不热')).toBeLessThan(0.1);
  });
});

describe('the five facts', () => {
  const known = { enterprise: true, media: false };
  it.each([
    ['松涧路这边突然停电了，车间全停', '松涧路'],
    ['门口路灯坏了半个月没人修', '门口'],
    ['青岛路南段下水道倒灌，马路全是积水', '青岛路南段'],
    ['园区北门口那条路的路灯一直不亮', '园区北门口'],
    ['软件园５号楼电梯困人', '软件园5号楼'],
    ['我们在孙家疃港后路，塌了个坑', '孙家疃港后路'],
    ['货车白天不让进园区北路,原料只能半夜卸', '园区北路'],
    ['专票开不出来', null],
    ['网站打不开，走了不少弯路', null],
    ['住建说归街道，到底谁管', null],
  ])('reads where: %s', (text, place) => {
    expect(placeIn(text)).toBe(place);
  });

  it('asks for the place of what has one, and for nothing the department learns by itself', () => {
    expect(askFor(missingFacts('停水了，一直到现在也没人来管', known))).toBe('具体在什么位置？');
    expect(askFor(missingFacts('昨天起厂门口停水了，没人管', known))).toBeNull();
    expect(askFor(missingFacts('出口退税被退回，说编码对不上', known))).toBeNull();
    expect(askFor(missingFacts('退税被退回三次了', { ...known, enterprise: false }))).toContain('哪家单位');
  });
});
