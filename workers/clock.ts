import { Draft } from '../core/conversation/draft.ts';
import { TicketNumber } from '../core/ids.ts';
import { isOutage } from '../prisma/store/index.ts';
import type { DueTimer } from '../prisma/store/timer.ts';
import type { Workshop } from './house.ts';

const AT_ONCE = 100;

/** Fires what is due; says how many. One row is the truth: its step happens once, since the event it makes is unique and cancels it. */
export async function fireDueTimers(shop: Workshop): Promise<number> {
  const now = shop.clock.now();
  const due = await shop.store.timers.due(now, AT_ONCE);
  let fired = 0;
  for (const timer of due) {
    if (await attempt(shop, timer, now)) fired += 1;
  }
  return fired;
}

/** One timer that cannot be fired is shown in the log each time; those after it are fired all the same. */
async function attempt(shop: Workshop, timer: DueTimer, now: Date): Promise<boolean> {
  try {
    await fire(shop, timer, now);
    return true;
  } catch (error) {
    // The database is away: the others would fail alike, and the next turn comes in a second.
    if (isOutage(error)) throw error;
    const sentence = error instanceof Error ? error.message : String(error);
    shop.log.error({ ticket: timer.ticket, step: timer.step, error: sentence }, 'a timer could not be fired');
    return false;
  }
}

async function fire(shop: Workshop, timer: DueTimer, now: Date): Promise<void> {
  const [ticket] = await shop.store.tickets([TicketNumber.parse(timer.ticket)]);
  if (!ticket || timer.step !== 'archive') {
    shop.log.warn({ ticket: timer.ticket, step: timer.step }, 'a timer of a step nobody knows');
    await shop.store.timers.fire(timer, now);
    return;
  }
  const directory = await shop.store.directory.current();
  const draft = new Draft({
    directory,
    now,
    actor: { kind: 'house', part: 'clock' },
    cause: null,
    archiveAfterDays: shop.config.bot.archiveAfterDays,
  });
  const refusal = draft.act(ticket, ticket.number, { verb: 'archive' });
  if (refusal) {
    await shop.store.timers.fire(timer, now);
    return;
  }
  const written = await shop.store.commit(draft.effects('ignored', ''), now);
  if (written.kind !== 'written') return;
  for (const channel of new Set(written.outbox.map((row) => row.channel))) shop.queues.hint(`deliver-${channel}`, channel);
}
