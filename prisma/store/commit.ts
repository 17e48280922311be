import pg from 'pg';
import type { Effects } from '../../core/conversation/effects.ts';
import { HouseError } from '../../core/errors.ts';
import { Prisma } from '../generated/client.ts';
import { type Db, type Runner, runnerOf, within } from './client.ts';
import { type WrittenOutbox, type WrittenRows, write, writeAll } from './commit-statement.ts';
import { changeDirectory } from './directory-changes.ts';
import { disjoint } from './disjoint.ts';
import { gathered } from './gather.ts';
import { writeShadow } from './shadow-writes.ts';
import type { TicketCache } from './ticket-cache.ts';

export type Written = WrittenOutbox | Refused;
type Refused =
  /** Another worker wrote this message first, or an earlier one of its chat still waits: nothing was written. */
  | { readonly kind: 'taken' }
  /** A ticket moved on since it was read: nothing was written; read again and decide again. */
  | { readonly kind: 'conflict' };

/**
 * Everything one message changes, in one statement: whole or not at all. What makes it happen once is not a lock held while
 * thinking but three unique facts: the inbox row turns `new` → `done`, (ticket, seq) of an event, the notice's dedupe key.
 */
async function commit(db: Db, run: Runner, effects: Effects, at: Date): Promise<WrittenRows | Refused> {
  try {
    const { directory, shadow = [] } = effects;
    if (directory.length === 0 && shadow.length === 0) return await write(run, effects, at);
    return await db.$transaction(async (tx) => {
      if (directory.length > 0) await changeDirectory(tx, directory, at);
      const written = await write(within(tx), effects, at);
      await writeShadow(tx, shadow, at);
      return written;
    });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal) return refusal;
    throw error;
  }
}

/** Of one process, what several chats write at once goes as one statement and one flush to disk. Where it is refused, each is tried alone. */
export function committer(db: Db, cache: TicketCache): (effects: Effects, at: Date) => Promise<Written> {
  interface Ask {
    readonly effects: Effects;
    readonly at: Date;
  }
  const run = runnerOf(db);
  const ask = gathered<Ask, WrittenRows | Refused>(
    async (asks) => {
      const [only] = asks;
      if (asks.length === 1 && only) return [await commit(db, run, only.effects, only.at)];
      const at = new Date(Math.max(...asks.map((one) => one.at.getTime())));
      return writeAll(
        run,
        asks.map((one) => one.effects),
        at,
      );
    },
    {
      most: MOST_AT_ONCE,
      fits: ({ effects }, those) =>
        disjoint(
          effects,
          those.map((one) => one.effects),
        ),
    },
  );
  return async (effects, at) => {
    const written = await ask({ effects, at });
    if (written.kind !== 'written') return written;
    remember(cache, effects, written);
    return { kind: 'written', outbox: written.outbox };
  };
}

function remember(cache: TicketCache, effects: Effects, { versions }: WrittenRows): void {
  for (const { ticket } of effects.tickets) {
    const version = versions.get(ticket.number);
    if (version !== undefined) cache.wrote(ticket, version);
  }
}

/** More in one statement saves little and makes all of them wait for the slowest. */
const MOST_AT_ONCE = 32;

/** What a failed statement means; null: something else. */
export function refusalOf(error: unknown): Refused | null {
  if (error instanceof HouseError && error.code === 'conflict') return { kind: 'conflict' };
  if (!(error instanceof Prisma.PrismaClientKnownRequestError || error instanceof pg.DatabaseError)) return null;
  const text = `${error.message} ${error.code ?? ''} ${'meta' in error ? JSON.stringify(error.meta ?? {}) : ''}`;
  if (text.includes('house_abort: taken')) return { kind: 'taken' };
  if (text.includes('house_abort: conflict')) return { kind: 'conflict' };
  // 23505: (ticket, seq) or source_inbox was written by another; 40P01/40001: the server asks to try again.
  if (error.code === 'P2002' || /23505|40P01|40001/.test(text)) return { kind: 'conflict' };
  return null;
}
