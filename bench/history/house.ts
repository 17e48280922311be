import { clockworkOf } from '../../app/clockwork.ts';
import { earsOf } from '../../app/listening.ts';
import { projectRoot } from '../../app/project-root.ts';
import { createSceneChannel, type Said, SCENE } from '../../app/replay/channel.ts';
import { noHints } from '../../app/replay/stage.ts';
import { createDeliverer, type Deliverer } from '../../bots/deliver.ts';
import { createReceive } from '../../bots/receive.ts';
import type { InboundBody, QuoteRef } from '../../core/channel.ts';
import type { Config } from '../../core/config.ts';
import { directoryAt } from '../../core/directory.ts';
import { ChatId } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { About } from '../../core/report/about.ts';
import { seed } from '../../prisma/seed.ts';
import type { Db } from '../../prisma/store/client.ts';
import { createStore, type Store } from '../../prisma/store/index.ts';
import { type WebchatStore, webchatStore } from '../../prisma/store/webchat.ts';
import type { Workshop } from '../../workers/house.ts';
import { createUnderstander, type Understander } from '../../workers/understand.ts';
import { unlimited } from '../office.ts';
import { NOW } from './lives.ts';
import { type Standing, standingOf } from './standing.ts';

/** How a message ended, and what was answered because of it. */
export interface Ended {
  readonly outcome: string | null;
  readonly answer: string;
}

/** A whole house on one of the databases. Its clock stands still, so that every round sees the same world. */
export interface House {
  readonly db: Db;
  readonly store: Store;
  readonly shop: Workshop;
  readonly web: WebchatStore;
  readonly deliverer: Deliverer;
  readonly understander: Understander;
  readonly standing: Standing;
  /** How much of the time was spent on what commands ask the database for, since it was last asked. */
  readsMs(): number;
  /** From the wire to the commit. @returns the message's wire id */
  hear(who: string, chat: string, text: string, quote?: QuoteRef): Promise<string>;
  hearBody(who: string, chat: string, key: string, body: InboundBody): Promise<void>;
  ended(chat: string, key: string): Promise<Ended>;
  /** What a report for this person, to this chat, is made with. */
  about(who: string, chat: string): Promise<About>;
  close(): Promise<void>;
}

/** Anything out of the ordinary would spoil the figures. */
const strict: Log = { debug() {}, info() {}, warn: refuse, error: refuse };

function refuse(fields: object, message: string): never {
  throw new Error(`${message} ${JSON.stringify(fields)}`);
}

const clock = { now: () => NOW };
const crash = (): void => {};

/**
 * @param db closed with the house
 * @param tickets it was filled with
 */
export async function openHouse(db: Db, config: Config, tickets: number): Promise<House> {
  await seed(db, config, { webchat: SCENE });
  const store = createStore(db, {
    botName: config.bot.name,
    channels: [SCENE],
    bodies: config.ladder.bodies,
    recognise: (_channel, chat) => ({ role: chat.kind === 'private' ? 'private' : 'unknown', department: null }),
  });
  let reading = 0;
  const timed: Store = {
    ...store,
    async reads(reads, now) {
      const began = performance.now();
      const found = await store.reads(reads, now);
      reading += performance.now() - began;
      return found;
    },
  };
  const clockwork = clockworkOf(config);
  const ears = earsOf(projectRoot(), config, store, strict);
  const shop: Workshop = {
    store: timed,
    config: unlimited(config),
    clockwork,
    ears,
    queues: noHints,
    clock,
    log: strict,
    crash,
    model: null,
  };
  const said: Said[] = [];
  const channel = createSceneChannel(said);
  await channel.start(createReceive({ inbox: store.inbox, clock, log: strict, crash, hint() {} }));
  const understander = createUnderstander(shop);
  const deliverer = createDeliverer({ channel, store, notices: config.bot.notices, clock, log: strict, crash, instance: 'bench' });
  const names = new Map(config.people.map(({ key, name }) => [key, name]));
  let count = 0;

  async function chatOf(wireId: string) {
    const directory = directoryAt(await store.directory.current(), NOW);
    const chat = directory.chats.find((one) => one.wireId === wireId);
    if (chat === undefined) throw new Error(`no chat ${wireId}`);
    return { directory, chat };
  }

  async function hearBody(who: string, chat: string, key: string, body: InboundBody): Promise<void> {
    const kind = chat.startsWith('dm:') ? 'private' : 'group';
    await channel.receive()([
      {
        channel: SCENE,
        chat: { wireId: chat, kind, title: null },
        sender: { wireId: who, name: names.get(who) ?? who },
        key,
        at: NOW,
        body,
      },
    ]);
    await understander.drain(ChatId.parse((await chatOf(chat)).chat.id));
  }

  return {
    db,
    store: timed,
    shop,
    web: webchatStore(db),
    deliverer,
    understander,
    standing: await standingOf(db, config, tickets),
    readsMs() {
      const so = reading;
      reading = 0;
      return so;
    },
    hearBody,
    async hear(who, chat, text, quoted) {
      count += 1;
      const messageId = `bench-${process.pid}-${count}`;
      const quote = quoted ?? null;
      await hearBody(who, chat, `m:${messageId}`, { kind: 'message', messageId, text, quote, mentions: [], mentionsBot: false, media: [] });
      return messageId;
    },
    async ended(chat, key) {
      const { chat: here } = await chatOf(chat);
      const row = await db.inbox.findUniqueOrThrow({ where: { chatId_key: { chatId: here.id, key } } });
      const answers = await db.outbox.findMany({ where: { dedupeKey: { in: [`a${row.id}`, `a${row.id}.told`] } }, orderBy: { id: 'asc' } });
      return { outcome: row.outcome, answer: answers.map(({ body }) => JSON.stringify(body)).join('\n') };
    },
    async about(who, chat) {
      const { directory, chat: there } = await chatOf(chat);
      const member = directory.members.find((one) => one.key === who) ?? null;
      const sender = { channel: SCENE, wireId: who };
      return { now: NOW, directory, chat: there, clockwork, member, sender, categories: config.categories, prefix: config.bot.prefix };
    },
    async close() {
      await deliverer.stop();
      await understander.stop();
      await db.$disconnect();
    },
  };
}
