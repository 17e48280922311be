import { describe, expect, inject, test } from 'vitest';
import { emptyDatabase, ledgerAddsUp, settled } from '../support/processes/books.ts';
import { startHouse } from '../support/processes/house.ts';
import { claimRedis } from '../support/processes/redis.ts';
import { visit } from '../support/processes/visitor.ts';

const redisUrl = inject('redisUrl');

/** `npm run bots` and twice `npm run workers`, as docker-compose.yml runs them: external Postgres, external Redis. */
describe.skipIf(redisUrl === null)('the production form', () => {
  test('a ticket from its problem to its rating, while a worker is killed', { timeout: 90_000 }, async () => {
    const { db, url } = await emptyDatabase();
    const env = { DATABASE_URL: url, REDIS_URL: await claimRedis(redisUrl ?? '') };
    // All at once, as compose may start them: they migrate and seed one after another, and nothing twice.
    const [bots, one, two] = await Promise.all([
      startHouse('bots', { ...env, INSTANCE: 'bots' }),
      startHouse('workers', { ...env, INSTANCE: 'workers-1' }),
      startHouse('workers', { ...env, INSTANCE: 'workers-2' }),
    ]);
    expect([await db.posting.count(), await db.department.count()]).toEqual([24, 21]);
    const [boss, official, leader] = await Promise.all([
      visit(bots.url, 'yan-weidong'),
      visit(bots.url, 'liu-xiaoyan'),
      visit(bots.url, 'lin-dongsheng'),
    ]);

    await boss.say('work', '我们厂门口的路灯坏了一个月了，晚上工人下班不安全，麻烦给修一修');
    const receipt = await boss.hears('work', /已受理 #1（住建局/);
    expect(receipt.quote?.text).toContain('路灯');
    const dispatch = await official.hears('dept:construction', /#1[\s\S]*路灯/);
    const claim = dispatch.buttons.flat().find((button) => button.data === 'claim 1');
    expect(claim?.label).toBe('签收');

    one.signal('SIGKILL');
    expect((await one.exit()).signal).toBe('SIGKILL');
    await official.press('dept:construction', dispatch.id, 'claim 1');
    await official.hears('dept:construction', /→ #1 蓝鳍渔具：已签收/);
    await official.say('dept:construction', '回复 1 已派人去看，今天下午换灯');
    await boss.hears('work', /#1[\s\S]*今天下午换灯/);
    await official.say('dept:construction', '办结 1 路灯已修好，晚上能亮了');
    await boss.hears('work', /#1[\s\S]*路灯已修好/);
    await boss.say('work', '很满意');
    await official.hears('dept:construction', /#1 收到评价：服务态度 5 分/);
    await leader.say('dm:lin-dongsheng', '看板');
    await leader.hears('dm:lin-dongsheng', /办结/);

    await settled(db);
    const ticket = await db.ticket.findUniqueOrThrow({ where: { number: 1 } });
    expect(ticket).toMatchObject({ state: 'closed', department: 'construction', outcome: 'solved' });
    expect(ticket.rating).not.toBeNull();
    for (const at of [ticket.receivedAt, ticket.dispatchedAt, ticket.claimedAt, ticket.contactedAt, ticket.closedAt])
      expect(at).toBeInstanceOf(Date);
    expect(await ledgerAddsUp(db)).toMatchObject({ received: 6, parked: 0, ignored: 0 });
    // Nobody was told twice: one row, one message on the wire, each.
    expect(await db.webchatMessage.count({ where: { author: '@bot' } })).toBe(await db.outbox.count({ where: { status: 'sent' } }));
    expect(await db.outbox.count({ where: { status: { not: 'sent' } } })).toBe(0);

    const exits = await Promise.all([bots.stop('SIGTERM'), two.stop('SIGTERM')]);
    for (const exit of exits) expect(exit).toMatchObject({ code: 0 });
  });
});
