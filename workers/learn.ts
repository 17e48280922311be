import { worseIn } from '../core/learning/compare.ts';
import { isDue, NIGHT } from '../core/learning/due.ts';
import { lessonsOf } from '../core/learning/lessons.ts';
import type { EarsVersion } from '../core/learning/view.ts';
import { outcomeText } from '../core/learning/words.ts';
import { packEars } from '../core/understand/model/ears.ts';
import type { Order } from '../prisma/store/ears.ts';
import { isOutage } from '../prisma/store/index.ts';
import type { Workshop } from './house.ts';
import { gatherLabels } from './learn/gather.ts';
import { trained } from './learn/trainer.ts';

export const LEARN = 'learn';
/** Of the labels the latest: training takes a minute at most, after ten years too. */
const LATEST = 20_000;

/** `nothing`: no label that was not learnt from before, or no corpus to learn beside. */
/** By default a thread of its own does it. */
export type Train = typeof trained;

export type Learnt = { readonly kind: 'not-due' | 'nothing' | 'failed' } | { readonly kind: 'made'; readonly version: EarsVersion };

/** The night wakes it, or a manager's order; lost wake-ups are found by a sweep, which looks whether it is due. */
export async function startLearning(shop: Workshop): Promise<void> {
  wakeNightly(shop);
  await shop.queues.work(LEARN, 1, async () => {
    await learnIfDue(shop);
  });
}

export function wakeNightly({ queues }: Pick<Workshop, 'queues'>): void {
  queues.daily(LEARN, NIGHT);
}

/** Trains a version beside the one that listens, where it is time to; whoever ordered it is told what came of it. */
export async function learnIfDue(shop: Workshop, train: Train = trained): Promise<Learnt> {
  // An order that comes while this process trains waits, and is looked at again behind it.
  for (let now = running.get(shop.store); now !== undefined; now = running.get(shop.store)) await now;
  if (await shop.store.ears.shipped(shop.ears.hash(), shop.clock.now())) {
    shop.log.info({}, 'the shipped corpus has changed: the shipped ears listen until the next training');
  }
  if (!isDue(await shop.store.ears.state(), shop.clock.now())) return { kind: 'not-due' };
  return learn(shop, train);
}

const running = new WeakMap<Workshop['store'], Promise<unknown>>();

/** The same, whether it is due or not. */
export function learn(shop: Workshop, train: Train = trained): Promise<Learnt> {
  const learnt = learnOnce(shop, train);
  const ended = learnt.then(
    () => running.delete(shop.store),
    () => running.delete(shop.store),
  );
  running.set(shop.store, ended);
  return learnt;
}

async function learnOnce(shop: Workshop, train: Train): Promise<Learnt> {
  const { store, clock, log } = shop;
  const began = clock.now();
  let learnt: Learnt;
  let failure: string | null = null;
  try {
    learnt = await attempt(shop, train);
  } catch (error) {
    // The database is away: nothing is noted, the sweep comes back.
    if (isOutage(error)) throw error;
    failure = error instanceof Error ? error.message : String(error);
    log.error({ error: failure }, 'the ears could not be trained; the next night tries again');
    learnt = { kind: 'failed' };
  }
  // Told before it is noted: of the two a process that ends in between would lose the word.
  const order = await store.ears.ordered(began);
  if (order !== null) await tell(shop, order, learnt);
  await store.ears.ran(began, failure);
  return learnt;
}

async function attempt(shop: Workshop, train: Train): Promise<Learnt> {
  const { store, ears, clock, log } = shop;
  const fresh = await gatherLabels(shop);
  const last = await store.labels.last();
  const baseHash = ears.hash();
  const key = `${baseHash}.${last}`;
  if (last === 0 || (await store.ears.byKey(key)) !== null) return { kind: 'nothing' };
  const exam = ears.exam();
  if (exam.length === 0) throw new Error('the exam did not come along: there is nothing to compare versions by');
  const { lessons: office, overLimit } = lessonsOf(await store.labels.latest(LATEST));
  await ears.follow(await store.ears.current());
  const { version: against, ears: listening } = ears.current();
  const order = { lessons: ears.lessons(), exam, office, current: packEars(listening), against };
  const { bytes, comparison } = await train(order, ears.words);
  const fit = worseIn(comparison).length === 0;
  const made = await store.ears.add({ key, labels: office.length, baseHash, bytes, comparison, fit }, clock.now());
  // null: another worker trained the same at the same time, and what came of it is what came of this.
  const version = made ?? (await store.ears.byKey(key));
  if (version === null) return { kind: 'nothing' };
  log.info({ version: version.id, state: version.state, labels: office.length, fresh, overLimit }, 'a version of the ears was made');
  return { kind: 'made', version };
}

async function tell({ store, clock, queues }: Workshop, { at, chat }: Order, learnt: Learnt): Promise<void> {
  const text = outcomeText(learnt.kind === 'made' ? learnt.version : learnt.kind === 'failed' ? 'failed' : 'nothing');
  await store.outbox.tell({ dedupeKey: `learn.${at.getTime()}`, chat, kind: 'learning', text }, clock.now());
  const directory = await store.directory.current();
  const channel = directory.chats.find((one) => one.id === chat)?.channel;
  if (channel !== undefined) queues.hint(`deliver-${channel}`, channel);
}
