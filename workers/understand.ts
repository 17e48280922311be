import { consider } from '../core/conversation/consider.ts';
import type { Effects } from '../core/conversation/effects.ts';
import type { Heard } from '../core/conversation/heard.ts';
import type { House } from '../core/conversation/house.ts';
import { dutyChat } from '../core/conversation/people.ts';
import type { Directory } from '../core/directory.ts';
import { ChatId, type TicketNumber } from '../core/ids.ts';
import type { Written } from '../prisma/store/index.ts';
import { houseMaker, type Workshop } from './house.ts';

export const UNDERSTAND = 'understand';
const CONCURRENCY = 8;
const BATCH = 20;
/** A message that fails this often is parked and shown; its chat goes on. */
export const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 100;
/** Somebody else is writing to the same tickets; he is done within a few rounds. */
const MAX_CONFLICTS = 20;

export interface Understander {
  /** Handles what waits in this chat, in order of arrival, until nothing does. */
  drain(chat: ChatId): Promise<void>;
  /** The same for a hint. Where the chat is being drained already, that drain looks once more, and the hint waits for nothing. */
  hinted(chat: ChatId): Promise<void>;
  /** For start-up and lost hints. */
  sweep(): Promise<void>;
}

export function createUnderstander(shop: Workshop): Understander {
  const { store, log } = shop;
  const houseOf = houseMaker(shop.config);
  const drains = new Map<ChatId, { again: boolean; readonly done: Promise<void> }>();
  /** Numbers drawn for a ticket that then was not opened: used next, so that the series people see has few holes. */
  const spare: TicketNumber[] = [];

  async function draw(count: number): Promise<readonly TicketNumber[]> {
    const kept = spare.splice(0, count);
    return [...kept, ...(await store.freshNumbers(count - kept.length))];
  }

  /**
   * One drain a chat in a process. Ten people writing at once are ten hints: were each to drain, all would think about the same
   * message, one would write it, and a busy chat would hold every slot that the others need.
   */
  function drain(chat: ChatId): Promise<void> {
    const running = drains.get(chat);
    if (running) {
      running.again = true;
      return running.done;
    }
    const turn = { again: true };
    const done = untilNothingNew(chat, turn);
    drains.set(chat, Object.assign(turn, { done }));
    return done;
  }

  async function untilNothingNew(chat: ChatId, turn: { again: boolean }): Promise<void> {
    try {
      while (turn.again) {
        turn.again = false;
        await handleWaiting(chat);
      }
    } finally {
      // In the same breath as the last look at `again`: a hint that comes now begins a drain of its own.
      drains.delete(chat);
    }
  }

  async function handleWaiting(chat: ChatId): Promise<void> {
    for (;;) {
      const directory = await store.directory.current();
      const batch = await store.inbox.next(chat, directory, BATCH);
      if (batch.length === 0) return;
      for (const heard of batch) {
        // Taken by another worker: what is next must be asked again.
        if ((await attempt(houseOf(directory), heard, directory)) === 'again') break;
      }
    }
  }

  async function attempt(house: House, heard: Heard, directory: Directory): Promise<'done' | 'again'> {
    for (let failures = 0; ; failures += 1) {
      try {
        const written = await handle(house, heard);
        return written.kind === 'taken' ? 'again' : 'done';
      } catch (error) {
        const sentence = error instanceof Error ? error.message : String(error);
        log.error({ inbox: heard.id, chat: heard.chat.id, error: sentence }, 'a message could not be handled');
        // Where even this fails, the database is away: nothing is counted, the hint or the sweep comes back.
        const parked = await store.inbox.failed(heard.id, sentence, MAX_ATTEMPTS, shop.clock.now());
        if (parked) {
          await showParked(heard, directory);
          return 'done';
        }
        await wait(FIRST_WAIT_MS * 2 ** failures);
      }
    }
  }

  async function handle(house: House, heard: Heard): Promise<Written> {
    for (let round = 0; round < MAX_CONFLICTS; round += 1) {
      const now = shop.clock.now();
      const situation = await store.situation(heard, house.directory, now);
      const step = consider(house, heard, situation);
      const { needs } = step;
      const [tickets, reads, numbers] = await Promise.all([
        store.tickets(needs.tickets),
        store.reads(needs.reads, now),
        draw(needs.numbers),
      ]);
      const effects = step.settle({ tickets, reads, numbers });
      const written = await store.commit(effects, now);
      const opened = new Set(written.kind === 'written' ? effects.tickets.map((change) => change.ticket.number) : []);
      spare.push(...numbers.filter((number) => !opened.has(number)));
      if (written.kind === 'conflict') continue;
      if (written.kind === 'written') announce(effects, written);
      return written;
    }
    throw new Error(`message ${heard.id} met another writer ${MAX_CONFLICTS} times`);
  }

  function announce(effects: Effects, written: Extract<Written, { kind: 'written' }>): void {
    shop.crash('effects-written');
    for (const channel of new Set(written.outbox.map((row) => row.channel))) shop.queues.hint(`deliver-${channel}`, channel);
    if (!shop.model) return;
    for (const { ticket, events } of effects.tickets) {
      if (events.some((event) => event.body.type === 'opened')) shop.queues.hint('refine', String(ticket.number));
    }
  }

  async function showParked(heard: Heard, directory: Directory): Promise<void> {
    const desk = dutyChat(directory, heard.chat.channel);
    if (!desk) return;
    const where = heard.chat.title ?? '私聊';
    const text = `【请看一看】${where} ${heard.sender?.name ?? ''} 的一条消息没能处理（编号 m${heard.id}），已存着没有丢，请到群里看原话，需要的话引用它发“立单”。`;
    await store.outbox.tell({ dedupeKey: `parked.${heard.id}`, chat: desk.id, kind: 'parked', text }, shop.clock.now());
    shop.queues.hint(`deliver-${desk.channel}`, desk.channel);
  }

  return {
    drain,
    async hinted(chat) {
      if (!drains.has(chat)) return drain(chat);
      void drain(chat).catch(() => undefined); // whoever began that drain hears of its failure
    },
    async sweep() {
      const chats = await store.inbox.chatsWaiting();
      await Promise.all(chats.map((chat) => drain(chat)));
    },
  };
}

export async function startUnderstanding(shop: Workshop): Promise<Understander> {
  const understander = createUnderstander(shop);
  await shop.queues.work(UNDERSTAND, CONCURRENCY, (id) => understander.hinted(ChatId.parse(Number(id))));
  return understander;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
