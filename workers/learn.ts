import { worseIn } from '../core/learning/compare.ts';
import { isDue, NIGHT } from '../core/learning/due.ts';
import { lessonsOf } from '../core/learning/lessons.ts';
import type { EarsVersion } from '../core/learning/view.ts';
import { outcomeText } from '../core/learning/words.ts';
import { packEars } from '../core/understand/model/ears.ts';
import { isOutage } from '../prisma/store/index.ts';
import type { Workshop } from './house.ts';
import { gatherLabels } from './learn/gather.ts';
import { trained } from './learn/trainer.ts';

export const LEARN = 'learn';
/** Of the labels the latest: training takes seconds, after ten years too. */
const LATEST = 20_000;

/** `nothing`: no label that was not learnt from before, or no corpus to learn beside. */
export type Learnt = { readonly kind: 'not-due' | 'nothing' | 'failed' } | { readonly kind: 'made'; readonly version: EarsVersion };

/** The night wakes it, or a manager's order; lost wake-ups are found by a sweep, which looks whether it is due. */
export async function startLearning(shop: Workshop): Promise<void> {
  if (await shop.store.ears.shipped(shop.ears.hash, shop.clock.now())) {
    shop.log.info({}, 'the shipped ears have changed: they listen until the next training');
  }
  wakeNightly(shop);
  await shop.queues.work(LEARN, 1, async () => {
    await learnIfDue(shop);
  });
}

export function wakeNightly({ queues }: Pick<Workshop, 'queues'>): void {
  queues.daily(LEARN, NIGHT);
}

/** Trains a version beside the one that listens, where it is time to; whoever ordered it is told what came of it. */
export async function learnIfDue(shop: Workshop): Promise<Learnt> {
  // An order that comes while this process trains waits, and is looked at again behind it.
  for (let now = running.get(shop.store); now !== undefined; now = running.get(shop.store)) await now;
  if (!isDue(await shop.store.ears.state(), shop.clock.now())) return { kind: 'not-due' };
  return learn(shop);
}

const running = new WeakMap<Workshop['store'], Promise<unknown>>();

/** The same, whether it is due or not. */
export function learn(shop: Workshop): Promise<Learnt> {
  const learnt = learnOnce(shop);
  const ended = learnt.then(
    () => running.delete(shop.store),
    () => running.delete(shop.store),
  );
  running.set(shop.store, ended);
  return learnt;
}

async function learnOnce(shop: Workshop): Promise<Learnt> {
  const { store, clock, log } = shop;
  const began = clock.now();
  let learnt: Learnt;
  let failure: string | null = null;
  try {
    learnt = await attempt(shop);
  } catch (error) {
    // The database is away: nothing is noted, the sweep comes back.
    if (isOutage(error)) throw error;
    failure = error instanceof Error ? error.message : String(error);
    log.error({ error: failure }, 'the ears could not be trained; the next night tries again');
    learnt = { kind: 'failed' };
  }
  const order = await store.ears.ran(began, failure);
  if (order?.chat != null) await tell(shop, `learn.${order.at.getTime()}`, order.chat, learnt);
  return learnt;
}

async function attempt(shop: Workshop): Promise<Learnt> {
  const { store, ears, clock, log } = shop;
  const fresh = await gatherLabels(shop);
  const { lessons: corpus, heldOut: corpusHeldOut } = ears.corpus();
  const last = await store.labels.last();
  const key = `${ears.hash}.${last}`;
  if (corpus.length === 0 || last === 0 || (await store.ears.made(key))) return { kind: 'nothing' };
  const { lessons: office, overLimit } = lessonsOf(await store.labels.latest(LATEST));
  await ears.follow(await store.ears.current());
  const { version: against, ears: listening } = ears.current();
  const order = { corpus, corpusHeldOut, office, current: packEars(listening), against };
  const { bytes, comparison } = await trained(order, ears.words());
  const fit = worseIn(comparison).length === 0;
  const version = await store.ears.add({ key, labels: office.length, baseHash: ears.hash, bytes, comparison, fit }, clock.now());
  if (version === null) return { kind: 'nothing' };
  log.info({ version: version.id, state: version.state, labels: office.length, fresh, overLimit }, 'a version of the ears was made');
  return { kind: 'made', version };
}

async function tell(
  { store, clock, queues }: Workshop,
  dedupeKey: string,
  chat: Parameters<typeof store.outbox.tell>[0]['chat'],
  learnt: Learnt,
): Promise<void> {
  const text = outcomeText(learnt.kind === 'made' ? learnt.version : learnt.kind === 'failed' ? 'failed' : 'nothing');
  await store.outbox.tell({ dedupeKey, chat, kind: 'learning', text }, clock.now());
  const directory = await store.directory.current();
  const channel = directory.chats.find((one) => one.id === chat)?.channel;
  if (channel !== undefined) queues.hint(`deliver-${channel}`, channel);
}
