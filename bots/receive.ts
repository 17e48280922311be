import { InboundEnvelope, type Receive } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Crash } from '../core/crash.ts';
import type { Log } from '../core/log.ts';
import type { InboxStore } from '../prisma/store/inbox.ts';

/** Longest text kept of one message, in UTF-16 units. No wire of ours carries more; a forged request might. */
const LONGEST_TEXT = 1_000_000;

/** What is only shown is cut, in UTF-16 units: a group whose title is two hundred emoji is heard like any other. */
const SHOWN = new Map([
  ['title', 256],
  ['name', 256],
  ['mime', 128],
]);

const MB = 1024 * 1024;
const LARGEST_FILE = 20 * MB;
/** All files of one message: they go in one statement, which cannot be split. */
const MESSAGE_BYTES = 96 * MB;
const INSERT_BYTES = 32 * MB;

export interface Receiving {
  readonly inbox: Pick<InboxStore, 'receive' | 'park'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly crash: Crash;
  /** Tells the workers that this chat has something new. */
  readonly hint: (chat: number) => void;
  /** Whether the store refused what it was given for what is in it: it would refuse it the next time as well. */
  readonly neverFits?: (error: unknown) => boolean;
}

/** Stores, then returns: only then may the channel acknowledge. What is malformed is refused with its reason, the rest goes on. */
export function createReceive(parts: Receiving): Receive {
  return async (batch) => {
    const valid = batch.flatMap((envelope) => {
      const parsed = InboundEnvelope.safeParse(wellFormed(envelope));
      if (parsed.success) return [lightened(dated(parsed.data))];
      const issue = parsed.error.issues[0];
      parts.log.warn(
        { channel: String(envelope.channel), key: String(envelope.key), field: issue?.path.join('.'), problem: issue?.code },
        'refused: not an envelope',
      );
      return [];
    });
    if (valid.length === 0) return;
    for (const part of bySize(valid)) {
      const chats = await stored(part, parts);
      parts.crash('inbox-stored');
      for (const chat of chats) parts.hint(chat);
    }
  };
}

/** One message that the store can never hold must not keep back all that came with it, and after it, for ever. */
async function stored(batch: readonly InboundEnvelope[], parts: Receiving): Promise<readonly number[]> {
  try {
    return await parts.inbox.receive(batch, parts.clock.now());
  } catch (error) {
    if (parts.neverFits?.(error) !== true) throw error;
    const [only] = batch;
    if (only !== undefined && batch.length === 1) {
      const line = { channel: String(only.channel), key: only.key, kind: only.body.kind };
      if (await parts.inbox.park(only, error, parts.clock.now())) parts.log.warn(line, 'parked: the store refused it as it came');
      else parts.log.error(line, 'refused: the store can never hold it');
      return [];
    }
    const chats = new Set<number>();
    for (const envelope of batch) for (const chat of await stored([envelope], parts)) chats.add(chat);
    return [...chats];
  }
}

/** A moment that no calendar of ours has is none: Postgres does not read its year. */
function dated(envelope: InboundEnvelope): InboundEnvelope {
  const year = envelope.at?.getUTCFullYear() ?? 2000;
  return year >= 1 && year <= 9999 ? envelope : { ...envelope, at: null };
}

/**
 * The most file bytes one insert carries: a statement's JSON holds 256 MB, and what never fits would be offered again for ever.
 * In this order, so that each chat keeps its own.
 */
function bySize(envelopes: readonly InboundEnvelope[]): readonly InboundEnvelope[][] {
  const parts: InboundEnvelope[][] = [];
  let left = 0;
  for (const envelope of envelopes) {
    const size = bytesOf(envelope);
    const last = parts.at(-1);
    if (last && size <= left) last.push(envelope);
    else parts.push([envelope]);
    left = (last && size <= left ? left : INSERT_BYTES) - size;
  }
  return parts;
}

function bytesOf({ body }: InboundEnvelope): number {
  return body.kind === 'message' ? body.media.reduce((sum, { content }) => sum + (content?.length ?? 0), 0) : 0;
}

/** A large file stays known by its name, and by the reference to ask the wire with; without one, it is kept while the statement holds it. */
function lightened(envelope: InboundEnvelope): InboundEnvelope {
  const { body } = envelope;
  if (body.kind !== 'message') return envelope;
  let kept = 0;
  const media = body.media.map((file) => {
    const size = file.content?.length ?? 0;
    if ((size > LARGEST_FILE && file.ref !== null) || kept + size > MESSAGE_BYTES) return { ...file, content: null };
    kept += size;
    return file;
  });
  return { ...envelope, body: { ...body, media } };
}

/** Postgres' text holds neither U+0000 nor half a surrogate pair; one such letter must not lose the message. */
function wellFormed(value: unknown, longest = LONGEST_TEXT): unknown {
  if (typeof value === 'string') return value.replaceAll('\u0000', '').slice(0, longest).toWellFormed();
  if (Array.isArray(value)) return value.map((one) => wellFormed(one));
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, wellFormed(inner, SHOWN.get(key))]));
}
