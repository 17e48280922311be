import { ApiRefusal, type WireChat } from './types.ts';

/** So many at once, and so many more a second; what is over it is refused with 429 and not counted. */
export interface Allowance {
  readonly atOnce: number;
  readonly perSecond: number;
}

export interface SendLimits {
  readonly inAll: Allowance;
  readonly chat: Allowance;
  /** Beside the chat's own. */
  readonly group: Allowance;
}

/**
 * What Telegram publishes (core.telegram.org/bots/faq): about 30 a second in all, one a second in a chat, where it lets “short bursts”
 * pass (it does not say how short: three, here), 20 a minute in a group.
 */
export const publishedLimits: SendLimits = {
  inAll: { atOnce: 30, perSecond: 30 },
  chat: { atOnce: 3, perSecond: 1 },
  group: { atOnce: 20, perSecond: 20 / 60 },
};

export function createLimiter(limits: SendLimits, now: () => number = () => performance.now()) {
  const inAll = createBucket(limits.inAll, now());
  const ofChat = new Map<number, readonly Bucket[]>();

  function bucketsOf({ id, type }: WireChat, at: number): readonly Bucket[] {
    const known = ofChat.get(id);
    if (known !== undefined) return known;
    const own = [limits.chat, ...(type === 'private' ? [] : [limits.group])].map((allowance) => createBucket(allowance, at));
    ofChat.set(id, own);
    return own;
  }

  return {
    /** Throws the refusal that Telegram would answer with; `count` messages go together or not at all. */
    pass(chat: WireChat, count = 1): void {
      const at = now();
      const buckets = [inAll, ...bucketsOf(chat, at)];
      const seconds = Math.ceil(Math.max(...buckets.map((bucket) => bucket.secondsUntil(count, at))));
      if (seconds > 0) throw new ApiRefusal(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds });
      for (const bucket of buckets) bucket.take(count);
    },
  };
}

type Bucket = ReturnType<typeof createBucket>;

/** Full at first. More than it holds pass when it is full, and leave it in debt: an album goes as one. */
function createBucket({ atOnce, perSecond }: Allowance, since: number) {
  let left = atOnce;
  let filledAt = since;
  return {
    secondsUntil(count: number, at: number): number {
      left = Math.min(atOnce, left + ((at - filledAt) / 1_000) * perSecond);
      filledAt = at;
      // What arithmetic loses in many small steps must not cost a whole second.
      return Math.max(0, (Math.min(count, atOnce) - left) / perSecond - 1e-6);
    },
    take(count: number): void {
      left -= count;
    },
  };
}
