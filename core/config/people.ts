import type { Config, PersonEntry } from '../config.ts';
import type { Role } from '../directory.ts';
import type { Problem } from './problem.ts';
import { repeats } from './repeats.ts';

const file = 'people';

/** Roles that act for a department and are worth nothing without one. */
const OF_A_DEPARTMENT: readonly Role[] = ['official', 'head', 'commissioner', 'duty'];

export function checkPeople({ people, departments, enterprises }: Config): readonly Problem[] {
  const codes = new Set<string>(departments.map(({ code }) => code));
  const keys = new Set<string>(enterprises.map(({ key }) => key));
  return [
    ...repeats(people.map(({ key }, at) => ({ value: key, path: [at, 'key'] }))).map(
      ({ value, path }) => ({ file, path, what: `人员代号 ${value} 重复`, remedy: '请换一个没有用过的代号' }) as const,
    ),
    ...people.flatMap((person, at) => [...checkPlace(person, at, codes, keys), ...checkRoles(person, at)]),
    ...(['admin', 'duty'] as const).flatMap((role): readonly Problem[] =>
      people.some(({ roles }) => roles.includes(role))
        ? []
        : [{ file, path: [], what: `没有${role === 'admin' ? '管理员' : '值班席人员'}`, remedy: `请至少给一个人的 roles 加上 ${role}` }],
    ),
  ];
}

function checkPlace(
  { name, department, enterprise }: PersonEntry,
  at: number,
  departments: ReadonlySet<string>,
  enterprises: ReadonlySet<string>,
): readonly Problem[] {
  const problems: Problem[] = [];
  if (department !== null && !departments.has(department)) {
    problems.push({
      file,
      path: [at, 'department'],
      what: `${name}的部门 ${department} 不存在`,
      remedy: '请改成 departments.yaml 里的 code',
    });
  }
  if (enterprise !== null && !enterprises.has(enterprise)) {
    problems.push({
      file,
      path: [at, 'enterprise'],
      what: `${name}的企业 ${enterprise} 不存在`,
      remedy: '请改成 enterprises.yaml 里的 key',
    });
  }
  if (department !== null && enterprise !== null) {
    problems.push({ file, path: [at, 'enterprise'], what: `${name}既填了部门又填了企业`, remedy: '请二者只留其一' });
  }
  return problems;
}

function checkRoles({ name, roles, department, enterprise }: PersonEntry, at: number): readonly Problem[] {
  const problems: Problem[] = [];
  const path = [at, 'roles'];
  const official = roles.find((role) => OF_A_DEPARTMENT.includes(role));
  if (new Set(roles).size !== roles.length) problems.push({ file, path, what: `${name}的身份有重复`, remedy: '请删去重复的一个' });
  if (official !== undefined && department === null) {
    problems.push({ file, path: [at], what: `${name}有 ${official} 身份，却没有部门`, remedy: '请补上 department' });
  }
  if (roles.includes('entrepreneur') && enterprise === null) {
    problems.push({ file, path: [at], what: `${name}有 entrepreneur 身份，却没有企业`, remedy: '请补上 enterprise' });
  }
  // Rights of both sides in one person would let him close and rate his own matter.
  if (roles.includes('entrepreneur') && roles.length > 1) {
    problems.push({ file, path, what: `${name}是企业的人，不能再有其他身份`, remedy: '请只留 entrepreneur，或去掉它' });
  }
  return problems;
}
