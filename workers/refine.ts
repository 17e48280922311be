import { refinementOf } from '../core/conversation/refinement.ts';
import { TicketNumber } from '../core/ids.ts';
import { houseMaker, type Workshop } from './house.ts';

const CONCURRENCY = 2;
const MODEL_MS = 20_000;

/** After the receipt, and only where a model is configured: asks it, weighs the answer, writes what code accepts. */
export async function startRefining(shop: Workshop): Promise<void> {
  if (!shop.model) return;
  const houseOf = houseMaker(shop);
  const { model, store } = shop;
  await shop.queues.work('refine', CONCURRENCY, async (id) => {
    const [ticket] = await store.tickets([TicketNumber.parse(Number(id))]);
    if (!ticket) return;
    const understood = await model.understand({ text: ticket.text, speaker: 'public', media: 0 }, AbortSignal.timeout(MODEL_MS));
    if (!understood) return;
    // Read again: minutes may have passed, and people come before models.
    const [current] = await store.tickets([ticket.number]);
    if (!current) return;
    const now = shop.clock.now();
    const directory = await store.directory.current();
    await shop.ears.follow(directory.ears);
    const effects = refinementOf(houseOf(directory, now), current, understood, now);
    if (!effects) return;
    const written = await store.commit(effects, now);
    if (written.kind !== 'written') return;
    for (const channel of new Set(written.outbox.map((row) => row.channel))) shop.queues.hint(`deliver-${channel}`, channel);
  });
}
