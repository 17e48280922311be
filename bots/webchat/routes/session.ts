import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { HouseError } from '../../../core/errors.ts';
import { BePerson, type Done, type People, type Session, SignIn, type Start } from '../api.ts';
import { peopleToBe, theBot } from '../people.ts';
import type { Desk } from '../ports.ts';
import { changesAMinute } from '../quota.ts';
import { viewerOf } from '../rooms.ts';
import { closeSession, openSession, whoIs } from '../sessions.ts';

/** Who is there: picked in a demo, proved by a one-time code otherwise. */
export function sessionRoutes(app: FastifyInstance, desk: Desk): void {
  const { settings, directory } = desk;
  const limits = { recallMs: settings.recallMs, editMs: settings.editMs, fileBytes: settings.fileBytes };

  app.get('/api/start', async (request): Promise<z.infer<typeof Start>> => {
    const viewer = await whoIs(request, desk);
    return { demo: settings.demo, bot: theBot(await directory()), me: viewer?.person ?? null, limits };
  });

  app.post('/api/signout', changesAMinute(desk, settings.changesPerMinute), async (request, reply): Promise<z.infer<typeof Done>> => {
    await closeSession(request, reply, desk);
    return { ok: true };
  });

  if (settings.demo) demoRoutes(app, desk);
  else signInRoutes(app, desk);
}

function demoRoutes(app: FastifyInstance, desk: Desk): void {
  app.get('/api/people', async (): Promise<z.infer<typeof People>> => ({ groups: peopleToBe(await desk.directory()) }));

  const config = { rateLimit: { max: 120, timeWindow: 60_000 } };
  app.post('/api/session', { config }, async (request, reply): Promise<z.infer<typeof Session>> => {
    const { person } = BePerson.parse(request.body);
    const viewer = viewerOf(person, await desk.directory(), true);
    if (!viewer) throw new HouseError('no_such_person', '名录里没有这个人。');
    return { me: viewer.person, token: await openSession(viewer, reply, desk) };
  });
}

function signInRoutes(app: FastifyInstance, desk: Desk): void {
  const { settings } = desk;
  const config = { rateLimit: { max: settings.signinsPerMinute, timeWindow: 60_000 } };
  const inAll = app.createRateLimit({ max: settings.signinsPerMinuteInAll, timeWindow: 60_000, keyGenerator: () => 'everybody' });

  app.post('/api/signin', { config }, async (request, reply): Promise<z.infer<typeof Session>> => {
    const crowd = await inAll(request);
    if (!crowd.isAllowed && crowd.isExceeded) throw new HouseError('too_many', '登录的人太多了，请稍后再试。');
    const { code } = SignIn.parse(request.body);
    const key = await desk.redeemCode(code);
    const viewer = key === null ? null : viewerOf(key, await desk.directory(), false);
    if (!viewer) {
      desk.log.info({ address: request.ip }, 'a sign-in with a wrong code');
      throw new HouseError('wrong_code', '验证码不对，或者已经用过、过期了。请私聊机器人重新获取。');
    }
    return { me: viewer.person, token: await openSession(viewer, reply, desk) };
  });
}
