import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import type { Capabilities, Channel, OutboundMessage, Receive, SendOutcome } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import type { Directory } from '../../core/directory.ts';
import type { WebchatBody, WebchatStore } from '../../prisma/store/webchat.ts';
import { cleanText, TEXT_LIMIT } from './api.ts';
import { type DoorOptions, openDoor } from './door.ts';
import { quotedText, shorten, toRow } from './encode.ts';
import type { WebchatHub } from './hub.ts';
import type { Log } from './log.ts';
import { createOffering } from './offering.ts';
import { webchatPlugin } from './plugin.ts';
import type { Desk } from './ports.ts';
import { createQueues } from './queues.ts';
import { type Room, roomByWireId, WEBCHAT } from './rooms.ts';
import { WebchatSettings, type WebchatSettingsInput } from './settings.ts';

const HOUR = 3_600_000;

export interface WebchatParts {
  readonly store: WebchatStore;
  readonly directory: () => Promise<Directory>;
  readonly settings: WebchatSettingsInput;
  readonly log: Log;
  readonly clock: Clock;
  readonly hub: WebchatHub;
  /** Consumes a one-time code and says whose it was; null: wrong, used or expired. Asked only where `demo` is off. */
  readonly redeemCode: (code: string) => Promise<string | null>;
}

export interface WebchatChannel extends Channel {
  /** The page, its API and its live stream; register it on the server that `npm start` opens. */
  readonly plugin: FastifyPluginAsync;
  /** Closes this scope of a server to everybody but managers and administrators who are signed in here. */
  readonly door: (app: FastifyInstance, options: DoorOptions) => Promise<void>;
}

/** The embedded channel: a wire whose server we are. */
export function createWebchatChannel(parts: WebchatParts): WebchatChannel {
  const { store, directory, log, clock, hub, redeemCode } = parts;
  const settings = WebchatSettings.parse(parts.settings);
  const queues = createQueues();
  const offering = createOffering({ store, directory, queues, log });
  const streams = new Set<() => void>();
  const desk: Desk = { store, directory, settings, clock, log, hub, queues, offering, redeemCode, streams };
  const capabilities = capabilitiesOf(settings);
  let sweeper: NodeJS.Timeout | null = null;

  async function sweep(): Promise<void> {
    const now = clock.now();
    await store.sweep(now, new Date(now.getTime() - 24 * HOUR)).catch((err: unknown) => log.warn({ err }, 'the web chat was not swept'));
  }

  async function say(room: Room, message: OutboundMessage): Promise<SendOutcome> {
    const { botName } = await directory();
    const row = toRow(message, room, botName, await quoteOf(room, message), clock.now());
    const stored = await store.say(
      row,
      { outboxId: message.id, part: message.part ?? 0 },
      message.media.map((media) => media.content),
    );
    hub.publish({ kind: 'message', message: stored });
    return { kind: 'sent', messageId: String(stored.id) };
  }

  /** Our own copy of the quoted message says more than the house knows of it: who wrote it, and its text where a button was pressed. */
  async function quoteOf(room: Room, { quote }: OutboundMessage): Promise<WebchatBody['quote']> {
    if (!quote) return null;
    const id = Number(quote.messageId);
    const quoted = Number.isSafeInteger(id) ? await store.find(room.wireId, id) : null;
    const text = quoted ? quotedText(quoted) : shorten(cleanText(quote.text));
    return text.trim() === '' ? null : { messageId: quote.messageId, text, author: quoted?.authorName ?? '' };
  }

  return {
    name: WEBCHAT,
    capabilities,
    plugin: webchatPlugin(desk),
    door: (app, options) => openDoor(app, desk, options),
    async start(receive: Receive) {
      await sweep();
      sweeper = setInterval(() => void sweep(), HOUR).unref();
      await offering.start(receive);
    },
    async stop() {
      if (sweeper) clearInterval(sweeper);
      offering.stop();
      for (const end of streams) end();
      await queues.idle();
    },
    async send(chat, message) {
      const refusal = refusalOf(message, capabilities);
      if (refusal) return refusal;
      try {
        const room = roomByWireId(chat.wireId, await directory());
        if (!room) return { kind: 'refused', code: 'no_such_chat', reason: `没有这个会话：${chat.wireId}` };
        return await say(room, message);
      } catch (err) {
        log.warn({ outbox: message.id, err }, 'a message was not written to the web chat');
        // Trying again is safe whatever happened: the outbox id and the part are unique in the table.
        return { kind: 'retry', afterMs: 1_000, scope: 'channel', reason: 'the database did not take it' };
      }
    },
  };
}

function capabilitiesOf(settings: WebchatSettings): Capabilities {
  return {
    quote: true,
    mention: true,
    buttons: true,
    edits: true,
    recalls: true,
    media: { kinds: ['image', 'file', 'voice', 'video'], maxBytes: settings.fileBytes },
    textLimit: TEXT_LIMIT,
    pushWindowMs: null,
    pace: { perMinute: 6_000, perChatPerMinute: 600, fold: false },
    idempotentSend: true,
  };
}

function refusalOf(message: OutboundMessage, { textLimit, media }: Capabilities): SendOutcome | null {
  if (message.text.trim() === '' && message.media.length === 0) return { kind: 'refused', code: 'empty', reason: '没有内容' };
  if (message.text.length > textLimit) return { kind: 'refused', code: 'text_too_long', reason: `超过 ${textLimit} 字` };
  if (message.media.some((one) => one.content.byteLength > media.maxBytes)) {
    return { kind: 'refused', code: 'file_too_big', reason: `附件超过 ${media.maxBytes} 字节` };
  }
  return null;
}
