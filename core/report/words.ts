import type { Directory } from '../directory.ts';
import type { DepartmentCode, EnterpriseKey, MemberId } from '../ids.ts';
import type { Rating, TicketState } from '../ticket/ticket.ts';

export const STATE_NAMES: Readonly<Record<TicketState, string>> = {
  accepted: '待派单',
  dispatched: '待签收',
  claimed: '已签收',
  contacted: '办理中',
  answered: '已答复',
  suspended: '挂账',
  closed: '已办结',
  withdrawn: '已撤回',
  archived: '已归档',
};

const OPINIONS = ['非常不满意', '不满意', '基本满意', '满意', '非常满意'] as const;

export function departmentName(directory: Directory, code: DepartmentCode | null): string {
  return code === null ? '待定单位' : (directory.departments.find((one) => one.code === code)?.name ?? code);
}

export function enterpriseName(directory: Directory, key: EnterpriseKey | null): string | null {
  return key === null ? null : (directory.enterprises.find((one) => one.key === key)?.name ?? key);
}

export function memberName(directory: Directory, id: MemberId | null): string | null {
  return id === null ? null : (directory.members.find((one) => one.id === id)?.name ?? null);
}

/** `态度5 质量4 效果5`, with the comment; three equal marks as one word. */
export function ratingText(rating: Rating): string {
  const { attitude, quality, effect, comment } = rating;
  const marks =
    attitude !== null && attitude === quality && quality === effect
      ? (OPINIONS[attitude - 1] ?? `${attitude}分`)
      : [mark('态度', attitude), mark('质量', quality), mark('效果', effect)].filter((one) => one !== null).join(' ');
  return [marks, comment].filter((one) => one !== null && one !== '').join('，');
}

const mark = (name: string, value: number | null) => (value === null ? null : `${name}${value}`);
