import { z } from 'zod';
import { DepartmentCode } from '../ids.ts';
import { permit, rolesOf } from '../permission/permit.ts';
import { seesAll, unitScope } from '../permission/scope.ts';
import { Days } from '../report/period.ts';
import { ExportWhat } from '../report/request.ts';
import type { CommandContext, Parsed, Slots } from './command.ts';
import { accepted, defineCommand, refused } from './define.ts';
import type { CommandName } from './names.ts';
import { daysOf } from './stats.ts';

const Args = z.object({ what: ExportWhat, department: DepartmentCode.nullable(), days: Days.nullable() });
type Args = z.infer<typeof Args>;

const EXAMPLES = ['导出 超时', '导出 本单位在办', '导出 在办', '导出 我的工单', '导出 统计 上月', '导出 台账 上月'];

/** Longest first: 我的在办 is mine, 本单位在办 a unit's. */
const WHAT: readonly (readonly [RegExp, ExportWhat])[] = [
  [/我的|我反映|我经办|我报/, 'mine'],
  [/超时|超期|逾期|过期/, 'overdue'],
  [/台账|台帐|明细|全部工单|所有工单/, 'ledger'],
  [/排名|排行/, 'ranking'],
  [/统计|数据|汇总/, 'stats'],
  [/在办|待办|列表|清单/, 'open'],
];

/** Whose right a list is: what it shows on the screen it may show in a file. */
const RIGHT: Readonly<Record<ExportWhat, CommandName>> = {
  mine: 'my_tickets',
  overdue: 'overdue_list',
  ledger: 'stats',
  ranking: 'ranking',
  stats: 'stats',
  open: 'list_dept',
};

/** 导出: the file always goes to the asker alone, so the rights are those of his private chat, wherever he asks. */
export const exportList = defineCommand({
  name: 'export',
  words: ['下载表格'],
  latin: ['export'],
  help: '把名单或数字导出成表格，私聊发给您',
  examples: EXAMPLES,
  args: Args,
  parse(slots, context) {
    const what = WHAT.find(([pattern]) => pattern.test(slots.rest))?.[1];
    if (what === undefined) return refused(`请写明导出什么，例如：${EXAMPLES.join('，')}`);
    const right = permit({ roles: rolesOf(context.member), command: RIGHT[what], chatRole: 'private', relation: 'none' });
    if (!right.ok) return right;
    if (what === 'mine') return accepted({ what, department: null, days: null });
    const scope = scopeOf(slots, context);
    if (!scope.ok) return scope;
    if (what !== 'stats' && what !== 'ranking' && what !== 'ledger') return accepted({ what, department: scope.args, days: null });
    const days = daysOf(slots, context);
    return days.ok ? accepted({ what, department: what === 'ranking' ? null : scope.args, days: days.args }) : days;
  },
  run({ what, department, days }, { sender: { channel, wireId } }) {
    return {
      say: '正在导出，做好就私聊发给您。',
      privately: true,
      report: { kind: 'export', what, department, days, sender: { channel, wireId } },
    };
  },
});

/** 本单位 is his own even where he may see all. */
function scopeOf({ departments, rest }: Slots, { member, chat, directory }: CommandContext): Parsed<Args['department']> {
  if (departments.length > 1) return refused('一次导出一个单位，例如：导出 在办 环保局');
  const own = /本单位|我们单位|本局|我局/.test(rest);
  const unit = member?.department ?? null;
  if (own && unit === null) return refused('名录里没有登记您的单位，请写明单位，例如：导出 在办 环保局');
  const asked = departments[0] ?? (own ? unit : null);
  // In a department's room its own list is meant, though whoever sees all may have another.
  const here = asked === null && chat.role === 'department' && seesAll(member) ? chat.department : asked;
  const scope = unitScope(member, { ...chat, role: 'private', department: null }, here, directory.departments);
  return scope.ok ? accepted(scope.department) : scope;
}
