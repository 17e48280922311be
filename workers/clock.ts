import { climbDue } from '../core/conversation/climb.ts';
import { Draft } from '../core/conversation/draft.ts';
import { type Effects, together } from '../core/conversation/effects.ts';
import { nextMoment } from '../core/deadlines/due.ts';
import { type Directory, directoryAt } from '../core/directory.ts';
import type { TicketNumber } from '../core/ids.ts';
import type { Ticket } from '../core/ticket/ticket.ts';
import type { Claimed, Fired } from '../prisma/store/timer.ts';
import type { Workshop } from './house.ts';

export const CLOCK = 'clock';
const AT_ONCE = 100;
/** One that cannot be handled is tried again after this; meanwhile it holds up nobody, and the auditor sees it. */
const LATER_MS = 60_000;
/** How far ahead the queue is told of moments to wake up at. Further ones are found by a later look. */
const HORIZON_MS = 120_000;
const WAKES_AT_ONCE = 200;

/**
 * Does what is due; says for how many tickets. The row is the truth: claimed with its lock, and its events are unique, so that
 * each step happens once however many workers look, whatever became of the queue.
 */
export async function fireDueTimers(shop: Workshop): Promise<number> {
  const now = shop.clock.now();
  const directory = directoryAt(await shop.store.directory.current(), now);
  const claim = (limit: number, only?: readonly TicketNumber[]) =>
    shop.store.timers.claim(now, limit, (due, unreadable) => firedOf(shop, due, unreadable, directory, now), only);
  const claimed = await claim(AT_ONCE);
  if (claimed.kind === 'written') return announce(shop, claimed);
  // Somebody wrote to one of them meanwhile: each by itself, so that one stops no other.
  let fired = 0;
  for (const ticket of claimed.tickets) {
    const single = await claim(1, [ticket]);
    if (single.kind === 'written') fired += announce(shop, single);
    else await putOff(shop, ticket, now);
  }
  return fired;
}

/** Written to again, or what would be written is there already: looked at later, so that it can never fill a batch for good. */
async function putOff({ store, log }: Workshop, ticket: TicketNumber, now: Date): Promise<void> {
  log.warn({ ticket }, 'a ticket that is due met another writer twice; it is looked at again later');
  const retimed = [{ ticket, dueAt: new Date(now.getTime() + LATER_MS) }];
  await store.timers.claim(now, 1, () => ({ effects: together([]), retimed }), [ticket]);
}

function firedOf(shop: Workshop, due: readonly Ticket[], unreadable: readonly TicketNumber[], directory: Directory, now: Date): Fired {
  const later = new Date(now.getTime() + LATER_MS);
  const effects: Effects[] = [];
  const retimed: Fired['retimed'][number][] = unreadable.map((ticket) => ({ ticket, dueAt: later }));
  for (const number of unreadable) shop.log.error({ ticket: number }, 'a ticket that is due could not be read');
  for (const ticket of due) {
    try {
      const draft = new Draft({ directory, now, actor: { kind: 'house', part: 'clock' }, cause: null, clockwork: shop.clockwork });
      if (climbDue(draft, ticket, shop.clockwork, now)) effects.push(draft.effects('ignored', ''));
      // Nothing is due yet by the ladder as it is now (it was changed meanwhile): the row is told when.
      else retimed.push({ ticket: ticket.number, dueAt: notBefore(nextMoment(ticket, shop.clockwork), now, later) });
    } catch (error) {
      shop.log.error(
        { ticket: ticket.number, error: error instanceof Error ? error.message : String(error) },
        'a ticket that is due could not be handled',
      );
      retimed.push({ ticket: ticket.number, dueAt: later });
    }
  }
  return { effects: together(effects), retimed };
}

/** What would be due at once and yet does nothing must not be asked for again and again. */
function notBefore(next: Date | null, now: Date, later: Date): Date | null {
  return next !== null && next.getTime() <= now.getTime() ? later : next;
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
