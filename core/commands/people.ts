import type { Member } from '../directory.ts';
import type { Parsed, Slots } from './command.ts';
import { accepted, refused } from './define.ts';

/** The one member a sentence names. Two people of one name are never guessed between: a code or a role would go astray. */
export function onlyMember(slots: Slots, example: string): Parsed<Member> {
  const [member, second] = slots.members;
  if (member === undefined) return refused(`请写上名录里的全名，例如：${example}`);
  if (second === undefined) return accepted(member);
  if (second.name !== member.name) return refused(`一次只写一个人，例如：${example}`);
  const byUnit = slots.members.filter((one) => one.department !== null && slots.departments.includes(one.department));
  const [only, another] = byUnit;
  if (only !== undefined && another === undefined) return accepted(only);
  return refused(`名录里有 ${slots.members.length} 位${member.name}，请加上单位再发，例如：${example} 环保局`);
}
