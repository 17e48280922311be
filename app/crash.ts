import type { Crash } from '../core/crash.ts';

/** @param at `point[@channel][:n]` of CRASH_AT; undefined: nothing ever happens. */
export function crashAt(at: string | undefined): Crash {
  if (at === undefined) return () => {};
  const [place, nth] = at.split(':');
  const [wanted, only] = place?.split('@') ?? [];
  let left = Number(nth ?? 1);
  return (point, channel) => {
    if (point !== wanted || (only !== undefined && only !== channel)) return;
    left -= 1;
    // SIGKILL, so that no handler, no flush and no finally softens the fall.
    if (left === 0) process.kill(process.pid, 'SIGKILL');
  };
}
