import { climbDue } from '../core/conversation/climb.ts';
import { Draft } from '../core/conversation/draft.ts';
import { type Effects, together } from '../core/conversation/effects.ts';
import { nextMoment } from '../core/deadlines/due.ts';
import { type Directory, directoryAt } from '../core/directory.ts';
import type { TicketNumber } from '../core/ids.ts';
import type { Ticket } from '../core/ticket/ticket.ts';
import type { Claimed, Fired, Which } from '../prisma/store/clock.ts';
import { isOutage } from '../prisma/store/index.ts';
import type { Workshop } from './house.ts';

export const CLOCK = 'clock';
const AT_ONCE = 100;
/** One that cannot be handled is tried again after this. Its row stays due, so that the auditor sees it; here it only stands aside. */
const LATER_MS = 60_000;
/** How far ahead the queue is told of moments to wake up at. Further ones are found by a later look. */
const HORIZON_MS = 120_000;
const WAKES_AT_ONCE = 200;

/** Tickets this process failed to handle, and until when it passes them over: they must not fill every batch. */
const resting = new WeakMap<Workshop['store'], Map<TicketNumber, number>>();

/**
 * Does what is due; says for how many tickets. The row is the truth: claimed with its lock, and its events are unique, so that
 * each step happens once however many workers look, whatever became of the queue.
 */
export async function fireDueTimers(shop: Workshop): Promise<number> {
  const now = shop.clock.now();
  if (!(await shop.store.timers.anyDue(now))) return 0;
  const directory = directoryAt(await shop.store.directory.current(), now);
  const claim = (which: Which) => shop.store.timers.claim(now, which, (due, unreadable) => firedOf(shop, due, unreadable, directory, now));
  const claimed = await claim({ limit: AT_ONCE, except: aside(shop, now) });
  if (claimed.kind === 'written') return announce(shop, claimed);
  // Somebody wrote to one of them meanwhile, or one of them cannot be written: each by itself, so that one stops no other.
  let fired = 0;
  for (const ticket of claimed.tickets) {
    const single = await claim({ limit: 1, only: [ticket] }).catch((error: unknown) => {
      if (isOutage(error)) throw error;
      return { kind: 'failed' as const, reason: error instanceof Error ? error.message : String(error) };
    });
    if (single.kind === 'written') fired += announce(shop, single);
    else rest(shop, ticket, now, single.kind === 'failed' ? single.reason : 'another writer was quicker twice');
  }
  return fired;
}

function aside({ store }: Workshop, now: Date): readonly TicketNumber[] {
  const own = resting.get(store) ?? new Map<TicketNumber, number>();
  for (const [ticket, until] of own) if (until <= now.getTime()) own.delete(ticket);
  return [...own.keys()];
}

function rest({ store, log }: Workshop, ticket: TicketNumber, now: Date, reason: string): void {
  log.error({ ticket, error: reason }, 'a ticket that is due could not be handled; it is tried again later');
  const own = resting.get(store) ?? new Map<TicketNumber, number>();
  resting.set(store, own.set(ticket, now.getTime() + LATER_MS));
}

function firedOf(shop: Workshop, due: readonly Ticket[], unreadable: readonly TicketNumber[], directory: Directory, now: Date): Fired {
  const effects: Effects[] = [];
  const retimed: Fired['retimed'][number][] = [];
  for (const ticket of unreadable) rest(shop, ticket, now, 'its row cannot be read');
  for (const ticket of due) {
    try {
      const draft = new Draft({ directory, now, actor: { kind: 'house', part: 'clock' }, cause: null, clockwork: shop.clockwork });
      if (climbDue(draft, ticket, shop.clockwork, now)) {
        effects.push(draft.effects('ignored', ''));
        if (shop.signals) shop.signals.fired(now.getTime() - (nextMoment(ticket, shop.clockwork) ?? now).getTime());
        continue;
      }
      const next = nextMoment(ticket, shop.clockwork);
      // Due, and nothing to be done: asked for again and again it would fill every batch.
      if (next !== null && next.getTime() <= now.getTime()) rest(shop, ticket.number, now, 'nothing comes of what is due');
      // Nothing is due yet by the ladder as it is now (it was changed meanwhile): the row is told when.
      else retimed.push({ ticket: ticket.number, dueAt: next });
    } catch (error) {
      rest(shop, ticket.number, now, error instanceof Error ? error.message : String(error));
    }
  }
  return { effects: together(effects), retimed };
}

function announce(shop: Workshop, claimed: Extract<Claimed, { kind: 'written' }>): number {
  for (const channel of new Set(claimed.outbox.map((row) => row.channel))) shop.queues.hint(`deliver-${channel}`, channel);
  return claimed.tickets.length;
}

/** The near horizon, as wake-ups: lost, they cost a sweep's wait and nothing else. */
export async function wakeAhead(shop: Workshop): Promise<void> {
  const now = shop.clock.now();
  const moments = await shop.store.timers.upcoming(now, new Date(now.getTime() + HORIZON_MS), WAKES_AT_ONCE);
  for (const moment of moments) shop.queues.wake(CLOCK, moment, now);
}

/** Batch after batch until nothing more is due: after a long sleep that may be thousands. */
export async function fireAllDue(shop: Workshop): Promise<void> {
  while ((await fireDueTimers(shop)) >= AT_ONCE);
}

export async function startClock(shop: Workshop): Promise<void> {
  await shop.queues.work(CLOCK, 1, () => fireAllDue(shop));
}
