import { expect, onTestFinished, test } from 'vitest';
import { startBotApi } from '../support/bot-api/driver.ts';
import { ledgerAddsUp, ownDatabase, saidAs, settled } from '../support/processes/books.ts';
import { type House, startHouse } from '../support/processes/house.ts';
import { officeWith, withTelegramGroup } from '../support/processes/office.ts';
import { visit } from '../support/processes/visitor.ts';
import { until } from '../support/until.ts';

const WITHIN_MS = 15_000;
const PROBLEMS = [
  '我们厂门口的路灯坏了一个月了，晚上工人下班不安全，麻烦给修一修',
  '我们公司招不到缝纫工，订单都接不了，请帮忙想想办法',
  '出口退税三个月没到账，资金压力很大，请帮忙催一催',
] as const;

/** Two whole houses on one token and one database: one listens and speaks, the other waits. */
test('the one that is frozen, then the one that is killed, is followed within 15 s: each message once, one receipt each', {
  timeout: 120_000,
}, async () => {
  const { db, url } = await ownDatabase();
  // Frozen in the very middle of a send: the wire has taken the message and has not answered yet.
  let freeze: (() => void) | null = null;
  const api = await startBotApi({
    onSent({ text }) {
      if (text.includes('已受理')) freeze?.();
      if (text.includes('已受理')) freeze = null;
    },
  });
  onTestFinished(() => api.close());
  const group = api.group({ title: '环翠创业汇' });
  // One each: a second problem of one person may be read as more of his first.
  const [one, two, three] = ['阎总', '周总', '鞠总'].map((name) => api.user({ name }));
  const office = officeWith('groups.yaml', (text) => withTelegramGroup(text, group.id));
  const env = { DATABASE_URL: url, CONFIG_DIR: office, TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root() };
  const first = await startHouse('start', { ...env, INSTANCE: 'first' });
  const second = await startHouse('start', { ...env, INSTANCE: 'second' });
  const receipts = () => api.sentTo(group).filter(({ text }) => text.includes('已受理'));
  const serves = async (house: House) => (await fetch(`${house.url}/api/me`)).status !== 503;

  expect([await serves(first), await serves(second)]).toEqual([true, false]);
  expect((await fetch(`${second.url}/healthz`)).status).toBe(200);
  const ready = async (house: House) => (await fetch(`${house.url}/readyz`)).status;
  expect([await ready(first), await ready(second)]).toEqual([200, 503]);
  for (const channel of ['webchat', 'telegram'])
    expect(second.logged(`"channel":"${channel}","msg":"another process holds this session`)).toBe(1);
  // Its socket is as alive as ever: only its silence tells.
  freeze = () => first.signal('SIGSTOP');
  one?.says(group, PROBLEMS[0]);
  await until(() => receipts().length === 1, 'the first receipt', 10_000);
  two?.says(group, PROBLEMS[1]);
  await until(() => receipts().length === 2, 'the second house to answer', WITHIN_MS);
  expect(await serves(second)).toBe(true);
  // What may be in the wire is in doubt and shown, and not said again.
  expect((await saidAs(db, 'receipt')).map(({ status }) => status)).toContain('unknown');
  first.signal('SIGCONT');
  await until(() => first.logged('this one lets go of it') + first.logged('this session is let go') >= 2, 'the first to let go', 10_000);
  expect(await serves(first)).toBe(false);

  second.signal('SIGKILL');
  await second.exit();
  three?.says(group, PROBLEMS[2]);
  await until(() => receipts().length === 3, 'the first house to answer again', WITHIN_MS);
  await (await visit(first.url, 'liu-xiaoyan')).messages('dept:construction');
  await settled(db);

  expect(await ledgerAddsUp(db)).toMatchObject({ received: 3, ticketed: 3 });
  expect(await db.ticket.count()).toBe(3);
  expect(receipts()).toHaveLength(3);
  expect((await saidAs(db, 'receipt')).map(({ status, attempts }) => [status, attempts])).toEqual([
    ['sent', 1],
    ['sent', 1],
    ['sent', 1],
  ]);
  // By its status it has arrived: the first house, thawed, still knew it.
  expect(await saidAs(db, 'doubt')).toHaveLength(1);
  expect(await db.webchatMessage.count({ where: { author: '@bot' } })).toBe(
    await db.outbox.count({ where: { status: 'sent', channel: 'webchat' } }),
  );
  expect((await first.stop('SIGTERM', 15_000)).code).toBe(0);
});
