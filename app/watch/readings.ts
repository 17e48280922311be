import type { Clock } from '../../core/clock.ts';
import { shanghaiDate } from '../../core/deadlines/shanghai.ts';
import type { ChannelName } from '../../core/ids.ts';
import type { Store } from '../../prisma/store/index.ts';
import type { Ledger } from '../../prisma/store/ledger.ts';
import type { Metrics } from './metrics.ts';
import type { Readiness } from './readiness.ts';
import { remembered, within } from './remembered.ts';

export interface ReadingParts {
  readonly metrics: Metrics;
  readonly store: Pick<Store, 'pulse' | 'audit'>;
  /** What became of everything received on a day, `YYYY-MM-DD`. */
  readonly ledger: (day: string) => Promise<Ledger>;
  readonly clock: Clock;
  readonly channels: readonly ChannelName[];
  readonly readiness: () => Promise<Readiness>;
  readonly pool: () => { readonly busy: number; readonly idle: number; readonly waiting: number };
  readonly embedded: boolean;
  readonly backend: 'redis' | 'postgres';
  /** Yuan for a million tokens; null: nobody has said. */
  readonly price: number | null;
}

/** Whoever asks more often gets the same answer: watching must not become a load. */
const READ_MS = 5000;
/** Two days' messages are counted, which is more work than a look at what waits. */
const LEDGER_MS = 60_000;
const ANSWER_MS = 3000;
const DAY_MS = 24 * 3_600_000;

/** The page for Prometheus. Where the database is away its figures are left out rather than old ones repeated. */
export function createReadings(parts: ReadingParts): () => Promise<string> {
  const { metrics, clock, store } = parts;
  const { gauges } = metrics;
  const ledgers = remembered(clock, LEDGER_MS, () => readLedgers(parts));
  const read = remembered(clock, READ_MS, async () => {
    // Last, so that what is told of the process is of now.
    try {
      await within(ANSWER_MS, 'the database is silent', readDatabase(parts));
      gauges.process.databaseUp.set(1);
    } catch {
      forget(metrics);
      gauges.process.databaseUp.set(0);
    }
  });
  gauges.process.embedded.set(parts.embedded ? 1 : 0);
  // Not known is not 0.
  gauges.process.works.remove();
  if (parts.price === null) gauges.house.modelCost.remove();
  return async () => {
    await read();
    const now = clock.now().getTime();
    for (const [state, n] of Object.entries(parts.pool())) gauges.process.connections.set({ state }, n);
    for (const [loop, at] of metrics.loops) gauges.process.loopAge.set({ loop }, secondsSince(at, now));
    await readParts(parts);
    return metrics.registry.metrics();
  };

  async function readParts({ readiness, backend }: ReadingParts): Promise<void> {
    for (const [name, { state }] of Object.entries((await readiness()).parts)) {
      if (name === 'queues') gauges.process.queuesUp.set({ backend }, state === 'ok' ? 1 : 0);
      if (name.startsWith('channel ')) gauges.process.channelOpen.set({ channel: name.slice('channel '.length) }, state === 'ok' ? 1 : 0);
    }
  }

  async function readDatabase({ channels, price }: ReadingParts): Promise<void> {
    const now = clock.now();
    const [pulse, audit, workers, bots, days] = await Promise.all([
      store.pulse.take(now, shanghaiDate(now), channels),
      store.audit.state(now),
      store.pulse.lastBeat('workers'),
      store.pulse.lastBeat('bots'),
      ledgers(),
      metrics.receipts.observe(),
    ]);
    for (const { day, received, ends } of days) {
      gauges.each.ledger.set({ day, outcome: 'received' }, received);
      for (const [outcome, n] of Object.entries(ends)) gauges.each.ledger.set({ day, outcome }, n);
      gauges.each.ledgerGap.set({ day }, received - Object.values(ends).reduce((sum, n) => sum + n, 0));
    }
    gauges.house.inbox.set(pulse.inbox);
    gauges.house.inboxOldest.set(secondsSince(pulse.inboxOldestAt, now.getTime()));
    gauges.house.parkedUnshown.set(pulse.parkedUnshown);
    gauges.house.triage.set(pulse.triageOpen);
    gauges.house.reports.set(pulse.reportsWaiting);
    for (const { channel, due, oldestAt, sending, retrying, held } of pulse.outbox) {
      gauges.each.due.set({ channel }, due);
      gauges.each.dueOldest.set({ channel }, secondsSince(oldestAt, now.getTime()));
      gauges.each.sending.set({ channel }, sending);
      gauges.each.retrying.set({ channel }, retrying);
      gauges.each.held.set({ channel }, held);
    }
    gauges.house.doubtsLately.set(pulse.doubts.lately);
    gauges.house.doubtsUnshown.set(pulse.doubts.unshown);
    gauges.house.modelCalls.set(pulse.modelCalls);
    gauges.house.modelTokens.set(pulse.modelTokens);
    if (price !== null) gauges.house.modelCost.set((pulse.modelTokens / 1_000_000) * price);
    gauges.house.findings.set(audit.findings);
    gauges.house.late.set(audit.lateMs / 1000);
    gauges.house.timers.set(audit.timers);
    for (const [part, at] of [['workers', workers] as const, ['bots', bots] as const])
      if (at !== null) gauges.each.heartAge.set({ part }, secondsSince(at, now.getTime()));
  }
}

/** Today, and yesterday, whose last messages may still have waited at midnight. */
async function readLedgers({ clock, ledger }: ReadingParts) {
  const now = clock.now().getTime();
  const of = async (day: string, at: number) => {
    const { received, ...ends } = await ledger(shanghaiDate(new Date(at)));
    return { day, received, ends };
  };
  return [await of('today', now), await of('yesterday', now - DAY_MS)];
}

/** What would otherwise go on showing the moment before the database went away; a 0 instead would be a lie. */
function forget({ gauges }: Metrics): void {
  for (const gauge of Object.values(gauges.each)) gauge.reset();
  for (const gauge of Object.values(gauges.house)) gauge.remove();
}

function secondsSince(at: Date | null, now: number): number {
  return at === null ? 0 : Math.max(0, now - at.getTime()) / 1000;
}
