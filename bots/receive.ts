import { InboundEnvelope, type Receive } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Crash } from '../core/crash.ts';
import type { Log } from '../core/log.ts';
import type { InboxStore } from '../prisma/store/inbox.ts';

/** Longest text kept of one message, in UTF-16 units. No wire of ours carries more; a forged request might. */
const LONGEST_TEXT = 1_000_000;

export interface Receiving {
  readonly inbox: Pick<InboxStore, 'receive'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly crash: Crash;
  /** Tells the workers that this chat has something new. */
  readonly hint: (chat: number) => void;
}

/** Stores, then returns: only then may the channel acknowledge. What is malformed is refused with its reason, the rest goes on. */
export function createReceive(parts: Receiving): Receive {
  return async (batch) => {
    const valid = batch.flatMap((envelope) => {
      const parsed = InboundEnvelope.safeParse(wellFormed(envelope));
      if (parsed.success) return [parsed.data];
      const issue = parsed.error.issues[0];
      parts.log.warn(
        { channel: String(envelope.channel), key: String(envelope.key), field: issue?.path.join('.'), problem: issue?.code },
        'refused: not an envelope',
      );
      return [];
    });
    if (valid.length === 0) return;
    const chats = await parts.inbox.receive(valid, parts.clock.now());
    parts.crash('inbox-stored');
    for (const chat of chats) parts.hint(chat);
  };
}

/** Postgres' text holds neither U+0000 nor half a surrogate pair; one such letter must not lose the message. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').toWellFormed().slice(0, LONGEST_TEXT);
  if (Array.isArray(value)) return value.map(wellFormed);
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wellFormed(inner)]));
}
