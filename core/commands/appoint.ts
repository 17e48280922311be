import { z } from 'zod';
import { type Directory, type Member, Role } from '../directory.ts';
import { DepartmentCode, MemberId } from '../ids.ts';
import { mayVouchFor } from '../permission/seniority.ts';
import { ROLE_NAMES } from '../permission/words.ts';
import { departmentName, memberName } from '../report/words.ts';
import { accepted, defineCommand, refused } from './define.ts';
import { onlyMember } from './people.ts';
import { rolesNamed } from './role-words.ts';

const EXAMPLE = '任命 王国栋 经办人 环保局';
const WITH_UNIT: ReadonlySet<Role> = new Set<Role>(['official', 'head', 'commissioner', 'duty']);

export const appoint = defineCommand({
  name: 'appoint',
  words: ['授权'],
  latin: ['appoint'],
  help: '设定一个人的身份（经办人、负责人、特派员、值班席……）',
  examples: [EXAMPLE, '任命 王国栋 经办人 特派员', '任命 王国栋 免职'],
  args: z.object({ member: MemberId, roles: z.array(Role), department: DepartmentCode.nullable() }),
  parse(slots, { member: asker, directory }) {
    const found = onlyMember(slots, EXAMPLE);
    if (!found.ok) return found;
    const { args: member } = found;
    const named = rolesNamed(slots.rest.replace(member.name, ' '));
    const roles = named ?? [];
    if (named?.length === 0) return refused(`请写明身份：经办人、负责人、特派员、企业家、区领导、值班席、管理员，例如：${EXAMPLE}`);
    if (!mayVouchFor(asker?.roles ?? [], [...roles, ...member.roles]))
      return refused('区领导、推进办、值班席和管理员的身份要由管理员来定。');
    if (isLastAdmin(member, directory) && !roles.includes('admin')) return refused(`${member.name}是最后一位管理员，请先任命另一位。`);
    const department = slots.departments[0] ?? member.department;
    if (department === null && roles.some((role) => WITH_UNIT.has(role))) return refused(`请写明单位，例如：${EXAMPLE}`);
    return accepted({ member: member.id, roles: [...roles], department });
  },
  run({ member, roles, department }, { directory }) {
    const name = memberName(directory, member) ?? '';
    const unit = department === null ? '' : `（${departmentName(directory, department)}）`;
    const said =
      roles.length === 0 ? `已免去${name}的全部身份。` : `已设定${name}${unit}：${roles.map((role) => ROLE_NAMES[role]).join('、')}。`;
    return { say: said, directory: [{ kind: 'roles', member, roles, department }] };
  },
});

/** Without an admin nobody could ever appoint one again. */
function isLastAdmin(member: Member, directory: Directory): boolean {
  const admins = directory.members.filter((one) => one.active && one.roles.includes('admin'));
  return admins.length === 1 && admins[0]?.id === member.id;
}
