import { fireDueTimers } from './clock.ts';
import { every } from './every.ts';
import type { Workshop } from './house.ts';
import { startRefining } from './refine.ts';
import { startUnderstanding } from './understand.ts';

const SWEEP_MS = 2000;
const CLOCK_MS = 1000;

export interface Workers {
  stop(): Promise<void>;
}

/** Everything that works on what was heard. As many processes as you like may run it. */
export async function startWorkers(shop: Workshop): Promise<Workers> {
  const understander = await startUnderstanding(shop);
  await startRefining(shop);
  const loops = [
    every('sweep', SWEEP_MS, shop.log, () => understander.look()),
    every('clock', CLOCK_MS, shop.log, () => fireDueTimers(shop)),
  ];
  return {
    async stop() {
      await Promise.all([...loops.map((loop) => loop.stop()), understander.stop()]);
    },
  };
}
