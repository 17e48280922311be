import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { seesAll, totalsOnly, unitScope } from '../permission/scope.ts';
import { Days, resolvePeriod } from '../report/period.ts';
import { callbackLine, totalsText, unitLines } from '../report/totals.ts';
import { departmentName } from '../report/words.ts';
import type { CommandContext, Parsed, Slots } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';

const PERIOD_EXAMPLE = '例如：统计 上月，统计 4月，统计 4月1日到4月15日';

/** The period a sentence names, as days; this month where it names none. */
export function daysOf(slots: Slots, context: CommandContext): Parsed<Days> {
  const days = resolvePeriod(slots.period ?? 'this_month', context.now);
  return days === null ? refused(`没有这样的日期，请核对一下，${PERIOD_EXAMPLE}`) : accepted(days);
}

export const stats = defineCommand({
  name: 'stats',
  words: ['数据', '汇总'],
  latin: ['stats'],
  help: '一段时间的办理数字',
  examples: ['统计 今天', '统计 上月', '统计 4月 环保局', '统计 4月1日到4月15日'],
  args: z.object({ days: Days, department: DepartmentCode.nullable() }),
  parse(slots, context) {
    if (asksForWhatIsNot(slots)) {
      return refused(
        `没看懂“${slots.rest}”是哪段时间或哪个单位，可以写：今天、本周、上周、本月、上月、4月、4.1-4.15，或单位名，例如：统计 上月 环保局`,
      );
    }
    const days = daysOf(slots, context);
    if (!days.ok) return days;
    if (slots.departments.length > 1) return refused('一次看一个单位，例如：统计 上月 环保局');
    const scope = unitScope(context.member, context.chat, slots.departments[0] ?? null, context.directory.departments);
    return scope.ok ? accepted({ days: days.args, department: scope.department }) : scope;
  },
  reads: ({ days: { from, to }, department }, { member, chat }) => [
    { read: 'totals', from, to, department },
    ...(department === null && seesAll(member) && !totalsOnly(chat) ? [{ read: 'totalsByDepartment', from, to } as const] : []),
  ],
  run({ days, department }, { directory, chat, member }, { totals, totalsByDepartment }) {
    if (totals === undefined) return { say: '眼下读不到数字，请稍后再试。' };
    // One unit's figures are that unit's and the managers' business, not the whole group's.
    if (department !== null && totalsOnly(chat)) return { say: '分单位的数字请私聊我查看。' };
    const subject = department === null ? '全区' : departmentName(directory, department);
    const whole = department === null && seesAll(member) && !totalsOnly(chat);
    const units = totalsByDepartment === undefined || !whole ? [] : unitLines(totalsByDepartment, directory);
    const more = [whole ? callbackLine(totals) : '', ...(units.length === 0 ? [] : ['按单位（件）：', ...units])];
    const text = totalsText(subject, days, totals, department === null ? 'house' : 'unit');
    return { say: [text, ...more.filter((one) => one !== '')].join('\n'), report: { kind: 'stats', days, department } };
  },
});

/** 统计 火星局, 统计 第三季度: answered with this month's figures of everybody, they would be taken for what was asked. */
function asksForWhatIsNot({ rest, period, departments }: Slots): boolean {
  if (period !== null || departments.length > 0) return false;
  return rest !== '' && rest.length <= 12 && !/多少|几|率|统计|数据|数字|情况|汇总|平均|全部|全区|总|件|单|怎么|如何/.test(rest);
}
