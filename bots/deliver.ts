import type { Channel, OutboundMedia } from '../core/channel.ts';
import type { Clock } from '../core/clock.ts';
import type { Crash } from '../core/crash.ts';
import { foldable } from '../core/delivery/fold.ts';
import { type NoticePolicy, quietUntil } from '../core/delivery/hold.ts';
import { unreachable } from '../core/errors.ts';
import type { ChatId, OutboxId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import type { Signals } from '../core/signals.ts';
import type { Store } from '../prisma/store/index.ts';
import { isOutage } from '../prisma/store/outage.ts';
import type { DueChat } from '../prisma/store/outbox.ts';
import type { Outgoing } from '../prisma/store/outbox-batches.ts';
import { createBudget } from './budget.ts';
import { createDoubts } from './doubts.ts';
import { createPersist } from './persist.ts';
import { foldableOf, type Said, say } from './say.ts';
import { seldom } from './seldom.ts';

const CHATS_AT_ONCE = 50;
/** More than are written to at once: busy chats that wait for their bundle must not hide the others. */
const CHATS_LOOKED_AT = 1000;
const FOLD_AT_MOST = 100;
const REST_MS = 5_000;
const SECOND = 1000;
const MINUTE = 60_000;
/** Longer than any wire's own time-out: what is "being sent" longer than this was left behind by a process that ended. */
const LEFT_BEHIND_MS = 60_000;
/** What cannot be taken so often, and not for want of a database, never can: it must not stand before its chat for ever. */
const TAKEN_IN_VAIN = 5;

export interface Delivery {
  readonly channel: Channel;
  readonly store: Store;
  /** When what was held is let out. */
  readonly notices: NoticePolicy;
  readonly clock: Clock;
  readonly log: Log;
  readonly crash: Crash;
  /** This process's own name, the same after a restart, so that what it left in flight is known as its own. */
  readonly instance: string;
  /** Absent: nobody counts. */
  readonly signals?: Signals;
}

export interface Deliverer {
  /** Sends what is due; called again meanwhile, it looks again. Resolves when nothing more can be sent now. */
  pump(): Promise<void>;
  /** What this process (by name) or a dead one left in flight. */
  recover(atStart: boolean): Promise<void>;
  /** Finishes what is in hand and takes nothing new. */
  stop(): Promise<void>;
}

export function createDeliverer(parts: Delivery): Deliverer {
  const { channel, store, clock, log } = parts;
  const { pace, textLimit } = channel.capabilities;
  const persist = createPersist(log, channel.name);
  const showDoubtful = createDoubts({ channel: channel.name, store, clock });
  const mayTell = seldom();
  const inVain = new Map<OutboxId, number>();
  const budget = createBudget(pace, parts.notices.bundleSeconds * SECOND, look);
  let pausedUntil = 0;
  /** Chats whose delivery broke off: looked at again by a later sweep, never by the same pump over and over. */
  const restingUntil = new Map<ChatId, number>();

  /** Chats being written to now: a slow one holds up nobody else. */
  const busy = new Map<ChatId, Promise<void>>();
  let running: Promise<void> | null = null;
  let stopped = false;
  /** Called while the outbox was being read: what was written meanwhile may not have been in it. */
  let asked = false;
  let wake = () => {};

  function pump(): Promise<void> {
    asked = true;
    wake();
    running ??= run();
    return running;
  }

  async function run(): Promise<void> {
    try {
      for (;;) {
        const called = asked;
        asked = false;
        const woken = new Promise<void>((resolve) => {
          wake = resolve;
        });
        await startDue(called);
        if (busy.size === 0 && !asked) return;
        await Promise.race([woken, ...busy.values()]);
      }
    } finally {
      // In the same breath as the last look at `asked`: whoever calls now begins a run of his own.
      running = null;
    }
  }

  /** @param called by somebody, and not only because a chat is done: held notices are let out once a call */
  async function startDue(called: boolean): Promise<void> {
    const now = clock.now();
    if (stopped || channel.ready?.() === false || now.getTime() < pausedUntil) return;
    if (called) await release(now);
    for (const due of await store.outbox.dueChats(channel.name, now, CHATS_LOOKED_AT)) {
      const { chat } = due;
      if (busy.has(chat) || busy.size >= CHATS_AT_ONCE || !mayWrite(due, now.getTime())) continue;
      busy.set(
        chat,
        deliverTo(chat)
          .catch((error: unknown) => rest(chat, error))
          .finally(() => busy.delete(chat)),
      );
    }
  }

  /** Not in the quiet hours: what was due before them and was not let out (the machine slept) waits for their end like the rest. */
  async function release(now: Date): Promise<void> {
    if (quietUntil(now, parts.notices) !== null) return;
    await store.outbox.release(channel.name, now, new Date(now.getTime() + parts.notices.windowMinutes * MINUTE));
  }

  function rest(chat: ChatId, error: unknown): void {
    restingUntil.set(chat, clock.now().getTime() + REST_MS);
    complain(error, 'a delivery broke off; a later sweep looks again');
  }

  function complain(error: unknown, what: string): void {
    log[isOutage(error) && !mayTell() ? 'debug' : 'warn']({ channel: channel.name, error: wordsOf(error) }, what);
  }

  function mayWrite(due: DueChat, now: number): boolean {
    if (now < (restingUntil.get(due.chat) ?? 0)) return false;
    restingUntil.delete(due.chat);
    return budget.allows(due, now);
  }

  function look(): void {
    pump().catch((error: unknown) => complain(error, 'the outbox could not be read; the next sweep looks again'));
  }

  async function deliverTo(chat: ChatId): Promise<void> {
    const now = clock.now();
    budget.spend(chat, now.getTime());
    const waiting = await store.outbox.peek(chat, now, FOLD_AT_MOST);
    const [first, ...more] = waiting.slice(0, foldable(waiting.map(foldableOf), { textLimit, fold: pace.fold }));
    if (first === undefined) return;
    const group = [first, ...more] as const;
    const media = await take(group, now);
    if (media === null) return;
    parts.crash('send-taken', channel.name);
    await record(group, await say(channel, group, media), now);
  }

  async function take(group: readonly Outgoing[], now: Date): Promise<readonly OutboundMedia[] | null> {
    try {
      return await store.outbox.take(group, parts.instance, now);
    } catch (error) {
      // It may have been written all the same, and nothing of it was sent: left so, it would end as a doubt.
      await persist.write(() => store.outbox.putBack(idsOf(group), { sender: parts.instance, at: now }));
      const [first] = idsOf(group);
      if (first === undefined || isOutage(error)) throw error;
      const failures = (inVain.get(first) ?? 0) + 1;
      inVain.set(first, failures);
      if (failures < TAKEN_IN_VAIN) throw error;
      inVain.delete(first);
      await record(group, { outcome: { kind: 'refused', code: 'unreadable', reason: wordsOf(error) }, parts: 0 }, null);
      return null;
    }
  }

  /** @param takenAt null: it could not be taken */
  async function record(group: readonly Outgoing[], { outcome, parts: said }: Said, takenAt: Date | null): Promise<void> {
    const ids = idsOf(group);
    const taken = takenAt && { sender: parts.instance, at: takenAt };
    const now = clock.now();
    parts.signals?.sent(channel.name, outcome.kind, group, now);
    switch (outcome.kind) {
      case 'sent':
        parts.crash('wire-accepted', channel.name);
        for (const { chat } of group.slice(0, 1)) budget.read(chat, now.getTime());
        await persist.write(() => store.outbox.sent(ids, outcome.messageId, now));
        log.debug(traceOf(group), 'sent');
        return;
      case 'retry':
        log.warn({ ...traceOf(group), afterMs: outcome.afterMs, reason: outcome.reason }, 'not taken by the wire; it waits');
        if (outcome.scope === 'channel') pausedUntil = now.getTime() + outcome.afterMs;
        if (taken) {
          const later = { notBefore: new Date(now.getTime() + outcome.afterMs), reason: outcome.reason, partsDone: said };
          await persist.write(() => store.outbox.again(ids, taken, later));
        }
        return;
      case 'unknown':
      case 'refused': {
        const code = outcome.kind === 'refused' ? outcome.code : 'unknown';
        log.error({ ...traceOf(group), code, reason: outcome.reason }, 'not certainly sent');
        await persist.write(() => store.outbox.ended(ids, taken, outcome.kind, outcome.reason));
        await showDoubtful();
        return;
      }
      default:
        return unreachable(outcome);
    }
  }

  /** By these its message is found again: in the log by `outbox`, in the database by `cli trace`. */
  function traceOf(group: readonly Outgoing[]): object {
    const messages = new Set(group.flatMap(({ body }) => (body.quoteOf === null ? [] : [body.quoteOf])));
    const tickets = new Set(group.flatMap(({ ticket }) => (ticket === null ? [] : [ticket])));
    return { channel: channel.name, outbox: idsOf(group), tickets: [...tickets], inbox: [...messages] };
  }

  return {
    pump,
    async stop() {
      stopped = true;
      budget.stop();
      persist.hurry();
      await running;
    },
    async recover(atStart) {
      const now = clock.now();
      const { idempotentSend } = channel.capabilities;
      // After an outage what this process has in hand looks left behind; it is about to say itself what became of it.
      if (!persist.busy()) {
        await store.outbox.recover(channel.name, {
          idempotent: idempotentSend,
          olderThan: new Date(now.getTime() - LEFT_BEHIND_MS),
          instance: atStart ? parts.instance : null,
        });
      }
      await showDoubtful();
    },
  };
}

function idsOf(group: readonly Outgoing[]): OutboxId[] {
  return group.map((message) => message.id);
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
