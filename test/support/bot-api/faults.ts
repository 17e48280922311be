import { ApiRefusal } from './types.ts';

export type Fault =
  /** 429 with `retry_after`, nothing done. */
  | { readonly kind: 'flood'; readonly retryAfter: number }
  /** An HTTP error, nothing done; 5xx come without JSON, as from Telegram's front. */
  | { readonly kind: 'status'; readonly code: number; readonly description?: string }
  /** The request is carried out, then the connection dies before the answer. */
  | { readonly kind: 'accept-then-drop' }
  /** The same, but the connection is reset: the caller's socket meets an error instead of an end. */
  | { readonly kind: 'accept-then-reset' }
  /** The connection dies with nothing done. */
  | { readonly kind: 'drop' }
  /** Carried out, answered after so long. */
  | { readonly kind: 'slow'; readonly ms: number }
  /** Carried out, but a proxy answers 200 with something else. */
  | { readonly kind: 'garbled' };

interface Planned {
  readonly method: string;
  readonly fault: Fault;
  left: number;
}

/** Faults in the order they were planned; each counts down on calls of its method. */
export function createFaults() {
  const planned: Planned[] = [];
  return {
    /** The next `times` calls of `method` meet this fault. */
    next(method: string, fault: Fault, times = 1): void {
      planned.push({ method: method.toLowerCase(), fault, left: times });
    },
    take(method: string): Fault | null {
      const hit = planned.find((one) => one.left > 0 && one.method === method.toLowerCase());
      if (hit === undefined) return null;
      hit.left -= 1;
      return hit.fault;
    },
    clear(): void {
      planned.length = 0;
    },
  };
}

export function refusalOf(fault: Fault): ApiRefusal | null {
  if (fault.kind === 'flood')
    return new ApiRefusal(429, `Too Many Requests: retry after ${fault.retryAfter}`, { retry_after: fault.retryAfter });
  if (fault.kind === 'status' && fault.code < 500) return new ApiRefusal(fault.code, fault.description ?? 'Bad Request');
  return null;
}
