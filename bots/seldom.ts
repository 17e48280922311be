const EVERY_MS = 10_000;

/** For what fails for every chat and send at once (a database that is away): one of them is told in ten seconds, the others are told with it. */
export function seldom(): () => boolean {
  let told = Number.NEGATIVE_INFINITY;
  return () => {
    const now = performance.now();
    if (now - told < EVERY_MS) return false;
    told = now;
    return true;
  };
}
