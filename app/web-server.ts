import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyHttpOptions, type FastifyInstance, type FastifyReply } from 'fastify';
import { answerErrors } from '../bots/webchat/answers.ts';
import type { Log } from '../core/log.ts';
import type { Settings } from './settings.ts';

const SECOND = 1000;

/**
 * How long a stranger may hold a connection with half a request: the whole of it, ten megabytes over a slow line too, in two
 * minutes. None of these ends a live stream: its request is whole at once, and its heartbeat keeps the connection from being idle.
 */
const PATIENCE = {
  requestTimeout: 120 * SECOND,
  connectionTimeout: 150 * SECOND,
  keepAliveTimeout: 72 * SECOND,
  http: { headersTimeout: 20 * SECOND, connectionsCheckingInterval: 5 * SECOND, maxHeaderSize: 16 * 1024 },
} satisfies FastifyHttpOptions<Server>;

/** Said of everything that is no page: nothing in it runs, loads or is framed. A page says its own over it. */
const CLOSED = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const NO_REQUEST: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** The one server of the house, as a network full of strangers needs it. */
export function openWebServer(
  { PUBLIC_URL }: Pick<Settings, 'PUBLIC_URL'>,
  log: Log,
  patience: Partial<typeof PATIENCE> = {},
): FastifyInstance {
  const app = Fastify({
    // One proxy, the one in front of us: addresses further left in its header are what the client wrote there himself.
    trustProxy: PUBLIC_URL !== undefined && ((_address, hop) => hop === 0),
    bodyLimit: 1024 * 1024,
    ...PATIENCE,
    ...patience,
    // An address that cannot be decoded reaches no hook.
    frameworkErrors: (_error, _request, reply) => unreadable(reply),
    clientErrorHandler: refuse,
  });
  app.addHook('onRequest', async (_request, reply) => void reply.headers(CLOSED));
  answerErrors(app, log);
  return app;
}

function unreadable(reply: FastifyReply): void {
  reply.headers(CLOSED).code(400).send({ code: 'malformed', sentence: '请求的格式不对。' });
}

/** What was sent is no request, or was not finished in time. */
function refuse(error: Error & { readonly code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const headers = Object.entries({ ...CLOSED, connection: 'close', 'content-length': '0' }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${NO_REQUEST[error.code ?? ''] ?? '400 Bad Request'}\r\n${headers.join('')}\r\n`, () => socket.destroy());
}
