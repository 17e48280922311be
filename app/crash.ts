import type { Crash } from '../core/crash.ts';

/** @param at `point` or `point:n` of CRASH_AT; undefined: nothing ever happens. */
export function crashAt(at: string | undefined): Crash {
  if (at === undefined) return () => {};
  const [wanted, nth] = at.split(':');
  let left = Number(nth ?? 1);
  return (point) => {
    if (point !== wanted) return;
    left -= 1;
    // SIGKILL, so that no handler, no flush and no finally softens the fall.
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
