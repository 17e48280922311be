import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HouseError } from '../../core/errors.ts';
import type { Desk } from './ports.ts';
import { type Viewer, viewerOf } from './rooms.ts';

const COOKIE = 'msb_session';

/**
 * A demo's tab holds its own token, so that several tabs are several people; with real sign-in the token is in a cookie
 * that no script reads. Each mode takes only its own kind.
 */
export function tokenOf(request: FastifyRequest, demo: boolean): string | null {
  if (!demo) return request.cookies[COOKIE] ?? null;
  const [scheme, token] = (request.headers.authorization ?? '').split(' ');
  return scheme === 'Bearer' && token ? token : null;
}

/** The mode is hashed in: a token handed out by a demo is worth nothing after the demo is switched off. */
export function sessionHash(token: string, demo: boolean): string {
  return createHash('sha256')
    .update(`${demo ? 'demo' : 'code'}:${token}`)
    .digest('hex');
}

export async function whoIs(request: FastifyRequest, desk: Desk): Promise<Viewer | null> {
  const { store, settings, clock } = desk;
  const token = tokenOf(request, settings.demo);
  if (!token) return null;
  const key = await store.sessionMember(sessionHash(token, settings.demo), clock.now());
  return key === null ? null : viewerOf(key, await desk.directory(), settings.demo);
}

const known = new WeakMap<FastifyRequest, Promise<Viewer | null>>();

/** Asked once a request: the quota wants to know it before the route does. */
export function knownBefore(request: FastifyRequest, desk: Desk): Promise<Viewer | null> {
  const asked = known.get(request) ?? whoIs(request, desk);
  known.set(request, asked);
  return asked;
}

export async function signedIn(request: FastifyRequest, desk: Desk): Promise<Viewer> {
  const viewer = await knownBefore(request, desk);
  if (!viewer) throw new HouseError('signed_out', desk.settings.demo ? '请先选择一个身份。' : '登录已失效，请重新登录。');
  return viewer;
}

/** @returns the token for the page to keep, or null where it went into the cookie */
export async function openSession(viewer: Viewer, reply: FastifyReply, desk: Desk): Promise<string | null> {
  const { store, settings, clock } = desk;
  const token = randomBytes(32).toString('base64url');
  const now = clock.now();
  const expires = new Date(now.getTime() + settings.sessionMs);
  await store.openSession(sessionHash(token, settings.demo), viewer.key, now, expires);
  if (settings.demo) return token;
  reply.setCookie(COOKIE, token, { ...cookie(reply, desk), maxAge: Math.floor(settings.sessionMs / 1000) });
  return null;
}

export async function closeSession(request: FastifyRequest, reply: FastifyReply, desk: Desk): Promise<void> {
  const token = tokenOf(request, desk.settings.demo);
  if (token) await desk.store.closeSession(sessionHash(token, desk.settings.demo));
  if (!desk.settings.demo) reply.clearCookie(COOKIE, cookie(reply, desk));
}

function cookie(reply: FastifyReply, { settings }: Desk) {
  const secure = settings.origin?.startsWith('https:') ?? reply.request.protocol === 'https';
  return { path: '/', httpOnly: true, sameSite: 'strict', secure } as const;
}
