import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Readiness } from './readiness.ts';

export interface WatchRoutes {
  readonly readiness: () => Promise<Readiness>;
  readonly readings: () => Promise<string>;
  readonly contentType: string;
}

/**
 * /healthz: the process lives. /readyz: it may be given work. /metrics: its figures.
 * @param to who may read the figures: only whoever asks from this machine itself, or everybody who reaches the port, which then is one of its own
 */
export function serveWatch(
  app: FastifyInstance,
  { readiness, readings, contentType }: WatchRoutes,
  to: 'this-machine' | 'everybody',
): void {
  app.get('/healthz', async () => ({ ok: true }));
  app.get('/readyz', async (_request, reply) => {
    const found = await readiness();
    return reply
      .code(found.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(found);
  });
  app.get('/metrics', async (request, reply) => {
    if (to === 'this-machine' && !isFromHere(request)) return reply.code(404).send();
    return reply.type(contentType).send(await readings());
  });
}

/** The socket's own end, not what a header says; and through a proxy everybody would be this machine. */
function isFromHere(request: FastifyRequest): boolean {
  const proxied = Object.keys(request.headers).some((name) => name.startsWith('x-forwarded-') || name === 'forwarded');
  return !proxied && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.raw.socket.remoteAddress ?? '');
}
