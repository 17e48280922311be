import type { Clock } from '../../core/clock.ts';

/** A failure is not repeated for longer than this: the next look may go well. */
const FAILURE_MS = 1000;

/** Reads at most once in `ms`, however often and by however many it is asked: watching must not become a load. */
export function remembered<T>(clock: Clock, ms: number, read: () => Promise<T>): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T>; keepMs: number } | null = null;
  return () => {
    const now = clock.now().getTime();
    // Also where the clock was set back meanwhile.
    if (last !== null && now - last.at < last.keepMs && now >= last.at) return last.answer;
    const reading = { at: now, answer: read(), keepMs: ms };
    reading.answer.catch(() => {
      reading.keepMs = Math.min(ms, FAILURE_MS);
    });
    last = reading;
    return reading.answer;
  };
}

/** Rejects with this reason where there is no answer in time. What was asked goes on by itself. */
export async function within<T>(ms: number, reason: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(reason)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
