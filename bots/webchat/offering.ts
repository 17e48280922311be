import type { InboundEnvelope, InboundMedia, Receive } from '../../core/channel.ts';
import type { Directory } from '../../core/directory.ts';
import { HouseError } from '../../core/errors.ts';
import type { WebchatMessage, WebchatStore } from '../../prisma/store/webchat.ts';
import { toEnvelope } from './decode.ts';
import type { Log } from './log.ts';
import type { Queues } from './queues.ts';
import { roomByWireId } from './rooms.ts';

const RETRY_MS = 1_000;

/**
 * Hands what people wrote to the house. The stored row remembers what the house has taken, so whatever came between
 * (a crash, a database away) the rest is offered again, in order, at the next message, after a pause, or at the next start.
 */
export interface Offering {
  start(receive: Receive): Promise<void>;
  stop(): void;
  /** Call within the chat's queue. Rejects as soon as the house rejects. */
  drain(chat: string): Promise<void>;
  /** Offers a message once more, whatever was heard of it: its sender has not seen our answer. */
  again(message: WebchatMessage): Promise<void>;
  /** Offers what is not kept as a message. */
  offer(envelope: InboundEnvelope): Promise<void>;
}

export interface OfferingParts {
  readonly store: WebchatStore;
  readonly directory: () => Promise<Directory>;
  readonly queues: Queues;
  readonly log: Log;
}

export function createOffering({ store, directory, queues, log }: OfferingParts): Offering {
  let receive: Receive | null = null;
  const waiting = new Map<string, NodeJS.Timeout>();

  async function hand(envelope: InboundEnvelope): Promise<void> {
    if (!receive) throw new HouseError('stopped', '服务正在重启，消息稍后会自动送出。', { certain: false });
    try {
      await receive([envelope]);
    } catch (cause) {
      log.warn({ key: envelope.key, err: cause }, 'the inbox did not take a message of the web chat');
      throw new HouseError('inbox_away', '服务暂时繁忙，消息稍后会自动送出。', { certain: false, cause });
    }
  }

  async function envelopeOf(message: WebchatMessage): Promise<InboundEnvelope | null> {
    const room = roomByWireId(message.chat, await directory());
    return room && toEnvelope(message, room, await mediaOf(message));
  }

  async function mediaOf(message: WebchatMessage): Promise<InboundMedia[]> {
    const media: InboundMedia[] = [];
    for (const { kind, name, mime, token } of message.body.files) {
      media.push({ kind, name, mime, content: await store.fileContent(token), ref: null });
    }
    return media;
  }

  async function drain(chat: string): Promise<void> {
    try {
      for (let rows = await store.unheard(chat); rows.length > 0; rows = await store.unheard(chat)) {
        for (const message of rows) {
          const envelope = await envelopeOf(message);
          // A chat that left the directory has nobody to hear it; the row stays as it is for the record.
          if (!envelope) log.warn({ chat }, 'a chat of the web chat is not in the directory any more');
          else await hand(envelope);
          await store.heardOf(message.id, message.change);
        }
      }
    } catch (error) {
      tryLater(chat);
      throw error;
    }
  }

  function tryLater(chat: string): void {
    if (!receive || waiting.has(chat)) return;
    const timer = setTimeout(() => {
      waiting.delete(chat);
      queues.run(chat, () => drain(chat)).catch(() => undefined); // drain() has logged it and asked for another try
    }, RETRY_MS);
    timer.unref();
    waiting.set(chat, timer);
  }

  return {
    async start(given) {
      receive = given;
      const chats = await store.chatsWithUnheard();
      await Promise.all(chats.map((chat) => queues.run(chat, () => drain(chat)).catch(() => undefined)));
    },
    stop() {
      receive = null;
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
    drain,
    async again(message) {
      const envelope = await envelopeOf({ ...message, heard: 0 });
      if (envelope) await hand(envelope);
    },
    offer: hand,
  };
}
