import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../prisma/store/client.ts';
import { startBotApi } from '../support/bot-api/driver.ts';
import { ledgerAddsUp, settled } from '../support/processes/books.ts';
import { startHouse } from '../support/processes/house.ts';
import { officeWith, withTelegramGroup } from '../support/processes/office.ts';
import { ownPostgres } from '../support/processes/postgres.ts';
import { visit } from '../support/processes/visitor.ts';
import { until } from '../support/until.ts';

const AWAY_MS = 5_000;
const BACK_WITHIN_MS = 30_000;
const SAID_ONCE = '0b9f3a52-6c1e-4d0f-9a57-2f8f6f6f7a11';
const problems = [
  '我们厂门口的路灯坏了一个月了，晚上工人下班不安全，麻烦给修一修',
  '我们公司招不到缝纫工，订单都接不了，请帮忙想想办法',
  '出口退税三个月没到账，资金压力很大，请帮忙催一催',
] as const;

test('Postgres killed under a house at work: no wire is acknowledged, the log stays short, and all is there when it is back', {
  timeout: 120_000,
}, async () => {
  const postgres = await ownPostgres();
  const api = await startBotApi();
  onTestFinished(() => api.close());
  const group = api.group({ title: '创业汇' });
  const wang = api.user({ name: '王老板' });
  const house = await startHouse('start', {
    DATABASE_URL: postgres.url,
    CONFIG_DIR: officeWith('groups.yaml', (text) => withTelegramGroup(text, group.id)),
    TELEGRAM_BOT_TOKEN: api.token,
    TELEGRAM_API_ROOT: api.root(),
  });
  const heard = (ticket: RegExp, withinMs: number) =>
    until(() => api.sentTo(group).filter((one) => ticket.test(one.text)).length || null, `the group to read ${ticket}`, withinMs);
  const boss = await visit(house.url, 'yan-weidong');
  wang.says(group, problems[0]);
  await heard(/已受理 #1/, 20_000);
  const offset = () => api.calls('getUpdates').at(-1)?.fields['offset'];
  // The receipt may be quicker than the next poll, which acknowledges what it answers.
  await until(() => api.updates.pending().length === 0, 'what was said to be acknowledged');
  const before = offset();

  const quietFrom = house.output().length;
  await postgres.kill();
  wang.says(group, problems[1]);
  const refused = await boss.say('work', problems[2], { clientId: SAID_ONCE }).catch((error: unknown) => String(error));
  expect(refused).toMatch(/: 503 .*"sentence":"服务暂时/);
  await pause(AWAY_MS);
  await until(() => api.calls('getUpdates').length > 0 && offset() === before, 'the offset to stand still');
  const lines = house
    .output()
    .slice(quietFrom)
    .split('\n')
    .filter((line) => line.startsWith('{'));
  expect(lines.filter((line) => line.includes('the database is away: nothing is acknowledged')).length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThan(40);
  expect(house.ended()).toBeNull();

  await postgres.start();
  const back = Date.now();
  // Not #2: a Postgres that died has thrown away the numbers it had drawn ahead.
  await heard(/已受理 #\d+（人社局/, BACK_WITHIN_MS);
  expect(Date.now() - back).toBeLessThan(BACK_WITHIN_MS);
  // The page says it again, as it does until it is answered: its own wire may be back a moment after Telegram's.
  await until(() => boss.say('work', problems[2], { clientId: SAID_ONCE }).catch(() => null), 'the page to be answered', BACK_WITHIN_MS);
  await boss.hears('work', /已受理 #\d+/, BACK_WITHIN_MS);
  const db = openDatabase(postgres.url, 2);
  onTestFinished(() => db.$disconnect());
  await settled(db);
  expect(await ledgerAddsUp(db)).toMatchObject({ received: 3, ticketed: 3 });
  expect(await db.ticket.count()).toBe(3);
  await until(() => house.logged('the database is back'), 'the house to say so');
  expect(await house.stop('SIGTERM', 15_000)).toMatchObject({ code: 0 });
});
