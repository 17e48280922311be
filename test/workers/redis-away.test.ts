import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import { SCENE } from '../../app/replay/channel.ts';
import { type Driver, openStage } from '../../app/replay/stage.ts';
import { ChatId } from '../../core/ids.ts';
import { CLOCK, fireAllDue, startClock } from '../../workers/clock.ts';
import { openQueues } from '../../workers/queues.ts';
import { createUnderstander, UNDERSTAND } from '../../workers/understand.ts';
import { createTestDatabase } from '../support/database.ts';
import { ownRedis } from '../support/processes/redis.ts';
import { quietLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';

const PEOPLE = ['ju-xiaoyan', 'zhou-jianbo', 'xia-kai', 'mu-qian', 'gu-mingzhe', 'yuan-xiang', 'yan-weidong'] as const;
const MINUTE = 60_000;
const TROUBLES = [
  '厂区变压器增容的申请交上去一个月了，供电公司说要等，新设备开不起来，请帮忙协调用电',
  '排污许可证月底到期，环评验收的材料交了三次都被退，请环保的同志帮忙看看',
  '招聘会去了三场，普工一个没招到，缝纫工更缺，订单要交不出来了，请人社帮忙招工',
  '电子税务局开不出专票，增值税发票升版增量的申请没有人审，客户催着要发票',
  '一批货的原产地证填错了，报关单过不了，集装箱压在港口，请商务局帮忙协调海关',
  '营业执照变更法人卡在名称核准，经营异常名录也移不出来，投标要用',
  '厂里电缆被偷了两次，报了警还在等派出所的消息，夜里治安让人不放心',
] as const;

test.skipIf(inject('redisUrl') === null)(
  'Redis dead for ten minutes: tickets, receipts and reminders by the sweeps; back again, by hints, and nothing twice',
  { timeout: 90_000 },
  async () => {
    const redis = await ownRedis();
    await redis.start();
    const database = await createTestDatabase();
    const { db } = database;
    const queues = openQueues({ redisUrl: redis.url, databaseUrl: database.url, log: quietLog });
    onTestFinished(async () => {
      await queues.close();
      await database.drop();
    });
    let away = false;
    /** While Redis is there nothing is swept: what is done was hinted. */
    const driver: Driver = async (shopOf) => {
      const shop = shopOf(queues);
      const understander = createUnderstander(shop);
      await queues.work(UNDERSTAND, 4, (id) => understander.hinted(ChatId.parse(Number(id))));
      await startClock(shop);
      return {
        queues,
        async fire(now) {
          if (away) return fireAllDue(shop);
          const idle = async () => (await shop.store.timers.upcoming(new Date(0), now, 1)).length === 0;
          if (await idle()) return;
          queues.wake(CLOCK, now, now);
          await until(idle, 'what is due to be done by a worker', 20_000);
        },
        async understand() {
          if (away) return understander.sweep();
          // A hint given before the connection is back is lost: it is given until one arrives.
          const understood = async () => {
            const chats = await shop.store.inbox.chatsWaiting();
            for (const chat of chats) queues.hint(UNDERSTAND, String(chat));
            return chats.length === 0;
          };
          await until(understood, 'what was said to be understood by a worker', 20_000);
        },
      };
    };
    let now = new Date('2026-03-10T09:00:00+08:00');
    const config = loadConfig(join(import.meta.dirname, '../../config'));
    const stage = await openStage(db, config, now, driver);
    let said = 0;
    async function says(n: number): Promise<void> {
      const text = TROUBLES[n] ?? '';
      const who = PEOPLE[n] ?? '';
      const body = { kind: 'message' as const, messageId: `r${n}`, text, quote: null, mentions: [], mentionsBot: false, media: [] };
      const chat = { wireId: 'work', kind: 'group' as const, title: null };
      await stage.channel.receive()([{ channel: SCENE, chat, sender: { wireId: who, name: who }, key: `m:r${n}`, at: now, body }]);
      await stage.settle();
      said += 1;
    }
    async function later(minutes: number): Promise<void> {
      now = new Date(now.getTime() + minutes * MINUTE);
      await stage.travel(now);
    }
    const receipts = () => stage.said.filter(({ message: { text } }) => /已受理 #\d+/.test(text)).length;
    const climbed = () => db.ticketEvent.count({ where: { type: 'escalated' } });

    await says(0);
    expect(receipts()).toBe(1);
    await later(20);
    const before = await climbed();

    await redis.kill();
    away = true;
    for (let minute = 0; minute < 10; minute += 2) {
      await says(said);
      expect(receipts()).toBe(said);
      await later(2);
    }
    // Of the first the reminder to take it fell due meanwhile.
    expect(await climbed()).toBeGreaterThan(before);

    await redis.start();
    away = false;
    await says(said);
    await later(1);
    expect(receipts()).toBe(said);
    expect(await db.ticket.count()).toBe(said);
    const events = await db.ticketEvent.groupBy({ by: ['ticket'], where: { type: 'opened' }, _count: true });
    expect(events.every(({ _count }) => _count === 1)).toBe(true);
    expect(await db.outbox.count({ where: { status: { notIn: ['sent', 'held', 'withdrawn'] } } })).toBe(0);
  },
);
