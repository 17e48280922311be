import { shanghaiDate } from '../deadlines/shanghai.ts';
import type { Directory, Leave } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { departmentName, memberName } from './words.ts';

/** 请假: who is away, who stands in, and who will be. `department` null: all of them. */
export function leavesText(directory: Directory, department: DepartmentCode | null, now: Date): string {
  const shown = directory.leaves
    .filter((leave) => leave.until.getTime() >= now.getTime())
    .filter((leave) => department === null || unitOf(leave, directory) === department)
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
  const away = shown.filter((leave) => leave.from.getTime() <= now.getTime());
  const coming = shown.filter((leave) => leave.from.getTime() > now.getTime());
  const line = (leave: Leave) => `　${leaveLine(leave, directory, now)}`;
  return [
    away.length === 0 ? '眼下没有人请假。' : '正在请假：',
    ...away.map(line),
    ...(coming.length === 0 ? [] : ['已登记：', ...coming.map(line)]),
    '登记请发，例如：请假 4月1日到4月3日 吕亮代；提前回来请发“销假”。',
  ].join('\n');
}

function leaveLine(leave: Leave, directory: Directory, now: Date): string {
  const unit = unitOf(leave, directory);
  const name = memberName(directory, leave.member) ?? '（已离任）';
  return `${unit === null ? '' : `${departmentName(directory, unit)} `}${name}：${leaveDays(leave, now)}，${memberName(directory, leave.deputy) ?? '（已离任）'}代班`;
}

/** `4月1日至4月3日`; with the year where it is not this one. */
export function leaveDays({ from, until }: Pick<Leave, 'from' | 'until'>, now: Date): string {
  const [first, last] = [shanghaiDate(from), shanghaiDate(until)];
  return first === last ? spoken(first, now) : `${spoken(first, now)}至${spoken(last, now)}`;
}

function spoken(date: string, now: Date): string {
  const year = date.slice(0, 4) === shanghaiDate(now).slice(0, 4) ? '' : `${date.slice(0, 4)}年`;
  return `${year}${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`;
}

function unitOf({ member }: Leave, directory: Directory): DepartmentCode | null {
  return directory.members.find((one) => one.id === member)?.department ?? null;
}
