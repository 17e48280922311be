import { request as ask } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { openWebServer } from '../../../app/web-server.ts';
import { createWebchatChannel, type WebchatChannel } from '../../../bots/webchat/channel.ts';
import { createWebchatHub } from '../../../bots/webchat/hub.ts';
import type { WebchatSettingsInput } from '../../../bots/webchat/settings.ts';
import type { OutboundMessage, Receive } from '../../../core/channel.ts';
import { type Db, openDatabase } from '../../../prisma/store/client.ts';
import { type WebchatStore, webchatStore } from '../../../prisma/store/webchat.ts';
import type { Office } from './office.ts';

export interface WebchatServer {
  readonly url: string;
  readonly port: number;
  readonly channel: WebchatChannel;
  readonly office: Office;
  readonly store: WebchatStore;
  readonly db: Db;
  /** Moves the server's clock. */
  later(ms: number): void;
  close(): Promise<void>;
}

export interface ServerOptions {
  readonly databaseUrl: string;
  readonly office: Office;
  readonly settings?: Partial<WebchatSettingsInput>;
  /** null: the suite starts the channel itself. */
  readonly receive: Receive | null;
  readonly redeemCode?: (code: string) => Promise<string | null>;
  /** The port of a server that was closed, to come back as it. */
  readonly port?: number;
  /** Where a proxy stands in front. */
  readonly publicUrl?: string;
  readonly patience?: Parameters<typeof openWebServer>[2];
  /** Before anything else is added. */
  readonly routes?: (app: FastifyInstance) => void;
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };

/** A web chat on a real port with connections of its own. */
export async function openServer(options: ServerOptions): Promise<WebchatServer> {
  const { office, receive } = options;
  const db = openDatabase(options.databaseUrl, 5);
  const store = webchatStore(db);
  let ahead = 0;
  const channel = createWebchatChannel({
    store,
    directory: async () => office,
    settings: { demo: true, changesPerMinute: 10_000, ...options.settings },
    log: silent,
    clock: { now: () => new Date(Date.now() + ahead) },
    hub: createWebchatHub(),
    redeemCode: options.redeemCode ?? (async () => null),
  });
  const app: FastifyInstance = openWebServer({ PUBLIC_URL: options.publicUrl }, silent, options.patience);
  options.routes?.(app);
  await app.register(channel.plugin);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  if (receive) await channel.start(receive);
  let closing: Promise<void> | null = null;
  return {
    url,
    port: Number(new URL(url).port),
    channel,
    office,
    store,
    db,
    later: (ms) => {
      ahead += ms;
    },
    close: () => {
      closing ??= channel
        .stop()
        .then(() => app.close())
        .then(() => db.$disconnect());
      return closing;
    },
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
  json(): unknown;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Plain HTTP without connection reuse: nothing stays open behind a test's back. */
export function call(server: { readonly url: string }, path: string, { method = 'GET', headers = {}, body }: Call = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = ask(new URL(path, server.url), { method, headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => {
        const bytes = Buffer.concat(parts);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          bytes,
          json: (): unknown => JSON.parse(bytes.toString('utf8')),
        });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

let lastOutboxId = 0;

export function spoken(
  text: string,
  more: Partial<Omit<OutboundMessage, 'id' | 'text'>> = {},
): Omit<OutboundMessage, 'id'> & { id: number } {
  lastOutboxId += 1;
  return { id: lastOutboxId, text, mentions: [], quote: null, buttons: [], media: [], ...more };
}
