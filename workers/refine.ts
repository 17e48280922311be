import { refinementOf } from '../core/conversation/refinement.ts';
import { TicketNumber } from '../core/ids.ts';
import { needsOf } from '../core/model/need.ts';
import type { Ticket } from '../core/ticket/ticket.ts';
import { houseMaker, type Workshop } from './house.ts';

export const REFINE = 'refine';
const CONCURRENCY = 2;
/** People write to the same ticket meanwhile; they come first. */
const MAX_CONFLICTS = 3;

export interface Refining {
  /** Gives up what the model still thinks about: nobody waits for it, the end of the process neither. */
  stop(): void;
}

/** After the receipt, and only where a model is configured. A hint that is lost costs a finer field, nothing else: no sweep looks for it. */
export async function startRefining(shop: Workshop): Promise<Refining> {
  const stopping = new AbortController();
  if (shop.model) {
    const refine = createRefiner(shop, stopping.signal);
    await shop.queues.work(REFINE, CONCURRENCY, (id) => refine(TicketNumber.parse(Number(id))));
  }
  return { stop: () => stopping.abort() };
}

export function createRefiner(shop: Workshop, signal: AbortSignal): (number: TicketNumber) => Promise<void> {
  const { model, store, clock } = shop;
  const houseOf = houseMaker(shop);
  const policy = shop.config.bot.model;
  const house = async (now: Date) => {
    const directory = await store.directory.current();
    await shop.ears.follow(directory.ears);
    return houseOf(directory, now);
  };

  /** Weighs the answer and writes what code accepts, on the ticket as it is by then. */
  async function settle(number: TicketNumber, asked: Parameters<typeof refinementOf>[2], text: string): Promise<void> {
    for (let round = 0; round < MAX_CONFLICTS; round += 1) {
      const [current] = await store.tickets([number]);
      // Corrected meanwhile: what was said of other words is worth nothing.
      if (!current || current.text !== text) return;
      const now = clock.now();
      const { effects, opinion } = refinementOf(await house(now), current, asked, policy, now);
      if (effects === null && opinion === null) return;
      const written = await store.opinions.keep(opinion, effects, now);
      if (written.kind !== 'written') continue;
      for (const channel of new Set(written.outbox.map((row) => row.channel))) shop.queues.hint(`deliver-${channel}`, channel);
      return;
    }
  }

  return async (number) => {
    const [ticket]: readonly (Ticket | undefined)[] = await store.tickets([number]);
    if (!model || !ticket) return;
    const utterance = { text: ticket.text, speaker: 'public', media: 0 } as const;
    const local = (await house(clock.now())).interpreter.understand(utterance);
    const needs = needsOf(local, policy.ask, ticket.text);
    if (needs.length === 0) return;
    const said = await model.understand(utterance, signal);
    if (said !== null) await settle(number, { model: model.name, needs, local, said }, ticket.text);
  };
}

/** A person's act since has shown who was right. */
export async function settleOpinions({ store, clock }: Pick<Workshop, 'store' | 'clock'>): Promise<void> {
  await store.opinions.settle(clock.now());
}
