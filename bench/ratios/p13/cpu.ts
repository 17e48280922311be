import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a hundred ticks a second wherever we run. */
const TICKS_PER_SECOND = 100;

/**
 * Processor seconds of processes and of all they started that still run or were waited for; null: not Linux. On a machine with other
 * work this says what a message costs where seconds on the wall cannot.
 */
export function cpuSeconds(roots: readonly number[]): number | null {
  const all = readdirOrNone('/proc').flatMap((name) => (/^\d+$/.test(name) ? (statOf(Number(name)) ?? []) : []));
  if (all.length === 0) return null;
  const family = new Set(roots);
  for (let grown = 0; grown !== family.size; ) {
    grown = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
  }
  return all.filter(({ pid }) => family.has(pid)).reduce((sum, { ticks }) => sum + ticks, 0) / TICKS_PER_SECOND;
}

function readdirOrNone(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** /proc/<pid>/stat; the name in its second field may hold spaces, so counted from behind it. */
function statOf(pid: number): { pid: number; parent: number; ticks: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid, parent: Number(fields[1]), ticks };
  } catch {
    return null; // it has ended meanwhile
  }
}
