import { PROBLEMS } from '../../bench/problems.ts';

/**
 * Troubles that the ears read as such beyond doubt, none of them one that several tell of as theirs too: told by people who are new to the
 * room each time, every one opens a ticket of its own. That it does is asked of every undisturbed run (`--kills 0`).
 */
export const TROUBLES: readonly string[] = PROBLEMS.filter((text) => !text.includes('货车限行'));

/** What else is said in a room; how it ends is the house's to say, that it ends once is what is asked. */
export const TALK: readonly string[] = [
  '大家早上好',
  '收到，谢谢',
  '今天天气不错',
  '哈哈哈',
  '下午两点开会，别忘了',
  '谁有印刷厂的电话',
  '我们厂订单也不少',
  '辛苦各位领导了',
];

/** What somebody adds to what he has reported. */
export const MORE: readonly string[] = [
  '补充一下，材料我们上周又交了一遍',
  '请问现在办到哪一步了？',
  '还是没人联系我们',
  '地址是工业园东区3号',
];
