/**
 * Polls a condition until it yields something, with a deadline: the only way tests wait.
 * `undefined`, `null` and `false` mean not yet.
 */
export async function until<T>(
  probe: () => T | Promise<T>,
  what: string | (() => string),
  deadlineMs = 5_000,
): Promise<Exclude<T, undefined | null | false>> {
  const end = Date.now() + deadlineMs;
  // What takes long is asked for less often: a probe may be a query, and the machine is not the test's alone.
  for (let pauseMs = 5; ; pauseMs = Math.min(pauseMs * 1.5, 50)) {
    const value = await probe();
    if (isThere(value)) return value;
    if (Date.now() > end) throw new Error(`waited ${deadlineMs} ms in vain for ${typeof what === 'string' ? what : what()}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

function isThere<T>(value: T): value is Exclude<T, undefined | null | false> {
  return value !== undefined && value !== null && value !== false;
}
