/** Waits longer after each failure in a row, up to a limit; a wait ends at once when the channel stops. */
export function createBackoff(firstMs: number, mostMs: number) {
  let next = firstMs;
  return {
    reset(): void {
      next = firstMs;
    },
    async wait(signal: AbortSignal, atLeastMs = 0): Promise<void> {
      const ms = Math.max(next, atLeastMs);
      next = Math.min(next * 2, mostMs);
      await pause(ms, signal);
    },
  };
}

export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
