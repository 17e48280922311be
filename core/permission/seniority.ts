import type { Role } from '../directory.ts';

/** Roles that only an admin may give, or make a code for: else the desk could make itself a manager or an admin. */
const ADMIN_ONLY: ReadonlySet<Role> = new Set<Role>(['leader', 'manager', 'duty', 'admin']);

/** Whether somebody with roles `mine` may give, take or hand a code for the roles `theirs`. */
export function mayVouchFor(mine: readonly Role[], theirs: readonly Role[]): boolean {
  return mine.includes('admin') || (mine.includes('duty') && theirs.every((role) => !ADMIN_ONLY.has(role)));
}
