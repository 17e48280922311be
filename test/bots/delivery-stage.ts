import { afterAll, beforeAll } from 'vitest';
import { createDeliverer, type Delivery } from '../../bots/deliver.ts';
import type { Capabilities, Channel, OutboundMessage, SendOutcome } from '../../core/channel.ts';
import { ChannelName, ChatId } from '../../core/ids.ts';
import type { Store } from '../../prisma/store/index.ts';
import type { OutboxStore } from '../../prisma/store/outbox.ts';
import { generous } from '../support/capabilities.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { officeNotices } from '../support/notices.ts';
import { quietLog } from '../support/quiet-log.ts';
import { emptyStore } from '../support/store.ts';

export const WIRE = ChannelName.parse('wire');
export const ok: SendOutcome = { kind: 'sent', messageId: null };

interface Room {
  readonly role?: string;
  readonly kind?: 'group' | 'private';
}

interface Line {
  readonly dedupeKey?: string;
  readonly kind?: string;
}

interface Row extends Line {
  readonly ticket?: number;
  readonly body?: object;
  readonly status?: string;
  readonly urgent?: boolean;
}

interface Wired extends Partial<Pick<Delivery, 'crash' | 'instance'>> {
  /** What the wire does with a message; absent: it takes it. */
  readonly send?: (chat: string, message: OutboundMessage) => Promise<SendOutcome> | SendOutcome;
  /** Beside a wire that can do everything. */
  readonly capabilities?: Partial<Capabilities>;
  /** Instead of the real ones. */
  readonly outbox?: Partial<OutboxStore>;
}

/** What a test of delivery stands on: one wire, a database of the file's own, and a clock that only the tests move. */
export function deliveryStage(begin = new Date('2026-03-10T09:00:00Z')) {
  let database: TestDatabase;
  let store: Store;
  let now = begin;
  let keys = 0;

  beforeAll(async () => {
    database = await createTestDatabase();
    store = emptyStore(database.db, WIRE);
  });
  afterAll(() => database.drop());

  return {
    // There once the tests run, and moved by them: not to be taken out of the stage at the top of a file.
    get database() {
      return database;
    },
    get store() {
      return store;
    },
    get now() {
      return now;
    },
    set now(moment: Date) {
      now = moment;
    },
    pass: (ms: number): void => {
      now = new Date(now.getTime() + ms);
    },

    chat: async (wireId: string, { role = 'work', kind = 'group' }: Room = {}): Promise<ChatId> => {
      const row = await database.db.chat.create({ data: { channel: WIRE, wireId, kind, role, title: wireId } });
      // The house keeps its directory until it hears of a change.
      await database.db.directoryRevision.update({ where: { id: 1 }, data: { revision: { increment: 1 } } });
      return ChatId.parse(row.id);
    },

    /** The house's own word. */
    say: (to: ChatId, text: string, more: Line = {}): Promise<void> =>
      store.outbox.tell({ dedupeKey: `k${++keys}`, chat: to, kind: 'notice', text, ...more }, now),

    /** A row as it stands in the outbox, for what is not said by the house's own word. */
    put: async (to: ChatId, text: string, more: Row = {}): Promise<bigint> => {
      const body = { text, mentions: [], quoteOf: null, buttons: [], mediaOf: [] };
      const line = { dedupeKey: `k${++keys}`, chatId: to, channel: WIRE, kind: 'notice', body, createdAt: now, notBefore: now };
      return (await database.db.outbox.create({ data: { ...line, ...more } })).id;
    },

    /** A gateway and its wire; `sent` is what the wire said it took, `texts` what of it went to one chat. */
    wire: ({ send = () => ok, capabilities, outbox, crash = () => {}, instance = 'one' }: Wired = {}) => {
      const sent: { readonly chat: string; readonly text: string }[] = [];
      const channel: Channel = {
        name: WIRE,
        capabilities: { ...generous, ...capabilities },
        async start() {},
        async stop() {},
        async send({ wireId }, message) {
          const outcome = await send(wireId, message);
          if (outcome.kind === 'sent') sent.push({ chat: wireId, text: message.text });
          return outcome;
        },
      };
      const deliverer = createDeliverer({
        channel,
        store: { ...store, outbox: { ...store.outbox, ...outbox } },
        notices: officeNotices,
        clock: { now: () => now },
        log: quietLog,
        crash,
        instance,
      });
      const texts = (room: string) => sent.filter((one) => one.chat === room).map((one) => one.text);
      return { deliverer, sent, texts };
    },
  };
}
