import type { FastifyInstance } from 'fastify';
import type { Capabilities, Channel, InboundEnvelope, Receive, SendOutcome } from '../../core/channel.ts';
import type { Clock } from '../../core/clock.ts';
import { HouseError } from '../../core/errors.ts';
import type { Log } from '../../core/log.ts';
import { isOutage } from '../../prisma/store/outage.ts';
import { seldom } from '../seldom.ts';
import { createApi } from './api.ts';
import { createBackoff } from './backoff.ts';
import { type BotCommand, createMenu } from './commands.ts';
import { telegramName } from './decode.ts';
import { createFetchFile } from './files.ts';
import { createIntake } from './intake.ts';
import { downloadLimit } from './media.ts';
import { pollUntil } from './polling.ts';
import { createSender } from './send.ts';
import { createSession } from './session.ts';
import { TelegramSettings, type TelegramSettingsInput } from './settings.ts';
import type { Me } from './text.ts';
import { tellTrouble } from './trouble.ts';
import { addWebhookRoute } from './webhook.ts';

export interface TelegramChannel extends Channel {
  /**
   * Shows these in people's clients when they type “/”; Latin names, as the Bot API wants them. Kept, and said again
   * each time the session opens, so it does not matter whether Telegram can be reached now. Never rejects.
   */
  registerCommands(commands: readonly BotCommand[]): Promise<void>;
  /** Webhook mode: adds Telegram's door to the server; call it before the server listens. Polling mode: nothing. */
  registerWebhook(app: FastifyInstance): void;
}

export const telegramCapabilities: Capabilities = {
  quote: true,
  mention: true,
  buttons: true,
  edits: true,
  // The Bot API never tells a bot that a message was deleted.
  recalls: false,
  media: { kinds: ['image', 'file', 'voice', 'video'], maxBytes: downloadLimit },
  // The wire holds 4096; the rest is room for the names put in front.
  textLimit: 4000,
  pushWindowMs: null,
  // About 30 a second in all, of which five are left to answers on buttons and files; about 20 a minute in one group, and one a second in any chat.
  pace: { perMinute: 1500, perSecond: 25, perChatPerMinute: 20, perChatPerSecond: 1, fold: true },
  idempotentSend: false,
};

export function createTelegramChannel(given: TelegramSettingsInput, { log, clock }: { log: Log; clock: Clock }): TelegramChannel {
  const settings = TelegramSettings.parse(given);
  const { timing } = settings;
  const api = createApi(settings);
  const menu = createMenu(api, log);
  const session = createSession(api, settings, log, (signal) => menu.show(signal));
  const fetchFile = createFetchFile(api, timing.callMs);
  let running: Running | null = null;
  const mayTell = seldom();

  const inHand = new Set<Promise<SendOutcome>>();
  const sendNow = createSender(api, log, async (envelope) => {
    if (running === null) throw new Error('the channel is not started');
    await running.receive([envelope]);
  });

  function send(...message: Parameters<Channel['send']>): Promise<SendOutcome> {
    const sending = sendNow(...message).finally(() => inHand.delete(sending));
    inHand.add(sending);
    return sending;
  }

  async function start(receive: Receive): Promise<void> {
    if (running !== null) throw new HouseError('telegram-started', 'Telegram 通道已经启动');
    const stopping = new AbortController();
    const { signal } = stopping;
    const intake = createIntake({ api, log, fetchFile, mediaMs: timing.mediaMs }, receive, signal);
    const gap = (from: Date, to: Date, me: Me) => receive([gapEnvelope(from, to, me)]);
    const listening =
      settings.mode === 'polling'
        ? pollUntil(signal, { api, session, settings, log, clock, take: intake.take, gap })
        : openWebhookUntil(signal);
    running = { receive, intake, stopping, listening };
  }

  /** Nothing is polled here: only until Telegram knows where to deliver. */
  async function openWebhookUntil(signal: AbortSignal): Promise<void> {
    const backoff = createBackoff(timing.backoffFirstMs, timing.backoffMostMs);
    while (!signal.aborted && session.me() === null) {
      try {
        await session.open(signal);
      } catch (error) {
        if (signal.aborted) return;
        tellTrouble(log, error, api.describe);
        await backoff.wait(signal);
      }
    }
  }

  async function stop(): Promise<void> {
    if (running === null) return;
    const { stopping, listening, intake } = running;
    running = null;
    stopping.abort();
    await listening;
    await intake.settle();
    // A send cut off here would end as “unknown” for nothing.
    await Promise.allSettled(inHand);
    session.lose();
    api.close();
  }

  return {
    name: telegramName,
    capabilities: telegramCapabilities,
    start,
    stop,
    send,
    fetchMedia: fetchFile,
    ready: () => running !== null && session.me() !== null,
    async registerCommands(wanted) {
      menu.want(wanted);
      if (session.me() !== null) await menu.show();
    },
    registerWebhook(app) {
      if (settings.mode !== 'webhook') return;
      addWebhookRoute(app, {
        path: new URL(settings.webhookUrl).pathname,
        secret: settings.webhookSecret,
        listening() {
          const me = session.me();
          return running === null || me === null ? null : { me, take: running.intake.take };
        },
        notStored(error) {
          // Each update comes again and again while the database is away: one line in a while says as much.
          if (isOutage(error) && !mayTell()) return;
          log.warn({ reason: api.describe(error) }, 'an update was not stored; telegram delivers it again');
        },
      });
    },
  };
}

interface Running {
  readonly receive: Receive;
  readonly intake: ReturnType<typeof createIntake>;
  readonly stopping: AbortController;
  readonly listening: Promise<void>;
}

/** The wire itself speaks: a chat that is only the bot's own id, which no person can write in. */
function gapEnvelope(from: Date, to: Date, me: Me): InboundEnvelope {
  const chat = { wireId: String(me.id), kind: 'private' as const, title: null };
  return { channel: telegramName, chat, sender: null, key: `g:gap:${from.toISOString()}`, at: to, body: { kind: 'gap', from, to } };
}
