/** `more` besides the first: a process from before shared jobs reads that one, and its sweeps find the others. */
export interface Hint {
  readonly id: string;
  readonly more?: readonly string[];
}

/** Ids in a shared job: enough to spare most trips, few enough that several processes share what is asked for at once. */
const SHARED = 8;

export function shared(ids: readonly string[]): readonly Hint[] {
  const jobs: Hint[] = [];
  for (let at = 0; at < ids.length; at += SHARED) {
    const [id, ...more] = ids.slice(at, at + SHARED);
    if (id !== undefined) jobs.push(more.length === 0 ? { id } : { id, more });
  }
  return jobs;
}

/** So many at once, however many jobs they come in. */
export function places(most: number): (run: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (run) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
