import { beforeAll, expect, test } from 'vitest';
import type { SendOutcome } from '../../core/channel.ts';
import type { Store } from '../../prisma/store/index.ts';
import { deliveryStage, ok } from './delivery-stage.ts';

const stage = deliveryStage(new Date('2026-03-10T09:00:00+08:00'));
const { chat, pass, put, say, wire } = stage;
beforeAll(async () => {
  await chat('duty', { role: 'duty' });
});

const kicked: SendOutcome = { kind: 'refused', code: 'forbidden', reason: 'kicked' };

test('a group that threw the bot out: the desk reads of the first at once, of all the rest in one line, and each is on record', async () => {
  const room = await chat('kicked');
  const { deliverer, texts } = wire({ send: (to) => (to === 'kicked' ? kicked : ok) });
  for (let n = 0; n < 40; n += 1) await put(room, '秘密', { ticket: 100 + (n % 3) });
  await deliverer.pump();
  await deliverer.recover(false);
  await deliverer.pump();
  expect(texts('duty')).toEqual([expect.stringMatching(/发往“kicked”的#100 的一条消息没能送到/)]);

  pass(10 * 60_000);
  await deliverer.recover(false);
  await deliverer.pump();
  const [, rest, ...more] = texts('duty');
  expect(more).toEqual([]);
  expect(rest).toMatch(/#101、#102、#100 的 39 条消息没能送到/);
  expect(rest).not.toContain('秘密');

  // Nobody tells of them again, a process that starts anew neither.
  pass(10 * 60_000);
  const next = wire();
  await next.deliverer.recover(true);
  await next.deliverer.pump();
  expect(next.sent).toEqual([]);
  const shown = await stage.database.db.outbox.count({ where: { dedupeKey: { startsWith: 'doubt.' } } });
  expect(shown).toBe(40);
});

test('let in again, it hears what is said from then on', async () => {
  const room = await chat('back');
  let inside = false;
  const { deliverer, texts } = wire({ send: (to) => (to === 'back' && !inside ? kicked : ok) });
  await say(room, '在外');
  await deliverer.pump();
  inside = true;
  await say(room, '回来了');
  await deliverer.pump();
  expect(texts('back')).toEqual(['回来了']);
});

test('a stored form nobody reads ends as refused and is shown; what stands behind it is said', async () => {
  const room = await chat('poison');
  await say(room, '前');
  const poison = await put(room, '', { body: { from: 'another age' } });
  await say(room, '后');
  const { deliverer, texts } = wire();
  await deliverer.pump();
  expect(texts('poison')).toEqual(['前', '后']);
  expect(await stage.database.db.outbox.findUnique({ where: { id: poison } })).toMatchObject({
    status: 'refused',
    error: expect.stringContaining('nobody reads'),
  });
  await deliverer.recover(false);
  await deliverer.pump();
  expect(texts('duty')).toEqual([expect.stringContaining(`（编号 o${poison}）`)]);
});

test('what can never be taken stands before its chat for half a minute and no longer; an outage is not counted', async () => {
  const room = await chat('stuck');
  const stuck = await put(room, '拿不出的附件');
  await say(room, '后面的');
  let away = true;
  const take: Store['outbox']['take'] = (messages, sender, at) => {
    if (away) return Promise.reject(Object.assign(new Error('away'), { code: 'P1001' }));
    if (messages.some(({ id }) => BigInt(id) === stuck)) return Promise.reject(new Error('no such file'));
    return stage.store.outbox.take(messages, sender, at);
  };
  const { deliverer, texts } = wire({ outbox: { take } });
  const looks = async (n: number) => {
    for (let look = 0; look < n; look += 1) {
      await deliverer.pump();
      pass(6_000);
    }
  };
  await looks(8);
  expect(await stage.database.db.outbox.findUnique({ where: { id: stuck } })).toMatchObject({ status: 'pending' });
  away = false;
  await looks(5);
  await deliverer.pump();
  expect(await stage.database.db.outbox.findUnique({ where: { id: stuck } })).toMatchObject({ status: 'refused', error: 'no such file' });
  expect(texts('stuck')).toEqual(['后面的']);
});
