import type { Chat, PersonKind } from '../../../bots/webchat/api.ts';

export interface Hint {
  /** What the chip says. */
  readonly label: string;
  /** What it puts into the input; sent only by hand. */
  readonly text: string;
}

type Where = Chat['role'];

const report: readonly Hint[] = [
  { label: '反映一件事', text: '我们厂门口的路灯坏了三天，夜班工人下班不安全，麻烦看看归谁管' },
  { label: '环评批复', text: '我们二期项目的环评批复一直没下来，影响开工了，能不能帮忙催一下' },
  { label: '招不到人', text: '旺季车间缺三十多个缝纫工，招不到人，区里有什么办法' },
  { label: '资金周转', text: '有笔贷款下周到期，银行说续贷要半个月，转贷基金怎么申请' },
];
const own = (bot: string): Hint[] => [
  { label: '我的工单', text: `@${bot} 我的工单` },
  { label: '使用帮助', text: `@${bot} 帮助` },
];
const official = (bot: string): Hint[] => [
  { label: '本单位在办', text: `@${bot} 在办` },
  { label: '签收', text: '签收 ' },
  { label: '已联系企业', text: '已联系企业，下午上门' },
  { label: '答复', text: '答复 ' },
  { label: '办结', text: '办结 ' },
];
const manager = (bot: string): Hint[] => [
  { label: '看板', text: `@${bot} 看板` },
  { label: '本周统计', text: `@${bot} 统计 本周` },
  { label: '超时', text: `@${bot} 超时` },
  { label: '排名', text: `@${bot} 排名` },
  { label: '特派员', text: `@${bot} 特派员` },
];

/** Sentences to begin with, for whoever one is and wherever one stands. */
export function hintsFor(kind: PersonKind, where: Where, bot: string): readonly Hint[] {
  if (kind === 'entrepreneur' || kind === 'stranger') return where === 'work' ? [...report, ...own(bot)] : [...own(bot), ...report];
  if (kind === 'leader' || kind === 'manager' || kind === 'admin') return [...manager(bot), { label: '使用帮助', text: `@${bot} 帮助` }];
  if (kind === 'duty' && where === 'duty')
    return [{ label: '是诉求', text: '1' }, { label: '不是', text: '0' }, { label: '转给环保局', text: '环保局' }, ...official(bot)];
  return [...official(bot), { label: '使用帮助', text: `@${bot} 帮助` }];
}
