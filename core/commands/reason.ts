import type { Department, Directory } from '../directory.ts';
import type { DepartmentCode } from '../ids.ts';
import { trimOf } from '../understand/normalize.ts';

const BEFORE_UNIT = /(?:(?:应该?|请|该|归|转|移|派|交|划|分|改|推|协)?(?:办给|给|到|至|由|请|归|去|交|向))*$/;
const AFTER_UNIT = /^(?:吧|呗|了|来办理?|办理|处理|负责|协办|主办|承办|[\s,，、。.:：;；])+/;
const TAIL = ' \t\n\u3000\u00a0,，、:：;；';
/** The small words before a unit are no longer; a pattern at the end must not be tried from every place of a long text. */
const LONGEST_BEFORE = 40;
const LEAD = /^(?:因为|由于|理由是?|原因是?|[\s,，、。.:：;；]|吧|呗|了)+/;

/**
 * The reason in `转给环保局，排污许可归他们管`: what is left without the units and the verb. '' where none was given — a sentence
 * that only repeats the order is no reason.
 */
export function reasonIn(words: string, departments: readonly DepartmentCode[], verb: RegExp, directory: Directory): string {
  const named = directory.departments.filter((one) => departments.includes(one.code));
  const without = named.reduce((left, one) => withoutUnit(left, one), words.trim());
  return trimOf(without.replace(verb, '').replace(LEAD, ''), '', TAIL).trim();
}

/** Cuts the first mention of a unit, with the small words around it. */
function withoutUnit(words: string, department: Department): string {
  const names = [department.fullName, department.name, ...department.aliases, department.code].toSorted((a, b) => b.length - a.length);
  const name = names.find((one) => words.includes(one));
  if (name === undefined) return words;
  const at = words.indexOf(name);
  const from = Math.max(0, at - LONGEST_BEFORE);
  const before = (words.slice(0, from) + words.slice(from, at).replace(BEFORE_UNIT, '')).trim();
  const after = words
    .slice(at + name.length)
    .replace(AFTER_UNIT, '')
    .trim();
  return [before, after].filter((one) => one !== '').join(' ');
}
