import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createReceive } from '../../bots/receive.ts';
import type { InboundEnvelope } from '../../core/channel.ts';
import type { CrashPoint } from '../../core/crash.ts';
import { ChannelName } from '../../core/ids.ts';
import type { Db } from '../../prisma/store/client.ts';
import { createStore } from '../../prisma/store/index.ts';
import { startBotApi } from '../support/bot-api/driver.ts';
import { ledgerAddsUp, ownDatabase, saidAs, settled } from '../support/processes/books.ts';
import { type Env, startHouse } from '../support/processes/house.ts';
import { officeWith, withTelegramGroup } from '../support/processes/office.ts';
import { visit } from '../support/processes/visitor.ts';
import { keptLog } from '../support/quiet-log.ts';
import { until } from '../support/until.ts';

const PROBLEM = '我们厂门口的路灯坏了一个月了，晚上工人下班不安全，麻烦给修一修';
const WEBCHAT = ChannelName.parse('webchat');

/** Guarantees 1 and 2: whenever the process dies, nothing is lost, and nothing is doubled but what the second one allows. */
export function crashSuite(): void {
  // Two starts each: a busy machine may take its time, the waits within have deadlines of their own.
  vi.setConfig({ testTimeout: 90_000 });

  async function setting(): Promise<{ db: Db; env: Env }> {
    const { db, url } = await ownDatabase();
    return { db, env: { DATABASE_URL: url } };
  }

  async function dies(env: Env, at: string, provoke: (url: string) => Promise<unknown>): Promise<void> {
    const doomed = await startHouse('start', { ...env, CRASH_AT: at });
    // The connection dies with the process: an answer is not expected.
    await provoke(doomed.url).catch(() => undefined);
    expect((await doomed.exit()).signal).toBe('SIGKILL');
  }

  describe('on Telegram, which redelivers what was not confirmed', () => {
    async function telegram() {
      const { db, env } = await setting();
      const api = await startBotApi();
      onTestFinished(() => api.close());
      const group = api.group({ title: '环翠创业汇' });
      const boss = api.user({ name: '阎总' });
      const office = officeWith('groups.yaml', (text) => withTelegramGroup(text, group.id));
      const receipts = () => api.sentTo(group).filter((one) => one.text.includes('已受理'));
      return {
        db,
        api,
        group,
        boss,
        receipts,
        env: { ...env, CONFIG_DIR: office, TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root() },
      };
    }

    /** Dies there, is started again, hears the same update once more: one ticket, everything accounted for. */
    async function survives(at: string) {
      const stage = await telegram();
      const { db, api, group, boss, env } = stage;
      let said: ReturnType<typeof boss.says> | null = null;
      await dies(env, at, async () => {
        said = boss.says(group, PROBLEM);
      });
      await startHouse('start', env);
      await until(() => db.ticket.count(), 'the ticket to be opened', 10_000);
      if (said !== null) await api.again((said as ReturnType<typeof boss.says>).update);
      await until(() => api.updates.pending().length === 0, 'every update to be confirmed', 10_000);
      await settled(db);
      expect(await db.ticket.count()).toBe(1);
      expect(await db.inbox.count()).toBe(1);
      expect(await ledgerAddsUp(db)).toMatchObject({ received: 1, ticketed: 1 });
      const dispatches = await saidAs(db, 'dispatch');
      expect(dispatches.map((row) => row.status)).toEqual(['sent']);
      expect(await db.webchatMessage.count({ where: { outboxId: dispatches[0]?.id ?? 0n } })).toBe(1);
      return stage;
    }

    test.each(['inbox-stored', 'effects-written'] satisfies CrashPoint[])('%s: one ticket, one receipt', async (point) => {
      const { db, receipts } = await survives(point);
      expect(receipts()).toHaveLength(1);
      expect((await saidAs(db, 'receipt')).map((row) => row.status)).toEqual(['sent']);
      expect(await saidAs(db, 'doubt')).toEqual([]);
    });

    test.each([
      { point: 'send-taken', reached: 0 },
      { point: 'wire-accepted', reached: 1 },
    ] as const satisfies { point: CrashPoint; reached: number }[])(
      '$point: the receipt in flight is not sent again blindly; the duty desk is told once',
      async ({ point, reached }) => {
        const { db, receipts } = await survives(`${point}@telegram`);
        expect(receipts()).toHaveLength(reached);
        const [receipt, ...more] = await saidAs(db, 'receipt');
        expect(more).toEqual([]);
        expect(receipt).toMatchObject({ status: 'unknown', attempts: 1 });
        const doubts = await saidAs(db, 'doubt');
        expect(doubts.map((row) => row.status)).toEqual(['sent']);
        const shown = await db.webchatMessage.findMany({ where: { outboxId: doubts[0]?.id ?? 0n } });
        expect(shown.map(({ chatWireId, text }) => [chatWireId, /#1 的一条消息可能没有送到/.test(text), text.includes('路灯')])).toEqual([
          ['duty', true, false],
        ]);
      },
    );
  });

  describe('on the web chat, which drops a second send of the same message', () => {
    const points: readonly CrashPoint[] = ['inbox-stored', 'effects-written', 'send-taken', 'wire-accepted'];
    test.each(points)('%s: one ticket, one receipt, and the repeated post is the same message', async (point) => {
      const { db, env } = await setting();
      const clientId = randomUUID();
      const post = async (url: string) => (await visit(url, 'yan-weidong')).say('work', PROBLEM, { clientId });
      await dies(env, point, post);
      const again = await startHouse('start', env);
      // The page repeats what was not answered, under the same id.
      const posted = await post(again.url);
      await until(() => db.ticket.count(), 'the ticket to be opened', 10_000);
      await settled(db);
      const boss = await visit(again.url, 'yan-weidong');
      const words = (await boss.messages('work')).map(({ author, id }) => [author.key, id === posted.id]);
      expect(words).toEqual([
        ['yan-weidong', true],
        ['@bot', false],
      ]);
      expect(await db.ticket.count()).toBe(1);
      expect(await ledgerAddsUp(db)).toMatchObject({ received: 1, ticketed: 1 });
      const rows = await db.outbox.findMany({ orderBy: { kind: 'asc' } });
      expect(rows.map(({ kind, status }) => [kind, status])).toEqual([
        ['commissioner', 'sent'],
        ['dispatch', 'sent'],
        ['receipt', 'sent'],
      ]);
      expect(await db.webchatMessage.count({ where: { author: '@bot' } })).toBe(3);
    });
  });

  describe('one message delivered three times at once', () => {
    test('three posts of a page under one id, and three deliveries of one envelope', async () => {
      const { db, env } = await setting();
      const { url } = await startHouse('start', env);
      const boss = await visit(url, 'yan-weidong');
      const clientId = randomUUID();
      const posts = await Promise.all([1, 2, 3].map(() => boss.say('work', PROBLEM, { clientId })));
      expect(new Set(posts.map((post) => post.id)).size).toBe(1);
      await boss.hears('work', /已受理 #1/);

      const log = keptLog();
      const store = createStore(db, {
        botName: '小汇',
        channels: [WEBCHAT],
        bodies: { supervision: [], leaders: [] },
        recognise: () => ({ role: 'work', department: null }),
      });
      // No hint is given either: the sweep finds it.
      const receive = createReceive({ inbox: store.inbox, clock: { now: () => new Date() }, log, crash: () => {}, hint: () => {} });
      const envelope: InboundEnvelope = {
        channel: WEBCHAT,
        chat: { wireId: 'work', kind: 'group', title: '环翠创业汇' },
        sender: { wireId: 'zhou-jianbo', name: '周建波' },
        key: 'm:1000001',
        at: new Date(),
        body: {
          kind: 'message',
          messageId: '1000001',
          text: '我们公司招不到缝纫工，订单都接不了，请帮忙想想办法',
          quote: null,
          mentions: [],
          mentionsBot: false,
          media: [],
        },
      };
      await Promise.all([1, 2, 3].map(() => receive([envelope])));
      await boss.hears('work', /已受理 #2/);
      await settled(db);
      expect(await db.ticket.count()).toBe(2);
      expect(await saidAs(db, 'receipt')).toHaveLength(2);
      expect(await saidAs(db, 'dispatch')).toHaveLength(2);
      expect(await ledgerAddsUp(db)).toMatchObject({ received: 2, ticketed: 2 });
      expect(log.lines).toEqual([]);
    });
  });
}
