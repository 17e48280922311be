import type { FastifyRequest } from 'fastify';
import type { Desk } from './ports.ts';
import { knownBefore } from './sessions.ts';

/** What one person may change in a minute, over all his sessions. Nobody's is his address's: a made-up token is no way round it. */
export function changesAMinute(desk: Desk, max: number) {
  const keyGenerator = async (request: FastifyRequest): Promise<string> => (await knownBefore(request, desk))?.key ?? request.ip;
  return { config: { rateLimit: { max, timeWindow: 60_000, keyGenerator } } };
}
