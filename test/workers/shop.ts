import { join } from 'node:path';
import { clockworkOf } from '../../app/clockwork.ts';
import { loadConfig } from '../../app/config.ts';
import { earsOf } from '../../app/listening.ts';
import { projectRoot } from '../../app/project-root.ts';
import { createReceive } from '../../bots/receive.ts';
import { ChannelName, ChatId } from '../../core/ids.ts';
import { seed } from '../../prisma/seed.ts';
import { createStore, type Store } from '../../prisma/store/index.ts';
import type { Workshop } from '../../workers/house.ts';
import { createUnderstander, type Understander } from '../../workers/understand.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { quietLog } from '../support/quiet-log.ts';

export const WIRE = ChannelName.parse('wire');
export const TROUBLE = '排污许可证月底到期，环评验收的材料交了三次都被退，请环保的同志帮忙看看';
const clock = { now: () => new Date('2026-03-10T09:00:00+08:00') };

/** Read once: a shop is opened for every test. */
const SHIPPED = loadConfig(join(import.meta.dirname, '../../config'));

/** The understanding worker alone, on a real database with the shipped directory. */
export interface Shop {
  readonly database: TestDatabase;
  readonly store: Store;
  readonly work: ChatId;
  /** Everybody says it in this order, in the work group unless another chat is named. */
  write(people: readonly string[], chat?: string, text?: string): Promise<void>;
  understander(store: Store): Understander;
  workshop(store: Store): Workshop;
  waiting(): Promise<number>;
}

export async function openShop(): Promise<Shop> {
  const database = await createTestDatabase();
  const { db } = database;
  await seed(db, SHIPPED, { webchat: WIRE });
  const recognise = () => ({ role: 'unknown' as const, department: null });
  const store = createStore(db, { botName: SHIPPED.bot.name, channels: [WIRE], bodies: { supervision: [], leaders: [] }, recognise });
  const chat = await db.chat.findUniqueOrThrow({ where: { channel_wireId: { channel: WIRE, wireId: 'work' } } });
  const receive = createReceive({ inbox: store.inbox, clock, log: quietLog, crash: () => {}, hint: () => {} });
  const clockwork = clockworkOf(SHIPPED);
  const queues = { backend: 'postgres' as const, hint() {}, wake() {}, daily() {}, work: async () => async () => {}, async close() {} };
  const workshop = (used: Store): Workshop => ({
    store: used,
    config: SHIPPED,
    clockwork,
    ears: earsOf(projectRoot(), SHIPPED, used, quietLog),
    queues,
    clock,
    log: quietLog,
    crash: () => {},
    model: null,
  });
  return {
    database,
    store,
    work: ChatId.parse(chat.id),
    write: (people, wireChat = 'work', text = TROUBLE) =>
      receive(
        people.map((wireId) => ({
          channel: WIRE,
          chat: { wireId: wireChat, kind: 'group', title: null },
          sender: { wireId, name: wireId },
          at: clock.now(),
          key: `m:${wireId}`,
          body: { kind: 'message', messageId: wireId, text, quote: null, mentions: [], mentionsBot: false, media: [] },
        })),
      ),
    understander: (used) => createUnderstander(workshop(used)),
    workshop,
    waiting: () => db.inbox.count({ where: { status: 'new' } }),
  };
}
