import { dutyChat } from '../core/conversation/people.ts';
import { shanghaiDate } from '../core/deadlines/shanghai.ts';
import { quietUntil } from '../core/delivery/hold.ts';
import { ledgerSentence } from '../core/report/ledger-sentence.ts';
import type { Workshop } from './house.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * Once a day, at its time, the duty desk is told how yesterday's messages add up. The key makes it once, whoever tells it; what this
 * process has told it does not count again.
 */
export function createLedgerTeller({ config, store, clock, clockwork, queues, log }: Workshop): () => Promise<boolean> {
  const { ledger: wanted } = config.reports;
  let told = '';
  return async () => {
    const now = clock.now();
    const today = shanghaiDate(now);
    if (wanted === undefined || told === today || now < new Date(`${today}T${wanted.time}:00+08:00`)) return false;
    // A house that starts in the night wakes nobody up with it.
    if (quietUntil(now, clockwork.notices) !== null) return false;
    const since = await store.inbox.listeningSince();
    const midnight = new Date(`${today}T00:00:00+08:00`);
    // A house that was not there yesterday has nothing to account for.
    if (since === null || since >= midnight) return false;
    const desk = dutyChat(await store.directory.current());
    if (!desk) return false;
    const yesterday = shanghaiDate(new Date(now.getTime() - DAY_MS));
    const [ledger, lost] = await Promise.all([store.ledger.of(yesterday), store.ledger.unaccounted(yesterday, 5)]);
    const text = ledgerSentence(ledger, lost);
    await store.outbox.tell({ dedupeKey: `ledger.${today}`, chat: desk.id, kind: 'ledger', text }, now);
    told = today;
    if (lost.length > 0) log.error({ day: yesterday, inbox: lost }, 'messages are on no account');
    queues.hint(`deliver-${desk.channel}`, desk.channel);
    return true;
  };
}
