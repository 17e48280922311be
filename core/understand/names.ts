import type { Department, Enterprise, Member } from '../directory.ts';
import type { DepartmentCode, EnterpriseKey } from '../ids.ts';
import { fold, normalize } from './normalize.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}
export interface Named<T> extends Span {
  readonly value: T;
}

/** Every place where `name` stands in the folded text; Latin names only as whole words. */
function places(folded: string, name: string): Span[] {
  const wanted = normalize(name).trim();
  if (wanted === '') return [];
  const latin = /^[a-z0-9-]+$/.test(wanted);
  const found: Span[] = [];
  for (let from = folded.indexOf(wanted); from >= 0; from = folded.indexOf(wanted, from + wanted.length)) {
    const to = from + wanted.length;
    const inside = latin && (/[a-z0-9-]/.test(folded.charAt(from - 1)) || /[a-z0-9-]/.test(folded.charAt(to)));
    if (!inside) found.push({ from, to });
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

/** Departments named by code, name, full name or alias. Names of enterprises are not read as departments. */
export function departmentsNamed(folded: string, departments: readonly Department[], hidden: readonly Span[] = []): readonly Named<DepartmentCode>[] {
  const found = departments.flatMap((one) =>
    unique([one.code, one.name, one.fullName, ...one.aliases]).flatMap((name) => places(folded, name).map((span) => ({ ...span, value: one.code }))),
  );
  return longestFirst(found.filter((one) => hidden.every((span) => one.to <= span.from || one.from >= span.to)));
}

export function enterprisesNamed(folded: string, enterprises: readonly Enterprise[]): readonly Named<EnterpriseKey>[] {
  const found = enterprises.flatMap((one) =>
    unique([one.name, ...one.aliases])
      .filter((name) => name.length >= 2)
      .flatMap((name) => places(folded, name).map((span) => ({ ...span, value: one.key }))),
  );
  return longestFirst(found);
}

/** Members named in full. Two members of one name are both returned: who is meant is for the command to ask. */
export function membersNamed(folded: string, members: readonly Member[]): readonly Named<Member>[] {
  const found = members
    .filter((one) => one.active && fold(one.name).trim().length >= 2)
    .flatMap((one) => places(folded, one.name).map((span) => ({ ...span, value: one })));
  const longest = longestFirst(found);
  return found.filter((one) => longest.some((kept) => kept.from === one.from && kept.to === one.to));
}
