import type { Channel, InboundEnvelope, OutboundMessage, SendOutcome } from '../../core/channel.ts';
import type { OutboxId } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { Api } from './api.ts';
import { telegramName } from './decode.ts';
import { migration } from './decode-message.ts';
import { type Part, planParts, wireLimits } from './encode.ts';
import { type Failure, failureOf } from './outcome.ts';
import { sendPart } from './send-part.ts';

type Chat = Parameters<Channel['send']>[0];

/** How far a message of several calls has come, so that a retry goes on where it stopped. */
interface Progress {
  /** The house may say other words under the same id later; those start from the beginning. */
  readonly text: string;
  readonly done: number;
  readonly firstId: string;
}

/** Progress is kept for as many unfinished messages; they are few, this only bounds a leak. */
const progressKept = 1_000;

/** No further part is begun after this long: whoever waits for the outcome may take us for dead. */
const partsMs = 20_000;

export function createSender(api: Api, log: Log, tell: (envelope: InboundEnvelope) => Promise<void>) {
  const unfinished = new Map<OutboxId, Progress>();

  async function send(chat: Chat, message: OutboundMessage): Promise<SendOutcome> {
    const parts = planParts(message);
    const refusal = refusedBefore(chat, message, parts);
    if (refusal !== null) return refusal;
    const kept = unfinished.get(message.id);
    unfinished.delete(message.id);
    return sendFrom(chat, message, parts, kept?.text === message.text ? kept : null);
  }

  async function sendFrom(chat: Chat, message: OutboundMessage, parts: readonly Part[], kept: Progress | null): Promise<SendOutcome> {
    const begun = performance.now();
    let reached = kept;
    for (const part of parts.slice(reached?.done ?? 0)) {
      const result = performance.now() - begun < partsMs ? await attempt(chat, part) : tooLong;
      if (typeof result !== 'string') return halted(result, message.id, reached, parts.length);
      reached = { text: message.text, done: (reached?.done ?? 0) + 1, firstId: reached?.firstId ?? result };
    }
    return { kind: 'sent', messageId: reached?.firstId ?? null };
  }

  function halted(outcome: SendOutcome, id: OutboxId, reached: Progress | null, of: number): SendOutcome {
    if (reached === null) return outcome;
    if (outcome.kind === 'retry') {
      for (const oldest of unfinished.keys()) if (unfinished.size >= progressKept) unfinished.delete(oldest);
      unfinished.set(id, reached);
      return outcome;
    }
    // People read a part of it already: neither “sent” nor “refused” would be true.
    const why = outcome.kind === 'sent' ? '' : outcome.reason;
    return { kind: 'unknown', reason: `共 ${of} 段,已发出 ${reached.done} 段,其余未发成:${why}` };
  }

  async function attempt(chat: Chat, part: Part): Promise<string | SendOutcome> {
    try {
      return await sendPart(api, Number(chat.wireId), part);
    } catch (error) {
      const failure = failureOf(error, chat.kind, api.describe);
      if (failure.kind === 'quote-gone' && part.replyTo !== null) return attempt(chat, { ...part, replyTo: null });
      return settled(failure, chat);
    }
  }

  async function settled(failure: Failure, chat: Chat): Promise<SendOutcome> {
    if (failure.kind === 'migrated') return moved(chat, failure.toChat);
    if (failure.kind === 'quote-gone') return { kind: 'refused', code: 'malformed', reason: 'Telegram 找不到被引用的消息' };
    log.warn({ chat: chat.wireId, outcome: failure.kind, reason: failure.reason }, 'telegram did not confirm a message');
    return failure;
  }

  /** The group goes on under another id: the house is told, and the message waits until it is addressed there. */
  async function moved(chat: Chat, toChat: number): Promise<SendOutcome> {
    const { key, at, body } = migration(toChat, null);
    const from = { wireId: chat.wireId, kind: chat.kind, title: null };
    try {
      await tell({ channel: telegramName, chat: from, sender: null, key, at, body });
    } catch (error) {
      log.warn({ chat: chat.wireId, toChat, reason: api.describe(error) }, 'a migration was not stored; the next send finds it again');
    }
    return { kind: 'retry', afterMs: 1_000, scope: 'chat', reason: '群已升级为超级群,换到新群再发' };
  }

  return send;
}

const tooLong: SendOutcome = { kind: 'retry', afterMs: 0, scope: 'chat', reason: '发得太慢,其余的稍后接着发' };

/** What the wire would refuse anyway is refused before the first part goes out. */
function refusedBefore(chat: Chat, message: OutboundMessage, parts: readonly Part[]): SendOutcome | null {
  if (!/^-?\d{1,15}$/.test(chat.wireId)) return { kind: 'refused', code: 'chat_gone', reason: '这不是 Telegram 的会话' };
  if (parts.length === 0) return { kind: 'refused', code: 'empty', reason: '消息没有内容' };
  if (message.media.some((file) => file.content.length === 0)) return { kind: 'refused', code: 'malformed', reason: '文件是空的' };
  if (message.media.some((file) => file.content.length > wireLimits.uploadBytes))
    return { kind: 'refused', code: 'too_large', reason: '文件超过 50 MB,Telegram 不收' };
  return null;
}
