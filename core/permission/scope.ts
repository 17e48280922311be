import type { ChatInfo, Department, Member, Role } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';

const SEES_ALL: ReadonlySet<Role> = new Set<Role>(['leader', 'manager', 'duty', 'admin']);

/** May read figures and lists of every unit (where the chat allows it). */
export const seesAll = (member: Member | null): boolean =>
  member !== null && member.active && member.roles.some((role) => SEES_ALL.has(role));

/** In the work group lists give totals only; names, units and words go to private chats. */
export const totalsOnly = (chat: ChatInfo): boolean => chat.role === 'work';

export type Scope =
  /** null: all units. */
  { readonly ok: true; readonly department: DepartmentCode | null } | { readonly ok: false; readonly sentence: string };

/**
 * Which unit's figures this person gets here. A department's room reads only its own, whoever asks;
 * whoever does not see all reads only his own.
 */
export function unitScope(member: Member | null, chat: ChatInfo, asked: DepartmentCode | null, departments: readonly Department[]): Scope {
  const only = chat.role === 'department' ? chat.department : seesAll(member) ? null : (member?.department ?? null);
  if (only === null && !(seesAll(member) && chat.role !== 'department')) {
    return { ok: false, sentence: '抱歉，还没有登记您的单位，请联系值班席。' };
  }
  if (only === null) return { ok: true, department: asked };
  if (asked === null || asked === only) return { ok: true, department: only };
  const name = departments.find((one) => one.code === only)?.name ?? '本单位';
  return {
    ok: false,
    sentence:
      chat.role === 'department'
        ? `抱歉，这个群里只能看${name}的情况，其他单位请私聊我。`
        : `抱歉，您可以看${name}的情况，其他单位的由推进办掌握。`,
  };
}
