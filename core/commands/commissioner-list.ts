import { z } from 'zod';
import { EnterpriseKey } from '../ids.ts';
import { seesAll, totalsOnly } from '../permission/scope.ts';
import { commissionerOf, commissionersText, commissionersTotals, ownPostings } from '../report/commissioners.ts';
import { Days, resolvePeriod } from '../report/period.ts';
import type { CommandContext } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';

export const commissionerList = defineCommand({
  name: 'commissioner_list',
  words: ['特派员名单', '联系人'],
  latin: ['commissioners'],
  help: '特派员联系哪些企业和项目',
  examples: ['特派员', '特派员 蓝旗渔具'],
  args: z.object({ enterprise: EnterpriseKey.nullable(), days: Days }),
  parse(slots, context) {
    const days = resolvePeriod(slots.period ?? 'this_month', context.now);
    if (days === null) return refused('没有这样的日期，请核对一下，例如：特派员 4月');
    const own = context.member?.enterprise ?? null;
    const asked = slots.enterprises[0] ?? null;
    if (sees(context)) return accepted({ enterprise: asked, days });
    if (own !== null && asked !== null && asked !== own) return refused('您可以查自己企业的特派员；其他企业的请联系推进办。');
    if (own !== null) return accepted({ enterprise: own, days });
    const served = context.directory.postings.filter((one) => one.member === context.member?.id);
    if (asked !== null && !served.some((one) => one.enterprise === asked)) return refused('这家企业不是您联系的，特派员是谁请问推进办。');
    if (asked === null && served.length === 0) return refused('名录里还没有登记您的企业或派驻，请联系值班席。');
    return accepted({ enterprise: asked, days });
  },
  reads: ({ enterprise, days: { from, to } }, context) =>
    enterprise === null && sees(context) && !totalsOnly(context.chat) ? [{ read: 'postings', from, to }] : [],
  run({ enterprise, days }, context, { postings }) {
    const { directory, member, chat } = context;
    // A name is said to the asker, not to the group.
    if (enterprise !== null) return { say: commissionerOf(enterprise, directory), ...(totalsOnly(chat) ? { privately: true } : {}) };
    if (!sees(context))
      return {
        say: ownPostings(
          directory.postings.filter((one) => one.member === member?.id),
          directory,
        ),
      };
    if (totalsOnly(chat)) return { say: `${commissionersTotals(directory.postings)}名单请私聊我发“特派员”。` };
    return { say: postings === undefined ? '眼下读不到数字，请稍后再试。' : commissionersText(postings, days, directory) };
  },
});

const sees = ({ member }: CommandContext): boolean => seesAll(member);
