import { Draft } from '../core/conversation/draft.ts';
import { type Directory, directoryAt } from '../core/directory.ts';
import { presentMember } from '../core/routing/lookup.ts';
import type { BegunLeave } from '../prisma/store/leaves.ts';
import type { Workshop } from './house.ts';

const AT_ONCE = 50;

/**
 * Moves the open work of whoever is on leave to whoever stands in for him, once a leave, when it has begun; says how many tickets.
 * Ticket by ticket: a process that dies in between has moved some, the next look finds those that are left, and only then is the
 * leave marked as done with.
 */
export async function handOverLeaves(shop: Workshop): Promise<number> {
  const now = shop.clock.now();
  const begun = await shop.store.leaves.toHandOver(now, AT_ONCE);
  if (begun.length === 0) return 0;
  const directory = directoryAt(await shop.store.directory.current(), now);
  let moved = 0;
  const failures: unknown[] = [];
  for (const leave of begun) {
    try {
      moved += await handOver(shop, leave, directory, now);
    } catch (error) {
      // One whose work cannot be read or moved keeps nobody else's from being moved; the next look tries it again.
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return moved;
}

async function handOver(shop: Workshop, leave: BegunLeave, directory: Directory, now: Date): Promise<number> {
  const { store, log } = shop;
  // Over before anybody looked (销假, or the machine slept through it): his work stays where it is.
  const to = leave.until.getTime() < now.getTime() ? null : (presentMember(directory, leave.member)?.id ?? null);
  if (to === null || to === leave.member) {
    if (to !== null)
      log.warn({ leave: leave.id, member: leave.member }, 'nobody is there to stand in; the work stays with whoever is on leave');
    await store.leaves.handedOver(leave.id, now);
    return 0;
  }
  let moved = 0;
  let left = 0;
  for (const ticket of await store.leaves.workOf(leave.member)) {
    const draft = new Draft({ directory, now, actor: { kind: 'house', part: 'clock' }, cause: null, clockwork: shop.clockwork });
    if (draft.act(ticket, ticket.number, { verb: 'handOver', to, reason: '请假' }) !== null) continue;
    const written = await store.commit(draft.effects('ignored', ''), now);
    if (written.kind !== 'written') {
      // Somebody is writing to it this moment; the next look reads it anew.
      left += 1;
      continue;
    }
    moved += 1;
    for (const channel of new Set(written.outbox.map((row) => row.channel))) shop.queues.hint(`deliver-${channel}`, channel);
  }
  if (left === 0) await store.leaves.handedOver(leave.id, now);
  return moved;
}
