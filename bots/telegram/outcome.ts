import { TelegramError } from 'telegraf';
import { z } from 'zod';
import type { SendOutcome } from '../../core/channel.ts';
import { beforeWrite } from './agent.ts';

/** How a failed call ended, in the port's words, plus the two answers that ask us to do something first. */
export type Failure =
  | Exclude<SendOutcome, { kind: 'sent' }>
  | { readonly kind: 'migrated'; readonly toChat: number }
  | { readonly kind: 'quote-gone' };

const Coded = z.object({ code: z.string() });

export function failureOf(error: unknown, chat: 'group' | 'private', describe: (error: unknown) => string): Failure {
  if (error instanceof TelegramError) return answered(error, chat);
  const coded = Coded.safeParse(error);
  if (coded.success && coded.data.code === beforeWrite) return retry(2_000, 'channel', `连不上 Telegram:${describe(error)}`);
  // Closed or timed out after the request went out, or an answer that is not the Bot API's: it may well have been sent.
  return { kind: 'unknown', reason: `发出后没有得到答复:${describe(error)}` };
}

function answered(error: TelegramError, chat: 'group' | 'private'): Failure {
  const { code, description, parameters } = error;
  if (code === 429) return tooFast(parameters?.retry_after ?? 5, chat, description);
  if (code >= 500) return serverTrouble(code, description);
  if (parameters?.migrate_to_chat_id !== undefined) return { kind: 'migrated', toChat: parameters.migrate_to_chat_id };
  // The token was revoked or mistyped: nothing was sent, and an operator can mend it.
  if (code === 401 || code === 404) return retry(60_000, 'channel', `令牌无效:${description}`);
  if (code === 403) return { kind: 'refused', code: 'forbidden', reason: `机器人已被移出或屏蔽:${description}` };
  if (code === 413) return { kind: 'refused', code: 'too_large', reason: `文件太大:${description}` };
  if (/message to (be replied|reply) not found/i.test(description)) return { kind: 'quote-gone' };
  if (/chat not found|PEER_ID_INVALID/i.test(description))
    return { kind: 'refused', code: 'chat_gone', reason: `会话不存在:${description}` };
  if (/not enough rights|CHAT_WRITE_FORBIDDEN/i.test(description))
    return { kind: 'refused', code: 'forbidden', reason: `没有发言权限:${description}` };
  return { kind: 'refused', code: 'malformed', reason: `Telegram 不接受这条消息:${description}` };
}

/**
 * The Bot API does not say which of its limits was hit. In a group it is nearly always the group's own (about 20 a
 * minute), far below the global one that our pace keeps; one private chat has no such low limit, so there it is the global one.
 */
function tooFast(seconds: number, chat: 'group' | 'private', description: string): Failure {
  return retry(seconds * 1000, chat === 'group' ? 'chat' : 'channel', `发送太快:${description}`);
}

/** 504 and the 52x of proxies say that nobody waited for the answer, not that there was none. */
function serverTrouble(code: number, description: string): Failure {
  if (code === 504 || code >= 520) return { kind: 'unknown', reason: `网关等不到答复:${code} ${description}` };
  return retry(3_000, 'channel', `Telegram 暂时出错:${code} ${description}`);
}

function retry(afterMs: number, scope: 'chat' | 'channel', reason: string): Failure {
  return { kind: 'retry', afterMs, scope, reason };
}
