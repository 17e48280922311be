import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createTelegramChannel } from '../bots/telegram/channel.ts';
import { createWebchatChannel } from '../bots/webchat/channel.ts';
import { createWebchatHub } from '../bots/webchat/hub.ts';
import type { Channel } from '../core/channel.ts';
import { hashCode } from '../core/commands/codes.ts';
import { botCommands } from '../core/commands/index.ts';
import { webchatStore } from '../prisma/store/webchat.ts';
import { channelsOf, type Ground } from './boot.ts';
import { QUEUE_BOARD, QUEUE_BOARD_POLICY, serveQueueBoard } from './watch/queue-board.ts';

/** A channel, with what it adds to the house's web server and what it does once it listens. */
export interface Wire {
  readonly channel: Channel;
  /** Who we are on that wire: one process at a time is. Nothing secret. */
  readonly identity: string;
  readonly routes?: (app: FastifyInstance) => void | Promise<void>;
  readonly started?: () => Promise<void>;
}

/** The channels this deployment runs. A new one is a folder under bots/ and an entry here. */
export async function openWires(ground: Ground): Promise<Wire[]> {
  const { settings } = ground;
  return [
    ...(settings.WEBCHAT ? [webchat(ground)] : []),
    ...(settings.TELEGRAM_BOT_TOKEN ? [telegram(ground, settings.TELEGRAM_BOT_TOKEN)] : []),
    ...(settings.WECHAT ? [await wechat(ground)] : []),
  ];
}

function webchat({ settings, config, root, db, store, queues, log, clock }: Ground): Wire {
  const channel = createWebchatChannel({
    store: webchatStore(db),
    directory: () => store.directory.current(),
    settings: {
      demo: config.bot.demo,
      pageDir: join(root, 'dist/web'),
      origin: settings.PUBLIC_URL ? new URL(settings.PUBLIC_URL).origin : null,
    },
    log: log.child({ channel: 'webchat' }),
    clock,
    hub: createWebchatHub(),
    redeemCode: (code) => store.directory.redeemSignin(hashCode(code), clock.now()),
  });
  return {
    channel,
    identity: '',
    async routes(app) {
      await app.register(channel.plugin);
      await serveQueueBoard(app, queues, channelsOf(settings), (behind) =>
        channel.door(behind, { path: QUEUE_BOARD, policy: QUEUE_BOARD_POLICY }),
      );
    },
  };
}

function telegram({ settings, config, log, clock }: Ground, token: string): Wire {
  const common = { token, botName: config.bot.name, ...(settings.TELEGRAM_API_ROOT ? { apiRoot: settings.TELEGRAM_API_ROOT } : {}) };
  const { TELEGRAM_WEBHOOK_URL: webhookUrl, TELEGRAM_WEBHOOK_SECRET: webhookSecret } = settings;
  const mode = webhookUrl ? ({ mode: 'webhook', webhookUrl, webhookSecret: webhookSecret ?? '' } as const) : ({ mode: 'polling' } as const);
  const channel = createTelegramChannel({ ...mode, ...common }, { log: log.child({ channel: 'telegram' }), clock });
  const commands = botCommands().map(({ command, description }) => ({ name: command, description }));
  // The number before the colon is the bot; what follows is its secret, which may be changed.
  const [identity = ''] = token.split(':');
  return { channel, identity, routes: (app) => channel.registerWebhook(app), started: () => channel.registerCommands(commands) };
}

/** Loaded only here: it takes as long to load as all the rest together, and few deployments need it. */
async function wechat({ settings, config, log, clock, dataDir }: Ground): Promise<Wire> {
  const [{ createWechatChannel }, { fromThisMachine, registerLoginPage }, { WechatSettings }] = await Promise.all([
    import('../bots/wechat/channel.ts'),
    import('../bots/wechat/login-page.ts'),
    import('../bots/wechat/settings.ts'),
  ]);
  const channel = createWechatChannel(
    WechatSettings.parse({
      puppet: settings.WECHAT_PUPPET,
      token: settings.WECHAT_TOKEN ?? null,
      endpoint: settings.WECHAT_ENDPOINT ?? null,
      tls: { disable: settings.WECHAT_NO_TLS },
      memoryFile: join(dataDir, 'wechat'),
      rooms: config.groups.map((group) => group.title),
      inviters: settings.WECHAT_INVITERS,
      greeting: config.bot.greeting,
      botName: config.bot.name,
    }),
    { log: log.child({ channel: 'wechat' }), clock, print: (text) => process.stdout.write(`${text}\n`) },
  );
  const identity = settings.WECHAT_TOKEN ?? '';
  return { channel, identity, routes: (app) => registerLoginPage(app, channel, { allow: fromThisMachine }) };
}
