import type { Role } from '../directory.ts';

// Longer words stand before those they hold.
const ROLE_WORDS: readonly (readonly [RegExp, Role])[] = [
  [/企业家|企业人员|企业员工/, 'entrepreneur'],
  [/经办人|经办|工作人员/, 'official'],
  [/部门负责人|负责人|局长|主任/, 'head'],
  [/特派员/, 'commissioner'],
  [/区领导|领导/, 'leader'],
  [/推进办人员|督查人员|督查|管理者/, 'manager'],
  [/值班席|值班员|值班/, 'duty'],
  [/管理员/, 'admin'],
];

/** The roles a sentence names; null where it takes them all away (免职); empty: none is named. */
export function rolesNamed(text: string): readonly Role[] | null {
  if (/免职|免去|撤销全部|解除全部/.test(text)) return null;
  return ROLE_WORDS.flatMap(([pattern, role]) => (pattern.test(text) ? [role] : []));
}
