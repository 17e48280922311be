import { existsSync } from 'node:fs';
import { join } from 'node:path';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { HouseError } from '../../core/errors.ts';
import { answerErrors } from './answers.ts';
import { PAGE_HEADER } from './api.ts';
import type { Desk } from './ports.ts';
import { chatRoutes } from './routes/chats.ts';
import { fileRoutes } from './routes/files.ts';
import { messageRoutes } from './routes/messages.ts';
import { sessionRoutes } from './routes/session.ts';
import { streamRoutes } from './routes/stream.ts';
import type { WebchatSettings } from './settings.ts';

/** Everything the page loads comes from this server; no inline script runs, whatever somebody writes into a chat. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export function webchatPlugin(desk: Desk): FastifyPluginAsync {
  return async (app) => {
    await app.register(cookie);
    await app.register(rateLimit, { global: false, errorResponseBuilder: (_request, { ttl }) => tooMany(ttl) });
    await app.register(multipart, { limits: { files: 1, fields: 0, fileSize: desk.settings.fileBytes } });
    answerErrors(app, desk.log);
    guard(app, desk.settings);
    sessionRoutes(app, desk);
    chatRoutes(app, desk);
    messageRoutes(app, desk);
    fileRoutes(app, desk);
    streamRoutes(app, desk);
    app.all('/api/*', async () => {
      throw new HouseError('no_such_page', '没有这个接口。');
    });
    await servePage(app, desk.settings);
  };
}

function guard(app: FastifyInstance, settings: WebchatSettings): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.header('content-security-policy', PAGE_POLICY);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('cross-origin-resource-policy', 'same-origin');
    reply.header('cross-origin-opener-policy', 'same-origin');
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
    if (request.method === 'GET' || request.method === 'HEAD') return;
    const { origin } = request.headers;
    const own = settings.origin ? new URL(settings.origin).host : request.host;
    const foreign = origin !== undefined && hostOf(origin) !== own;
    if (foreign || request.headers[PAGE_HEADER] !== '1') throw new HouseError('foreign_page', '请求不是从本页面发出的，已拒绝。');
  });
}

async function servePage(app: FastifyInstance, { pageDir }: WebchatSettings): Promise<void> {
  if (pageDir === null) return;
  if (!existsSync(join(pageDir, 'index.html'))) {
    app.get('/', async (_request, reply) =>
      reply.code(503).type('text/plain; charset=utf-8').send('页面尚未构建，请先运行 npm run build。\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root: pageDir,
    setHeaders(reply, path) {
      // Built files carry their hash in the name; the page that names them must always be the newest.
      const lasting = path.includes(`${join(pageDir, 'assets')}`);
      reply.setHeader('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function tooMany(ttl: number): HouseError {
  return new HouseError('too_many', `操作太频繁了，请 ${Math.max(1, Math.ceil(ttl / 1000))} 秒后再试。`);
}
