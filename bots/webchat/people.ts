import type { Directory, Member, Role } from '../../core/directory.ts';
import { BOT, type PeopleGroup, type Person, type PersonKind, STRANGER } from './api.ts';

/** The first role that fits is the one a person is introduced by. */
const introductions: readonly (readonly [Role, PersonKind, string])[] = [
  ['admin', 'admin', '管理员'],
  ['duty', 'duty', '值班席'],
  ['leader', 'leader', '区领导'],
  ['manager', 'manager', '督查推进'],
  ['commissioner', 'commissioner', '特派员'],
  ['head', 'official', '部门负责人'],
  ['official', 'official', '经办人'],
  ['entrepreneur', 'entrepreneur', '企业家'],
];

const groups: readonly (readonly [id: PersonKind, title: string])[] = [
  ['entrepreneur', '企业家'],
  ['official', '部门经办人'],
  ['duty', '值班席'],
  ['commissioner', '特派员'],
  ['leader', '区领导'],
  ['manager', '督查推进'],
  ['admin', '管理员'],
];

export function describe(member: Member, directory: Directory): Person {
  const [, kind, label] = introductions.find(([role]) => member.roles.includes(role)) ?? ['entrepreneur', 'entrepreneur', '成员'];
  return { key: member.key, name: member.name, kind, label, org: orgOf(member, directory), title: member.title };
}

export function theBot(directory: Directory): Person {
  return { key: BOT, name: directory.botName, kind: 'bot', label: '机器人', org: null, title: null };
}

/** Member of nothing: shows what somebody unknown can see and do. */
export const theStranger: Person = { key: STRANGER, name: '陌生人', kind: 'stranger', label: '未登记', org: null, title: null };

/** Whom a visitor of the demo can be. */
export function peopleToBe(directory: Directory): PeopleGroup[] {
  const people = directory.members.filter((member) => member.active).map((member) => describe(member, directory));
  const known = groups.map(([id, title]) => ({ id, title, people: people.filter((person) => person.kind === id) }));
  return [...known.filter((group) => group.people.length > 0), { id: 'stranger', title: '路过的人', people: [theStranger] }];
}

function orgOf(member: Member, directory: Directory): string | null {
  const enterprise = directory.enterprises.find((one) => one.key === member.enterprise);
  const department = directory.departments.find((one) => one.code === member.department);
  return enterprise?.name ?? department?.name ?? null;
}
