import type { Directory, Leave, Member } from '../directory.ts';
import type { MemberId } from '../ids.ts';
import { departmentOf } from '../routing/lookup.ts';
import { normalize } from '../understand/normalize.ts';
import type { Parsed, Slots } from './command.ts';
import { accepted, refused } from './define.ts';

const STANDS_IN_AFTER = /^\s*(?:同志)?\s*(?:代|顶|替|接替|值)/;
const STANDS_IN_BEFORE = /(?:由|请|让|交给|代班人?|顶班人?|代理人?|替班人?)\s*[:：]?\s*$/;

interface Absent {
  readonly member: Member;
  /** As it was written; null: nobody was named to stand in. */
  readonly deputyName: string | null;
}

/** Who is to be away, and whom the sentence names to stand in: `王国栋 … 吕亮代`, `… 吕亮代`, `王国栋 …`. */
export function absentIn(slots: Slots, asker: Member, directory: Directory): Parsed<Absent> {
  const names = [...new Set(slots.members.map((one) => one.name))];
  const marked = names.filter((name) => standsIn(slots.rest, name));
  const [first, second, third] = names.filter((name) => !marked.includes(name));
  if (third !== undefined || marked.length > 1 || (marked.length === 1 && second !== undefined)) {
    return refused('一次登记一个人，例如：请假 王国栋 5月2日到5月4日 吕亮代');
  }
  const deputyName = marked[0] ?? second ?? null;
  if (first === undefined) return accepted({ member: asker, deputyName });
  const named = namedOne(slots, first, asker, directory);
  if (!named.ok) return named;
  // A colleague's name alone, by somebody who registers only himself, is who stands in for him.
  if (deputyName === null && !mayRegister(asker, named.args) && sameUnit(named.args, asker)) {
    return accepted({ member: asker, deputyName: first });
  }
  return accepted({ member: named.args, deputyName });
}

function standsIn(rest: string, name: string): boolean {
  const said = normalize(rest);
  const at = said.indexOf(normalize(name));
  return at >= 0 && (STANDS_IN_AFTER.test(said.slice(at + name.length)) || STANDS_IN_BEFORE.test(said.slice(0, at)));
}

/** Of two people of one name the asker means himself, or a colleague, or the one of the unit he names. */
function namedOne(slots: Slots, name: string, asker: Member, directory: Directory): Parsed<Member> {
  const all = slots.members.filter((one) => one.name === name && one.roles.some((role) => role !== 'entrepreneur'));
  const [only, another] = all;
  if (only === undefined) return refused('这里只登记机关工作人员的请假。');
  if (another === undefined) return accepted(only);
  const closer = [
    all.filter((one) => one.id === asker.id),
    all.filter((one) => one.department !== null && slots.departments.includes(one.department)),
    all.filter((one) => one.department !== null && one.department === asker.department),
  ].find((some) => some.length === 1)?.[0];
  if (closer !== undefined) return accepted(closer);
  const units = all.map((one) => departmentOf(directory, one.department)?.name ?? '').filter((one) => one !== '');
  return refused(`名录里有 ${all.length} 位${name}（${units.join('、')}），请加上单位再发。`);
}

/** Oneself; the desk and admins anybody; a head his own people. */
export function mayRegister(asker: Member, member: Member): boolean {
  if (asker.id === member.id || asker.roles.includes('duty') || asker.roles.includes('admin')) return true;
  return asker.roles.includes('head') && asker.department !== null && asker.department === member.department;
}

interface Stretch {
  readonly from: Date;
  readonly until: Date;
}

/** Somebody of the same unit who is there himself: whom the sentence names, else the deputy, else a head. */
export function deputyFor(member: Member, name: string | null, stretch: Stretch, directory: Directory): Parsed<MemberId> {
  const free = (one: Member) => leaveOf(directory, one.id, stretch.from, stretch.until) === null;
  const colleagues = directory.members.filter((one) => one.active && one.id !== member.id && sameUnit(one, member));
  if (name !== null) {
    if (name === member.name) return refused('请假人和代班人不能是同一个人。');
    const named = colleagues.find((one) => one.name === name);
    if (named === undefined) return refused(`代班人要是本单位的同事，${name}不是，请换一位。`);
    return free(named) ? accepted(named.id) : refused(`${name}这几天也请假，请换一位代班。`);
  }
  const deputy = departmentOf(directory, member.department)?.deputy ?? null;
  const usual = [...colleagues.filter((one) => one.id === deputy), ...colleagues.filter((one) => one.roles.includes('head'))];
  const found = usual.find(free);
  return found === undefined ? refused('请写明由谁代班，例如：请假 4月1日到4月3日 吕亮代') : accepted(found.id);
}

/** People outside the departments (督查考核办) stand in for each other by their role. */
function sameUnit(one: Member, other: Member): boolean {
  if (other.department !== null) return one.department === other.department;
  return one.department === null && one.roles.some((role) => role !== 'entrepreneur' && other.roles.includes(role));
}

/** His leave that touches these moments; null: he is there. */
export function leaveOf(directory: Directory, member: MemberId, from: Date, until: Date): Leave | null {
  return (
    directory.leaves.find(
      (leave) => leave.member === member && leave.from.getTime() <= until.getTime() && leave.until.getTime() >= from.getTime(),
    ) ?? null
  );
}
