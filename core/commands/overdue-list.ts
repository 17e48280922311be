import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { LIST_LINES } from '../limits.ts';
import { totalsOnly, unitScope } from '../permission/scope.ts';
import { overdueText, overdueTotals } from '../report/overdue.ts';
import { departmentName } from '../report/words.ts';
import { accepted, defineCommand, refused } from './define.ts';

export const overdueList = defineCommand({
  name: 'overdue_list',
  words: ['超期', '逾期', '超时单'],
  latin: ['overdue'],
  help: '哪些单子超过了时限',
  examples: ['超时', '超时 环保局'],
  args: z.object({ department: DepartmentCode.nullable() }),
  parse(slots, { member, chat, directory }) {
    if (slots.departments.length > 1) return refused('一次看一个单位，例如：超时 环保局');
    const scope = unitScope(member, chat, slots.departments[0] ?? null, directory.departments);
    return scope.ok ? accepted({ department: scope.department }) : scope;
  },
  reads: ({ department }) => [{ read: 'overdue', department, limit: LIST_LINES }],
  run({ department }, context, { overdue }) {
    if (overdue === undefined) return { say: '眼下读不到数字，请稍后再试。' };
    // A unit named before the whole group would be a public reproach.
    if (totalsOnly(context.chat) && department !== null) return { say: '分单位的超时情况请私聊我查看。' };
    const report = { kind: 'overdue', department } as const;
    if (totalsOnly(context.chat)) return { say: overdueTotals('全区', overdue), report };
    const subject = department === null ? '全区' : departmentName(context.directory, department);
    return { say: overdueText(subject, overdue, context), ...(overdue.total === 0 ? {} : { report }) };
  },
});
