import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { LIST_LINES } from '../limits.ts';
import { totalsOnly, unitScope } from '../permission/scope.ts';
import { openText, openTotals } from '../report/open-list.ts';
import { overdueText } from '../report/overdue.ts';
import { departmentName } from '../report/words.ts';
import { fold } from '../understand/normalize.ts';
import { stateIn } from '../understand/state.ts';
import { accepted, defineCommand, refused } from './define.ts';

export const listDept = defineCommand({
  name: 'list_dept',
  words: ['在办', '待办', '列表', '清单'],
  latin: ['list'],
  help: '列出本单位在办的单子',
  examples: ['本单位在办', '在办 超时', '列表 国土局'],
  args: z.object({ department: DepartmentCode, overdue: z.boolean() }),
  parse(slots, { member, chat, directory }) {
    if (slots.departments.length > 1) return refused('一次看一个单位，例如：列表 国土局');
    const state = stateIn(fold(slots.rest));
    // The list is of what is open; shown for 已办结 it would be taken for what was asked.
    if (state === 'closed') return refused('这里列的是在办和超时的单子；办结了多少请发“统计”，要明细请发“导出 台账”。');
    const scope = unitScope(member, chat, slots.departments[0] ?? null, directory.departments);
    if (!scope.ok) return scope;
    const department = scope.department ?? member?.department ?? null;
    if (department === null) return refused('请写明看哪个单位，例如：列表 国土局');
    return accepted({ department, overdue: state === 'overdue' });
  },
  reads: ({ department, overdue }) =>
    overdue ? [{ read: 'overdue', department, limit: LIST_LINES }] : [{ read: 'openOf', department, limit: LIST_LINES }],
  run({ department, overdue: late }, context, { openOf, overdue }) {
    const unit = departmentName(context.directory, department);
    // His own unit's total is no secret in the group; another's, or who is late, is said in private.
    const own = context.member?.department === department;
    if (totalsOnly(context.chat))
      return { say: own && !late && openOf !== undefined ? openTotals(unit, openOf) : '分单位的情况请私聊我查看。' };
    if (late && overdue !== undefined) return { say: overdueText(unit, overdue, context) };
    return { say: openOf === undefined ? '眼下读不到数字，请稍后再试。' : openText(unit, openOf, context) };
  },
});
