import type { Department, Enterprise, Member } from '../directory.ts';
import type { DepartmentCode, EnterpriseKey } from '../ids.ts';
import { normalize } from './normalize.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface Named<T> extends Span {
  readonly value: T;
}

interface Spelling<T> {
  readonly wanted: string;
  readonly latin: boolean;
  readonly value: T;
}

/** Spellings folded once per list: a directory's lists live until its revision moves. */
function spellings<S extends object, T>(
  known: WeakMap<readonly S[], readonly Spelling<T>[]>,
  list: readonly S[],
  read: (one: S) => readonly [readonly string[], T],
): readonly Spelling<T>[] {
  const made =
    known.get(list) ??
    list.flatMap((one) => {
      const [names, value] = read(one);
      const folded = unique(names.map((name) => normalize(name).trim())).filter((name) => name !== '');
      return folded.map((wanted) => ({ wanted, latin: /^[a-z0-9-]+$/.test(wanted), value }));
    });
  known.set(list, made);
  return made;
}

/** Every place where one of the names stands in the folded text; Latin names only as whole words. */
function places<T>(folded: string, names: readonly Spelling<T>[]): Named<T>[] {
  const found: Named<T>[] = [];
  for (const { wanted, latin, value } of names) {
    for (let from = folded.indexOf(wanted); from >= 0; from = folded.indexOf(wanted, from + wanted.length)) {
      const to = from + wanted.length;
      const inside = latin && (/[a-z0-9-]/.test(folded.charAt(from - 1)) || /[a-z0-9-]/.test(folded.charAt(to)));
      if (!inside) found.push({ from, to, value });
    }
  }
  return found;
}

/** Longest names first, no overlaps, in the order of the text: 国土资源局 is not also 国土. */
function longestFirst<T>(found: readonly Named<T>[]): readonly Named<T>[] {
  const kept: Named<T>[] = [];
  for (const one of [...found].sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)) {
    if (kept.every((other) => one.to <= other.from || one.from >= other.to)) kept.push(one);
  }
  return kept.sort((a, b) => a.from - b.from);
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

const departmentNames = new WeakMap<readonly Department[], readonly Spelling<DepartmentCode>[]>();
const enterpriseNames = new WeakMap<readonly Enterprise[], readonly Spelling<EnterpriseKey>[]>();
const memberNames = new WeakMap<readonly Member[], readonly Spelling<Member>[]>();

/** Departments named by code, name, full name or alias. Names of enterprises are not read as departments. */
export function departmentsNamed(
  folded: string,
  departments: readonly Department[],
  hidden: readonly Span[] = [],
): readonly Named<DepartmentCode>[] {
  const names = spellings(departmentNames, departments, (one) => [[one.code, one.name, one.fullName, ...one.aliases], one.code]);
  return longestFirst(places(folded, names).filter((one) => hidden.every((span) => one.to <= span.from || one.from >= span.to)));
}

export function enterprisesNamed(folded: string, enterprises: readonly Enterprise[]): readonly Named<EnterpriseKey>[] {
  const names = spellings(enterpriseNames, enterprises, (one) => [[one.name, ...one.aliases].filter((name) => name.length >= 2), one.key]);
  return longestFirst(places(folded, names));
}

/** Members named in full. Two members of one name are both returned: who is meant is for the command to ask. */
export function membersNamed(folded: string, members: readonly Member[]): readonly Named<Member>[] {
  const names = spellings(memberNames, members, (one) => [one.active && one.name.trim().length >= 2 ? [one.name] : [], one]);
  const found = places(folded, names);
  const longest = longestFirst(found);
  return found.filter((one) => longest.some((kept) => kept.from === one.from && kept.to === one.to)).sort((a, b) => a.from - b.from);
}
