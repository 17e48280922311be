import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { HouseError } from '../../core/errors.ts';
import { isOutage } from '../../prisma/store/outage.ts';
import type { Log } from './log.ts';

const statuses: Readonly<Record<string, number>> = {
  signed_out: 401,
  wrong_code: 401,
  foreign_page: 403,
  not_yours: 403,
  too_late: 403,
  no_such_chat: 404,
  no_such_message: 404,
  no_such_file: 404,
  no_such_person: 404,
  no_such_page: 404,
  repeated_id: 409,
  file_too_big: 413,
  text_too_long: 413,
  file_type: 415,
  too_many: 429,
  inbox_away: 503,
  stopped: 503,
};

const AWAY_EVERY_MS = 10_000;

const Known = z.object({ statusCode: z.int().min(400).max(499), code: z.string().optional() });

/** Every failure leaves as a code and a sentence; nothing of the inside leaves with it. */
export function answerErrors(app: FastifyInstance, log: Log): void {
  /** Sixty pages ask again every few seconds while the database is away: one line in a while says as much. */
  let awayTold = Number.NEGATIVE_INFINITY;
  app.setErrorHandler(async (error, request, reply) => {
    if (error instanceof HouseError) {
      return reply.code(statuses[error.code] ?? 400).send({ code: error.code, sentence: error.sentence });
    }
    if (error instanceof z.ZodError) return reply.code(400).send({ code: 'malformed', sentence: '请求的格式不对。' });
    const known = Known.safeParse(error);
    if (known.success) {
      const tooBig = known.data.statusCode === 413;
      const sentence = tooBig ? '内容太大了，请拆开或压缩后再发。' : '请求的格式不对。';
      return reply.code(known.data.statusCode).send({ code: tooBig ? 'file_too_big' : 'malformed', sentence });
    }
    if (isOutage(error)) {
      if (performance.now() - awayTold >= AWAY_EVERY_MS) {
        awayTold = performance.now();
        log.warn({ route: request.routeOptions.url }, 'pages are told to come again: the database is away');
      }
      return reply.code(503).header('retry-after', '5').send({ code: 'away', sentence: '服务暂时连不上，请过一会儿再试。' });
    }
    log.error({ err: error, route: request.routeOptions.url }, 'a request of the web chat failed');
    return reply.code(500).send({ code: 'broken', sentence: '服务出了点问题，请稍后再试。' });
  });
}
