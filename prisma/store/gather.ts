/** One that asks, and is answered alone or together with whoever asks meanwhile. */
export type Gathered<Ask, Answer> = (ask: Ask) => Promise<Answer>;

export interface Gathering<Ask> {
  /** The most that go into one statement. */
  readonly most: number;
  /** Statements of this kind running at once. */
  readonly lanes?: number;
  /** Whether this one may stand in one statement with those; left out: always. */
  readonly fits?: (ask: Ask, those: readonly Ask[]) => boolean;
}

/**
 * Many chats ask the same of the database at the same time. While one statement is on its way, whoever comes waits for the next and shares it: on a
 * quiet day each goes alone and at once, on a busy one a round trip, a plan and a commit serve many. Nothing waits on a timer.
 * What fails together is tried one by one, so that nobody fails for another's fault.
 * @param run answers in the order of its asks, or fails having changed nothing
 */
export function gathered<Ask, Answer>(
  run: (asks: readonly Ask[]) => Promise<readonly Answer[]>,
  { most, lanes = 1, fits = () => true }: Gathering<Ask>,
): Gathered<Ask, Answer> {
  interface Waiting {
    readonly ask: Ask;
    readonly resolve: (answer: Answer) => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let running = 0;
  let planned = false;

  /** In the next turn of the loop: who asks in this one goes along. */
  function plan(): void {
    if (planned || running >= lanes || waiting.length === 0) return;
    planned = true;
    setImmediate(() => {
      planned = false;
      while (running < lanes && waiting.length > 0) void go(next());
    });
  }

  function next(): readonly Waiting[] {
    const together: Waiting[] = [];
    const later: Waiting[] = [];
    for (const one of waiting) {
      const may =
        together.length < most &&
        fits(
          one.ask,
          together.map(({ ask }) => ask),
        );
      (may ? together : later).push(one);
    }
    // Nothing fits beside nothing only by a mistake of `fits`: it must not wait for ever.
    if (together.length === 0) together.push(...later.splice(0, 1));
    waiting = later;
    return together;
  }

  async function go(those: readonly Waiting[]): Promise<void> {
    running += 1;
    try {
      await answer(those);
    } finally {
      running -= 1;
      plan();
    }
  }

  async function answer(those: readonly Waiting[]): Promise<void> {
    try {
      const answers = (await run(those.map(({ ask }) => ask)))[Symbol.iterator]();
      for (const { resolve, reject } of those) {
        const one = answers.next();
        if (one.done === true) reject(new Error('a statement answered fewer than asked'));
        else resolve(one.value);
      }
    } catch (error) {
      const [only] = those;
      if (those.length === 1 && only) return only.reject(error);
      for (const one of those) await answer([one]);
    }
  }

  return (ask) =>
    new Promise((resolve, reject) => {
      waiting.push({ ask, resolve, reject });
      plan();
    });
}
