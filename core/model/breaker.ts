import type { ModelPolicy } from './policy.ts';

/**
 * An endpoint that fails again and again is left alone for a while; then one message tries whether it is back. Pure: whoever
 * holds the state brings the time.
 */
export type Breaker =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly since: number }
  /** One message is on its way to see; all others are told no. */
  | { readonly kind: 'probing' };

export const CLOSED: Breaker = { kind: 'closed', failures: 0 };

export type Turn = 'call' | 'probe';
/** `left`: neither answered nor failed (the house stops, the budget is spent). */
export type Ending = 'answered' | 'failed' | 'left';

type Policy = ModelPolicy['breaker'];

export function admit(breaker: Breaker, now: number, policy: Policy): { readonly turn: Turn | null; readonly breaker: Breaker } {
  switch (breaker.kind) {
    case 'closed':
      return { turn: 'call', breaker };
    case 'probing':
      return { turn: null, breaker };
    case 'open': {
      // A clock set back must not keep it open for years.
      const waited = Math.abs(now - breaker.since);
      return waited < policy.pauseSeconds * 1000 ? { turn: null, breaker } : { turn: 'probe', breaker: { kind: 'probing' } };
    }
  }
}

export function ended(breaker: Breaker, turn: Turn, how: Ending, now: number, policy: Policy): Breaker {
  if (turn === 'probe') {
    if (how === 'answered') return CLOSED;
    // A probe that was left proves nothing: the next message may try at once.
    return { kind: 'open', since: how === 'left' ? now - policy.pauseSeconds * 1000 : now };
  }
  // What set out before it opened says nothing about now.
  if (breaker.kind !== 'closed' || how === 'left') return breaker;
  if (how === 'answered') return CLOSED;
  const failures = breaker.failures + 1;
  return failures >= policy.failures ? { kind: 'open', since: now } : { kind: 'closed', failures };
}
