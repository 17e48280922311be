import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Role } from '../../core/directory.ts';
import { PAGE_HEADER } from './api.ts';
import type { Desk } from './ports.ts';
import { type Viewer, viewerOf } from './rooms.ts';
import { sessionHash, whoIs } from './sessions.ts';

/** Who may look behind the house. */
const ROLES: readonly Role[] = ['manager', 'admin'];
/** Of a demo alone, whose tabs hold their tokens themselves and send none with a page they open. */
const DEMO_COOKIE = 'msb_door';

export interface DoorOptions {
  /** Where the pages behind it begin, `/queues`; must be where the plugin is registered. */
  readonly path: string;
  /** Those pages' own policy. */
  readonly policy: string;
}

/** Lets managers and administrators in, by their sign-in at the web chat, and only to look: no change is passed on. */
export async function openDoor(app: FastifyInstance, desk: Desk, { path, policy }: DoorOptions): Promise<void> {
  await app.register(cookie);
  app.addHook('onRequest', async (request, reply) => {
    for (const [name, value] of Object.entries({ ...HEADERS, 'content-security-policy': policy })) reply.header(name, value);
    const [where = ''] = request.url.split('?');
    if (desk.settings.demo && (where === `${path}/enter` || where === `${path}/enter.js`)) return;
    const viewer = await behindDoor(request, desk);
    if (!viewer) return refuse(reply, 401, desk.settings.demo ? path : null);
    if (!isAllowed(viewer)) return refuse(reply, 403, null);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return reply.code(405).send({ code: 'read_only', sentence: '这里只能看，不能改。' });
  });
  if (desk.settings.demo) demoEntrance(app, desk, path);
}

const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const;

function isAllowed({ member }: Viewer): boolean {
  return member?.roles.some((role) => ROLES.includes(role)) ?? false;
}

async function behindDoor(request: FastifyRequest, desk: Desk): Promise<Viewer | null> {
  const viewer = await whoIs(request, desk);
  const token = request.cookies[DEMO_COOKIE];
  if (viewer || !desk.settings.demo || token === undefined) return viewer;
  const key = await desk.store.sessionMember(sessionHash(token, true), desk.clock.now());
  return key === null ? null : viewerOf(key, await desk.directory(), true);
}

/** A demo's visitor brings the token of his tab to the door, and is given a cookie that opens nothing else. */
function demoEntrance(app: FastifyInstance, desk: Desk, path: string): void {
  app.get('/enter.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(ENTER));
  app.post('/enter', async (request, reply) => {
    if (request.headers[PAGE_HEADER] !== '1') return refuse(reply, 403, null);
    const viewer = await whoIs(request, desk);
    if (!viewer) return refuse(reply, 401, null);
    if (!isAllowed(viewer)) return refuse(reply, 403, null);
    const [, token = ''] = (request.headers.authorization ?? '').split(' ');
    reply.setCookie(DEMO_COOKIE, token, { path, httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' });
    return { ok: true };
  });
}

const ENTER = `const token = sessionStorage.getItem('mashangban.token');
const headers = { '${PAGE_HEADER}': '1', authorization: 'Bearer ' + token };
if (token) fetch('enter', { method: 'POST', headers }).then((answer) => answer.ok && location.reload());
`;

function refuse(reply: FastifyReply, code: 401 | 403, enterAt: string | null): FastifyReply {
  const sentence = code === 401 ? '请先在网页端登录，再打开这一页。' : '这一页只对推进办、督查考核办和管理员开放。';
  const script = enterAt === null ? '' : `<base href="${enterAt}/"><script src="enter.js"></script>`;
  return reply
    .code(code)
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>马上办</title>${script}<p>${sentence}</p><p><a href="/">去登录</a></p></html>\n`,
    );
}
