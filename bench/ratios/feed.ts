import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connected } from '../history/server.ts';
import { type Asked, createCrowd } from './crowd.ts';
import type { House } from './house.ts';

/** As many as one poll of Telegram brings. */
const BATCH = 100;
const SETTLE_MS = 120_000;
const LOOK_MS = 20;

export interface Fed {
  readonly tickets: number;
  /** From the first message handed over to the last thing said. */
  readonly seconds: number;
  /** Tickets a second. */
  readonly rate: number;
  /** Milliseconds of processor that this process spent on each: on a shared machine they move less than the rate does. */
  readonly cpu: number;
}

export interface Feeder {
  /** One poller's wire: hands over what the chats have to say, as fast as it is stored, and never more than `ahead` of a chat unanswered. */
  run(tickets: number): Promise<Fed>;
}

export function createFeeder(house: House, chats: number, ahead: number, name?: string): Feeder {
  const crowd = createCrowd(chats, name);
  const unanswered = Array.from({ length: chats }, () => 0);
  const chatOf = new Map<string, number>();
  let wake = () => {};

  house.channel.onReceipt((messageId) => {
    const chat = chatOf.get(messageId);
    if (chat === undefined) return; // somebody else's
    chatOf.delete(messageId);
    unanswered[chat] = (unanswered[chat] ?? 0) - 1;
    wake();
  });

  /** Round robin, so that the chats wait alike. */
  function gather(most: number): Asked[] {
    const batch: Asked[] = [];
    for (let turn = 0; turn < ahead && batch.length < most; turn += 1) {
      for (let chat = 0; chat < chats && batch.length < most; chat += 1) {
        if ((unanswered[chat] ?? 0) >= ahead) continue;
        const asked = crowd.next(chat);
        unanswered[chat] = (unanswered[chat] ?? 0) + 1;
        chatOf.set(asked.messageId, chat);
        batch.push(asked);
      }
    }
    return batch;
  }

  return {
    async run(tickets) {
      const before = await counts(house.url);
      const spent = process.cpuUsage();
      const began = performance.now();
      for (let left = tickets; left > 0; ) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        const batch = gather(Math.min(BATCH, left));
        if (batch.length === 0) await within(woken, 'a receipt');
        else await house.channel.hear(batch.map(({ envelope }) => envelope));
        left -= batch.length;
      }
      await everythingSaid(house.url);
      const seconds = (performance.now() - began) / 1000;
      if (chatOf.size > 0)
        throw new Error(`${chatOf.size} of ${tickets} receipts did not come: ${await fates(house.url, [...chatOf.keys()])}`);
      const opened = (await counts(house.url)).ticket - before.ticket;
      if (opened !== tickets) throw new Error(`${tickets} problems became ${opened} tickets`);
      const { user, system } = process.cpuUsage(spent);
      return { tickets, seconds, rate: tickets / seconds, cpu: (user + system) / 1000 / tickets };
    },
  };
}

/** What became of the first few of them. */
async function fates(url: string, messageIds: readonly string[]): Promise<string> {
  return connected(url, async (client) => {
    const { rows } = await client.query('SELECT text, outcome, reason FROM inbox WHERE message_id = ANY($1) LIMIT 5', [messageIds]);
    return JSON.stringify(rows);
  });
}

/** Nothing heard waits to be understood, and nothing that is due waits to be said. */
export async function everythingSaid(url: string): Promise<void> {
  await connected(url, async (client) => {
    for (const deadline = performance.now() + SETTLE_MS; performance.now() < deadline; await pause(LOOK_MS)) {
      const { rows } = await client.query<{ waits: boolean }>(`
        SELECT EXISTS (SELECT FROM inbox WHERE status = 'new') OR EXISTS (SELECT FROM outbox WHERE status IN ('pending', 'sending')) AS waits`);
      if (rows[0]?.waits === false) return;
    }
    throw new Error('the house did not come to rest');
  });
}

const TABLES = ['inbox', 'ticket', 'ticket_event', 'ticket_message', 'outbox', 'counter', 'audit', 'triage'] as const;
export type Counts = Readonly<Record<(typeof TABLES)[number], number>>;

export async function counts(url: string): Promise<Counts> {
  return connected(url, async (client) => {
    const { rows } = await client.query<Counts>(
      `SELECT ${TABLES.map((name) => `(SELECT count(*)::int FROM ${name}) AS ${name}`).join(', ')}`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('nothing was counted');
    return row;
  });
}

async function within(promise: Promise<void>, what: string): Promise<void> {
  const late = new AbortController();
  const tooLong = pause(SETTLE_MS, undefined, { signal: late.signal }).then(() => {
    throw new Error(`waited ${SETTLE_MS / 1000} s for ${what}`);
  });
  tooLong.catch(() => undefined);
  try {
    await Promise.race([promise, tooLong]);
  } finally {
    late.abort();
  }
}

/** The server begins every side alike: its changes written out, so that the first touch of each page costs all of them the same. */
export async function checkpoint(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CHECKPOINT');
  await client.end();
}
