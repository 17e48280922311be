import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../core/log.ts';
import { audit } from './audit.ts';
import { fireAllDue, startClock, wakeAhead } from './clock.ts';
import { every as everyTurn } from './every.ts';
import type { Workshop } from './house.ts';
import { learnIfDue, startLearning, wakeNightly } from './learn.ts';
import { handOverLeaves } from './leave.ts';
import { createLedgerTeller } from './ledger.ts';
import { settleOpinions, startRefining } from './refine.ts';
import { makeReports, startReports } from './report.ts';
import { orderDueReports, startSchedule, wakeDaily } from './schedule.ts';
import { startUnderstanding } from './understand.ts';

const SWEEP_MS = 2000;
/** At the start, at most so long before the clock begins: a backlog of hours must not stop it. */
const HEAR_FIRST_MS = 5000;
/** What no wake-up told of is late by this at most. */
const CLOCK_MS = 2000;
const HORIZON_MS = 60_000;
const AUDIT_MS = 60_000;
const LEAVES_MS = 30_000;
const REPORTS_MS = 5000;
const SCHEDULE_MS = 60_000;
const OPINIONS_MS = 600_000;
const LEARNING_MS = 300_000;
/** A queue that lost its schedulers has them again after this. */
const SCHEDULERS_MS = 600_000;

export interface Workers {
  stop(): Promise<void>;
}

/** Everything that works on what was heard. As many processes as you like may run it. */
export async function startWorkers(shop: Workshop): Promise<Workers> {
  // Made now, or taken from their cache: the first message must not wait for it.
  shop.ears.current();
  const understander = await startUnderstanding(shop);
  const refining = await startRefining(shop);
  await startClock(shop);
  await startReports(shop);
  await startSchedule(shop);
  await startLearning(shop);
  // What was said while nobody worked is read before its lateness is judged.
  await Promise.race([understander.sweep().catch(() => undefined), pause(HEAR_FIRST_MS)]);
  const every = (name: string, ms: number, log: Log, turn: () => Promise<unknown>) => everyTurn(name, ms, log, turn, shop.signals?.turned);
  const loops = [
    every('sweep', SWEEP_MS, shop.log, () => understander.look()),
    every('clock', CLOCK_MS, shop.log, () => fireAllDue(shop)),
    every('leaves', LEAVES_MS, shop.log, () => handOverLeaves(shop)),
    every('audit', AUDIT_MS, shop.log, () => audit(shop)),
    every('reports', REPORTS_MS, shop.log, () => makeReports(shop)),
    every('schedule', SCHEDULE_MS, shop.log, () => orderDueReports(shop)),
    every('schedulers', SCHEDULERS_MS, shop.log, async () => wakeDaily(shop)),
    every('ledger', SCHEDULE_MS, shop.log, createLedgerTeller(shop)),
    ...(shop.model ? [every('opinions', OPINIONS_MS, shop.log, () => settleOpinions(shop))] : []),
    every('learning', LEARNING_MS, shop.log, () => learnIfDue(shop)),
    every('schedulers', SCHEDULERS_MS, shop.log, async () => {
      wakeDaily(shop);
      wakeNightly(shop);
    }),
    every('wake-ups', HORIZON_MS, shop.log, () => wakeAhead(shop)),
  ];
  return {
    async stop() {
      refining.stop();
      await Promise.all([...loops.map((loop) => loop.stop()), understander.stop()]);
    },
  };
}
