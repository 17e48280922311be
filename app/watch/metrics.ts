import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../../core/clock.ts';
import type { Signals } from '../../core/signals.ts';

/** Everything that is counted or measured by this process; docs/operations.md says what each means and what to do. */
export interface Metrics {
  readonly registry: Registry;
  readonly gauges: ReturnType<typeof gaugesOf>;
  readonly signals: Signals;
  /** Receipts sent whose messages' arrival is not looked up yet. */
  readonly receipts: Receipts;
  /** When each loop of this process came round last without failing. */
  readonly loops: ReadonlyMap<string, Date>;
}

export interface Receipts {
  /** Looks up what has gathered, in one question. */
  observe(): Promise<void>;
}

/** Of receipts not looked up so many are kept at most: where the database is away they are not counted. */
const RECEIPTS_KEPT = 500;
const RECEIPT_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];
const LATE_SECONDS = [0.5, 1, 2, 3, 5, 10, 30, 60, 300, 3600];
const MODEL_SECONDS = [0.25, 0.5, 1, 2, 4, 8, 16, 32];

/** @param receivedAt when the messages of these tickets reached us */
export function createMetrics(clock: Clock, receivedAt: (tickets: readonly number[]) => Promise<ReadonlyMap<number, Date>>): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const sends = new Counter({
    name: 'mashangban_sends_total',
    help: 'Sends that came to an end, by channel and outcome (sent, retry, refused, unknown)',
    labelNames: ['channel', 'outcome'],
    registers,
  });
  const receipt = new Histogram({
    name: 'mashangban_receipt_seconds',
    help: 'From the arrival of a message to the sending of its receipt',
    buckets: RECEIPT_SECONDS,
    registers,
  });
  const late = new Histogram({
    name: 'mashangban_clock_fired_late_seconds',
    help: 'How long after its moment a clock fired',
    buckets: LATE_SECONDS,
    registers,
  });
  const attempts = new Counter({ name: 'mashangban_attempts_failed_total', help: 'Failed attempts to handle a message', registers });
  const asked = new Counter({
    name: 'mashangban_model_asked_total',
    help: 'Messages a model was asked about, by whether it gave something that could be used (answered, nothing)',
    labelNames: ['result'],
    registers,
  });
  const took = new Histogram({ name: 'mashangban_model_seconds', help: 'How long a model took', buckets: MODEL_SECONDS, registers });

  const loops = new Map<string, Date>();
  let waiting: { readonly ticket: number; readonly at: Date }[] = [];
  async function observe(): Promise<void> {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    const arrived = await receivedAt(batch.map(({ ticket }) => ticket));
    for (const { ticket, at } of batch) {
      const from = arrived.get(ticket);
      if (from) receipt.observe(Math.max(0, at.getTime() - from.getTime()) / 1000);
    }
  }

  const signals: Signals = {
    sent(channel, outcome, messages, at) {
      sends.inc({ channel, outcome });
      if (outcome !== 'sent') return;
      for (const { name, ticket } of messages) if (name === 'receipt' && ticket !== null) waiting.push({ ticket, at });
      if (waiting.length >= RECEIPTS_KEPT) observe().catch(() => undefined);
    },
    fired: (ms) => late.observe(Math.max(0, ms) / 1000),
    attemptFailed: () => attempts.inc(),
    modelAsked(answered, tookMs) {
      asked.inc({ result: answered ? 'answered' : 'nothing' });
      took.observe(tookMs / 1000);
    },
    turned: (loop) => void loops.set(loop, clock.now()),
  };
  return { registry, gauges: gaugesOf(registry), signals, receipts: { observe }, loops };
}

function gaugesOf(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `mashangban_${name}`, help, labelNames, registers: [registry] });
  return {
    /** Known without the database. */
    process: {
      databaseUp: gauge('database_up', 'Whether the database answered in time'),
      connections: gauge('database_connections', 'Connections of this process (busy, idle) and statements that wait for one', ['state']),
      embedded: gauge('database_embedded', 'Whether the database is the embedded one'),
      queuesUp: gauge('queues_up', 'Whether what holds the queues answers; without it the sweeps find all work', ['backend']),
      channelOpen: gauge('channel_open', "Whether a channel's session is open", ['channel']),
      works: gauge('works', 'Whether the house truly works, as the dead-man switch sees it'),
      loopAge: gauge('loop_age_seconds', 'How long ago a loop of this process came round without failing', ['loop']),
    },
    /** Read from the database: one figure each. */
    house: {
      inbox: gauge('inbox_waiting', 'Messages not handled yet'),
      inboxOldest: gauge('inbox_oldest_seconds', 'Age of the oldest message not handled yet'),
      parkedUnshown: gauge('inbox_parked_unshown', 'Messages parked after failures that the duty desk has not been shown'),
      triage: gauge('triage_open', 'Questions the duty desk has not answered'),
      reports: gauge('reports_waiting', 'Reports that wait to be made'),
      doubtsLately: gauge('doubts_day', 'Sends of the last day that ended in doubt or refused'),
      doubtsUnshown: gauge('doubts_unshown', 'Such sends of the last month that the duty desk has not been shown'),
      findings: gauge('audit_open_findings', 'Open tickets without a next step, or overdue and unseen, as the auditor found them'),
      late: gauge('clock_late_seconds', 'How long the clock that is due longest has been waiting'),
      timers: gauge('clock_timers', 'Tickets with something still to come'),
      modelCalls: gauge('model_calls_today', 'Calls of the model endpoint today, all workers together'),
      modelTokens: gauge('model_tokens_today', 'Tokens of those calls'),
      modelCost: gauge('model_cost_yuan_today', 'What they cost by the price in config/bot.yaml; without a price there is no figure'),
    },
    /** Read from the database: a figure for each channel, day or part. */
    each: {
      due: gauge('outbox_due', 'Messages that could be sent now', ['channel']),
      dueOldest: gauge('outbox_oldest_seconds', 'How long the one that waits longest could have been sent', ['channel']),
      sending: gauge('outbox_sending', 'Messages being sent', ['channel']),
      retrying: gauge('outbox_retrying', 'Messages the wire has not taken so far', ['channel']),
      held: gauge('outbox_held', 'Notices held to be folded, or through the night', ['channel']),
      ledger: gauge('ledger_messages', 'Messages received on a day, by what became of them', ['day', 'outcome']),
      ledgerGap: gauge('ledger_gap', 'Received less everything that has an outcome or waits: anything but 0 is a fault', ['day']),
      heartAge: gauge('heart_age_seconds', 'How long ago any process of this part (workers, bots) said that it turns', ['part']),
    },
  };
}
