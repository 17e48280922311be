import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Me } from './text.ts';

export interface WebhookDeps {
  readonly path: string;
  readonly secret: string;
  /** null: not listening now; Telegram keeps the update and comes again. */
  readonly listening: () => { readonly me: Me; readonly take: (updates: readonly unknown[], me: Me) => Promise<void> } | null;
  readonly notStored: (error: unknown) => void;
}

const bodyLimit = 1024 * 1024;
const secretHeader = 'x-telegram-bot-api-secret-token';
const longestSecret = 256;

/** Telegram's door. 200 is said only after the update is stored, because that is what makes Telegram forget it. */
export function addWebhookRoute(app: FastifyInstance, { path, secret, listening, notStored }: WebhookDeps): void {
  const expected = digest(secret);

  app.post(path, {
    bodyLimit,
    // Before a byte of the body is read: strangers cost nothing, and their unread bodies do not hold the connection.
    onRequest: async (request: FastifyRequest, reply: FastifyReply) => {
      if (!isOurs(request.headers[secretHeader], expected)) return reply.code(401).header('connection', 'close').send({ ok: false });
    },
    handler: async (request, reply) => {
      const line = listening();
      if (line === null) return later(reply);
      try {
        await line.take([request.body], line.me);
      } catch (error) {
        notStored(error);
        return later(reply);
      }
      return { ok: true };
    },
  });
}

function later(reply: FastifyReply) {
  return reply.code(503).header('retry-after', '1').send({ ok: false });
}

/** Digests are of one length, so the comparison takes the same time whatever was sent. */
function isOurs(given: string | string[] | undefined, expected: Buffer): boolean {
  if (typeof given !== 'string' || given.length > longestSecret) return false;
  return timingSafeEqual(digest(given), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
