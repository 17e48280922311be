import { join } from 'node:path';
import { inject } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import { SCENE } from '../../app/replay/channel.ts';
import { type Hearing, openStage, type Stage } from '../../app/replay/stage.ts';
import type { InboundBody } from '../../core/channel.ts';
import type { Config } from '../../core/config.ts';
import { TicketNumber } from '../../core/ids.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { drivenByQueues } from './queue-drive.ts';

/** The shipped directory, read once: hundreds of towns are opened on it. */
const SHIPPED = loadConfig(join(import.meta.dirname, '../../config'));

export interface Spoken {
  readonly chat: string;
  readonly text: string;
  readonly id: string;
  readonly quotes: string | null;
  readonly buttons: readonly string[];
  readonly files: readonly string[];
}

export interface Saying {
  readonly quotes?: string;
  readonly media?: number;
  readonly id?: string;
  readonly mentionsBot?: boolean;
}

/** The whole pipeline on a database of the test's own, with the shipped directory and time in the test's hands. */
export interface Town {
  readonly stage: Stage;
  readonly database: TestDatabase;
  readonly config: Config;
  now(): Date;
  /** Somebody (key of people.yaml, or any other id: a stranger) says something; resolves with what the bot said because of it. */
  says(who: string, chat: string, text: string, how?: Saying): Promise<Spoken[]>;
  does(who: string, chat: string, key: string, body: InboundBody): Promise<Spoken[]>;
  presses(who: string, chat: string, data: string): Promise<Spoken[]>;
  /** Time passes, moment by moment. */
  later(minutes: number): Promise<Spoken[]>;
  /** The machine sleeps, or its clock is set: the time is another all at once. */
  sleeps(minutes: number): Promise<Spoken[]>;
  ticket(number: number): Promise<Ticket>;
  /** The last wire id a person's message got. */
  lastId(): string;
  close(): Promise<void>;
}

/** Both backends of the queues; Redis where this machine has it. */
export const BACKENDS = (['postgres', 'redis'] as const).filter((backend) => backend === 'postgres' || inject('redisUrl') !== null);

export interface TownOptions {
  readonly change?: (config: Config) => Config;
  /** Workers behind real queues do the work; absent: the stage does it by hand. */
  readonly queues?: 'redis' | 'postgres';
  /** SHADOW=1. */
  readonly shadow?: boolean;
  /** Other ears than the shipped ones. */
  readonly hearing?: Hearing;
}

export async function openTown({ change = (config) => config, queues, shadow, hearing }: TownOptions = {}): Promise<Town> {
  const database = await createTestDatabase();
  const config = change(SHIPPED);
  const driven = queues === undefined ? null : drivenByQueues(queues, database.url);
  let now = new Date('2026-03-10T09:00:00+08:00');
  const stage = await openStage(database.db, config, now, driven?.driver, {
    ...(shadow ? { shadow } : {}),
    ...(hearing ? { hearing } : {}),
  });
  let count = 0;
  let last = '';
  const name = (who: string) => config.people.find((person) => person.key === who)?.name ?? who;

  async function during(act: () => Promise<void>): Promise<Spoken[]> {
    const before = stage.said.length;
    await act();
    return stage.said.slice(before).map(({ chat, message }) => ({
      chat,
      text: message.text,
      id: `bot-${message.id}`,
      quotes: message.quote?.messageId ?? null,
      buttons: message.buttons.flat().map((button) => button.data),
      files: message.media.map((file) => file.name),
    }));
  }

  const does: Town['does'] = (who, chat, key, body) =>
    during(async () => {
      now = new Date(now.getTime() + 1000);
      await stage.travel(now);
      const kind = chat.startsWith('dm:') ? 'private' : 'group';
      await stage.channel.receive()([
        { channel: SCENE, chat: { wireId: chat, kind, title: null }, sender: { wireId: who, name: name(who) }, key, at: now, body },
      ]);
      await stage.settle();
    });

  return {
    stage,
    database,
    config,
    now: () => now,
    does,
    says(who, chat, text, how = {}) {
      count += 1;
      last = how.id ?? `w${count}`;
      const quote = how.quotes === undefined ? null : { messageId: how.quotes, text: null, author: null };
      const media = Array.from({ length: how.media ?? 0 }, (_, i) => ({
        kind: 'image' as const,
        name: `现场${i + 1}.png`,
        mime: 'image/png',
        content: Buffer.from([1, 2, 3]),
        ref: null,
      }));
      const mentionsBot = how.mentionsBot ?? text.includes(`@${config.bot.name}`);
      return does(who, chat, `m:${last}`, { kind: 'message', messageId: last, text, quote, mentions: [], mentionsBot, media });
    },
    presses(who, chat, data) {
      count += 1;
      return does(who, chat, `b:${count}`, { kind: 'button', messageId: null, data });
    },
    later(minutes) {
      return during(async () => {
        now = new Date(now.getTime() + minutes * 60_000);
        await stage.travel(now);
      });
    },
    sleeps(minutes) {
      return during(async () => {
        now = new Date(now.getTime() + minutes * 60_000);
        await stage.wakeAt(now);
      });
    },
    async ticket(number) {
      const [ticket] = await stage.store.tickets([TicketNumber.parse(number)]);
      if (!ticket) throw new Error(`no ticket ${number}`);
      return ticket;
    },
    lastId: () => last,
    async close() {
      await driven?.close();
      await database.drop();
    },
  };
}
