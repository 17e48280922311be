import { z } from 'zod';

/** What a failed call on the wire proves about whether it was done. */
export type Fault =
  /** Nothing left this machine, or the wire says it has no session: certain. */
  | { readonly kind: 'not-sent'; readonly reason: string; readonly down: boolean }
  /** The wire answered no, for good. */
  | { readonly kind: 'refused'; readonly code: string; readonly reason: string }
  /** The wire answered: slower. */
  | { readonly kind: 'too-often'; readonly reason: string }
  /** It may have been done. */
  | { readonly kind: 'unknown'; readonly reason: string; readonly down: boolean };

const Facts = z.object({
  message: z.string().catch(''),
  details: z.string().catch(''),
  code: z.union([z.number(), z.string()]).optional().catch(undefined),
  response: z
    .object({ data: z.object({ BaseResponse: z.object({ Ret: z.number() }) }) })
    .optional()
    .catch(undefined),
});

const grpc = { resourceExhausted: 8, unavailable: 14, unauthenticated: 16 } as const;
/** These come before the request is written; a plain UNAVAILABLE can also come after it. */
const beforeSending =
  /No connection established|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|Name resolution failed|Channel closed before call|no grpc manager|NO CLIENT/i;
const broken = /UNAVAILABLE|Connection dropped|ECONNRESET|EPIPE|socket hang up|no grpc manager|NO CLIENT|monitorHeartbeat|WatchdogAgent/i;
const loggedOut = /not logged in|not login|has not been logged/i;
/** Return codes of web WeChat: the session is gone (1100–1102) or the account is being slowed (1205). */
const webLoggedOut = new Set([1100, 1101, 1102]);
const webTooOften = 1205;

export function faultOf(error: unknown): Fault {
  const facts = factsOf(error);
  const reason = reasonOf(facts);
  const down = broken.test(reason) || facts.code === grpc.unavailable;
  if (beforeSending.test(reason)) return { kind: 'not-sent', reason, down: true };
  if (loggedOut.test(reason)) return { kind: 'not-sent', reason, down: false };
  if (facts.code === grpc.unauthenticated) return { kind: 'not-sent', reason, down: false };
  if (facts.code === grpc.resourceExhausted && /larger than/i.test(reason)) return { kind: 'refused', code: 'too-large', reason };
  return webFault(facts, reason) ?? { kind: 'unknown', reason, down };
}

/** What our web puppet says when its session is gone and must be started again. */
export const webSessionLost = 'web WeChat session lost';

/** True where the error means that the connection to the puppet is gone, not that one call failed. */
export function isOutage(error: unknown): boolean {
  const facts = factsOf(error);
  return facts.code === grpc.unavailable || broken.test(reasonOf(facts)) || beforeSending.test(reasonOf(facts));
}

/** Web WeChat answers every call with a return code: anything but 0 is a certain no. */
function webFault(facts: z.infer<typeof Facts>, reason: string): Fault | null {
  const ret = facts.response?.data.BaseResponse.Ret;
  if (ret === undefined || ret === 0) return null;
  if (webLoggedOut.has(ret)) return { kind: 'not-sent', reason: `web WeChat returned ${ret}: logged out`, down: false };
  if (ret === webTooOften) return { kind: 'too-often', reason: 'web WeChat returned 1205: sending too often' };
  return { kind: 'refused', code: `wechat-${ret}`, reason: `web WeChat returned ${ret}: ${reason}` };
}

function factsOf(error: unknown): z.infer<typeof Facts> {
  const facts = Facts.safeParse(error);
  return facts.success ? facts.data : { message: String(error), details: '' };
}

/** Short, and without the stack that some puppets put into `details`. */
function reasonOf(facts: z.infer<typeof Facts>): string {
  const text = facts.message.includes(facts.details) ? facts.message : `${facts.message} (${facts.details})`;
  const code = typeof facts.code === 'string' && !text.includes(facts.code) ? `${facts.code}: ` : '';
  return (code + text).split('\n')[0]?.slice(0, 300) ?? '';
}
