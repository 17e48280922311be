import type { Department, Directory, Enterprise, Member, Posting } from '../directory.ts';
import type { DepartmentCode, EnterpriseKey, MemberId } from '../ids.ts';

export function departmentOf(directory: Directory, code: DepartmentCode | null): Department | null {
  return directory.departments.find((department) => department.code === code) ?? null;
}

/** The name people use; a code that has left the directory still shows as itself. */
export function departmentName(directory: Directory, code: DepartmentCode): string {
  return departmentOf(directory, code)?.name ?? code;
}

export function enterpriseOf(directory: Directory, key: EnterpriseKey | null): Enterprise | null {
  return directory.enterprises.find((enterprise) => enterprise.key === key) ?? null;
}

/** Somebody who has left is nobody to write to. */
export function activeMember(directory: Directory, id: MemberId | null): Member | null {
  return directory.members.find((member) => member.id === id && member.active) ?? null;
}

const STAND_INS = 5;

/** Himself, or whoever stands in for him now; a deputy may be away too. A circle of deputies ends with the first. */
export function standIn(directory: Directory, id: MemberId): MemberId {
  let current = id;
  for (let i = 0; i < STAND_INS; i += 1) {
    const next = directory.away.find((one) => one.member === current)?.deputy;
    if (next === undefined || next === id) return current;
    current = next;
  }
  return current;
}

/** Active, and here: the official himself or who stands in for him; null: nobody. */
export function presentMember(directory: Directory, id: MemberId | null): Member | null {
  return id === null ? null : (activeMember(directory, standIn(directory, id)) ?? activeMember(directory, id));
}

export function postingOf(directory: Directory, enterprise: EnterpriseKey | null): Posting | null {
  const posted = directory.postings.filter(
    (posting) => posting.enterprise === enterprise && activeMember(directory, posting.member) !== null,
  );
  return posted.find((posting) => posting.leads) ?? posted[0] ?? null;
}
