import type { Effects } from '../core/conversation/effects.ts';
import type { Heard } from '../core/conversation/heard.ts';
import type { House } from '../core/conversation/house.ts';
import { listen } from '../core/conversation/listen.ts';
import { ChatId, type TicketNumber } from '../core/ids.ts';
import { isOutage, type Written } from '../prisma/store/index.ts';
import { createDrains } from './drains.ts';
import { createSieve, showFloods } from './flood.ts';
import { handledLine } from './handled.ts';
import { houseMaker, type Workshop } from './house.ts';
import { LEARN } from './learn.ts';
import { showParked } from './parked.ts';
import { REPORT } from './report.ts';

export const UNDERSTAND = 'understand';
/** Chats understood side by side for hints: what they ask of the database at once is one statement. */
const CONCURRENCY = 32;
const BATCH = 20;
/** A message that fails this often is parked and shown; its chat goes on. */
export const MAX_ATTEMPTS = 5;
/** Between the attempts: what passes by itself has ten seconds for it, and the chat waits no longer. */
export const WAITS_MS = [100, 400, 1_600, 6_000];
/** Chats that one process handles without a hint, side by side. */
const SWEPT_AT_ONCE = 32;
/** Somebody else is writing to the same tickets; he is done within a few rounds. */
const MAX_CONFLICTS = 20;

export interface Understander {
  /** Handles what waits in this chat, in order of arrival, until nothing does. */
  drain(chat: ChatId): Promise<void>;
  /** The same for a hint. Where the chat is being drained already, that drain looks once more, and the hint waits for nothing. */
  hinted(chat: ChatId): Promise<void>;
  /** For start-up and lost hints: begins with every chat that has something new, and waits for none of them. */
  look(): Promise<void>;
  /** The same, and waits until all of it is handled. */
  sweep(): Promise<void>;
  /** Finishes the messages in hand; what else waits is found again at the next start. */
  stop(): Promise<void>;
}

export function createUnderstander(shop: Workshop): Understander {
  const { store, log } = shop;
  const houseOf = houseMaker(shop);
  const sieve = createSieve(shop);
  const drains = createDrains(handleWaiting, SWEPT_AT_ONCE);
  /** Numbers drawn for a ticket that then was not opened: used next, so that the series people see has few holes. */
  const spare: TicketNumber[] = [];

  async function draw(count: number): Promise<readonly TicketNumber[]> {
    const kept = spare.splice(0, count);
    return [...kept, ...(await store.freshNumbers(count - kept.length))];
  }

  async function handleWaiting(chat: ChatId): Promise<void> {
    while (!drains.stopping()) {
      const directory = await store.directory.current();
      await shop.ears.follow(directory.ears);
      const batch = await store.inbox.next(chat, directory, BATCH, shop.clock.now());
      let more = batch.length === BATCH;
      for (const heard of await sieve.sift(chat, directory, batch)) {
        if (drains.stopping()) return;
        if ((await attempt(houseOf(directory, shop.clock.now()), heard)) === 'done') continue;
        // What is next, and who is who, must be asked again.
        more = true;
        break;
      }
      // Fewer than asked for were all that waited; what came since has a hint of its own.
      if (!more) return;
    }
  }

  async function attempt(house: House, heard: Heard): Promise<'done' | 'again'> {
    // What failed before, in another drain or process, is not forgotten: one that ends its process each time would never be parked.
    for (let tried = (heard.failed ?? 0) + 1; ; ) {
      try {
        return await handle(house, heard);
      } catch (error) {
        // The database is away or busy, the message is as good as before: nothing is counted, the hint or the sweep comes back.
        if (isOutage(error)) throw error;
        const sentence = sentenceOf(error);
        shop.signals?.attemptFailed();
        log.error({ inbox: heard.id, chat: heard.chat.id, error: sentence }, 'a message could not be handled');
        const failed = await store.inbox.failed(heard.id, sentence, MAX_ATTEMPTS, shop.clock.now(), tried);
        // Another worker tried it too, and was done with it first: it is nobody's any more.
        if (failed === null) return 'again';
        if (failed.parked) {
          await showParked(shop);
          return 'done';
        }
        tried = failed.attempts + 1;
        await drains.wait(WAITS_MS[failed.attempts - 1] ?? 0);
        if (drains.stopping()) return 'again';
      }
    }
  }

  /** @returns `again` where another worker took the message, or it changed the directory the rest of the batch was read with */
  async function handle(house: House, heard: Heard): Promise<'done' | 'again'> {
    for (let round = 0; round < MAX_CONFLICTS; round += 1) {
      const now = shop.clock.now();
      const situation = await store.situation(heard, house.directory, now);
      const step = listen(house, heard, situation);
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
      if (written.kind === 'taken') return 'again';
      announce(effects, written);
      return effects.directory.length > 0 ? 'again' : 'done';
    }
    throw new Error(`message ${heard.id} met another writer ${MAX_CONFLICTS} times`);
  }

  function announce(effects: Effects, written: Extract<Written, { kind: 'written' }>): void {
    shop.crash('effects-written');
    log.info(handledLine(effects, written), 'handled');
    for (const channel of new Set(written.outbox.map((row) => row.channel))) shop.queues.hint(`deliver-${channel}`, channel);
    for (const { key } of effects.reports) shop.queues.hint(REPORT, key);
    if (effects.directory.some((change) => change.kind === 'train')) shop.queues.hint(LEARN, 'ordered');
    if (!shop.model) return;
    for (const { ticket, events } of effects.tickets) {
      if (events.some((event) => event.body.type === 'opened')) shop.queues.hint('refine', String(ticket.number));
    }
  }

  async function waiting(): Promise<readonly ChatId[]> {
    const chats = await store.inbox.chatsWaiting();
    return drains.stopping() ? [] : chats;
  }

  return {
    drain: (chat) => drains.drain(chat),
    async hinted(chat) {
      if (!drains.running(chat)) return drains.drain(chat);
      void drains.drain(chat).catch(() => undefined); // whoever began that drain hears of its failure
    },
    async look() {
      const fresh = (await waiting()).filter((chat) => !drains.begun(chat));
      for (const ended of drains.begin(fresh)) {
        ended.catch((error: unknown) => log.warn({ error: sentenceOf(error) }, 'a chat was left; the next sweep tries again'));
      }
      await showParked(shop);
      await showFloods(shop);
    },
    async sweep() {
      await Promise.all(drains.begin(await waiting()));
      await showParked(shop);
      await showFloods(shop);
    },
    stop: () => drains.stop(),
  };
}

export async function startUnderstanding(shop: Workshop): Promise<Understander> {
  const understander = createUnderstander(shop);
  await shop.queues.work(UNDERSTAND, CONCURRENCY, (id) => understander.hinted(ChatId.parse(Number(id))));
  return understander;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
