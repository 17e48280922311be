import type { Clock } from '../../core/clock.ts';
import type { ChannelName } from '../../core/ids.ts';
import type { Log } from '../../core/log.ts';
import type { PulseStore } from '../../prisma/store/pulse.ts';
import { within } from './remembered.ts';

/** A message that nobody has handled for so long: whoever handles them does not. */
const INBOX_MS = 5 * 60_000;
/** Longer than any wire's own limit makes its messages wait. */
const OUTBOX_MS = 10 * 60_000;
/** Several times the pause between two beats. */
const HEART_MS = 2 * 60_000;
const ANSWER_MS = 5000;
const PING_MS = 10_000;

export interface WorkingParts {
  readonly pulse: PulseStore;
  readonly clock: Clock;
  readonly channels: readonly ChannelName[];
}

/** Whether the house truly works, from the database alone: each reason why not. None names a person, a text or a secret. */
export async function troubles({ pulse, clock, channels }: WorkingParts): Promise<readonly string[]> {
  const now = clock.now();
  const waited = (at: Date | null) => (at === null ? 0 : now.getTime() - at.getTime());
  try {
    const [state, workers, bots] = await within(
      ANSWER_MS,
      'silent',
      Promise.all([pulse.take(now, now.toISOString().slice(0, 10), channels), pulse.lastBeat('workers'), pulse.lastBeat('bots')]),
    );
    const silent = (at: Date | null) => at === null || waited(at) > HEART_MS;
    return [
      ...(silent(workers) ? ['no worker turns'] : []),
      ...(silent(bots) ? ['nobody delivers'] : []),
      ...(waited(state.inboxOldestAt) > INBOX_MS ? ['a message has not been handled for minutes'] : []),
      ...state.outbox.flatMap(({ channel, oldestAt }) => (waited(oldestAt) > OUTBOX_MS ? [`nothing gets out over ${channel}`] : [])),
    ];
  } catch {
    return ['the database does not answer'];
  }
}

export interface DeadmanParts extends WorkingParts {
  /** A secret: whoever knows it can keep the alarm quiet. null: nobody is told. */
  readonly url: string | null;
  readonly log: Pick<Log, 'warn'>;
  readonly signal: AbortSignal;
  readonly works: (works: boolean) => void;
}

/** One turn a minute: tells somebody elsewhere that the house works, and only then. His alarm is the silence. */
export async function pingIfWorking(parts: DeadmanParts): Promise<void> {
  const found = await troubles(parts);
  parts.works(found.length === 0);
  if (found.length > 0) {
    parts.log.warn({ troubles: found }, 'the house does not work as it should: no dead-man ping');
    return;
  }
  if (parts.url === null || parts.signal.aborted) return;
  try {
    const signal = AbortSignal.any([parts.signal, AbortSignal.timeout(PING_MS)]);
    // Sent on elsewhere, the secret would be too.
    const response = await fetch(parts.url, { redirect: 'error', signal });
    await response.body?.cancel();
    if (!response.ok) parts.log.warn({ status: response.status }, 'the dead-man ping was not taken');
  } catch (error) {
    // A code only: the words of the failure may hold the address.
    if (!parts.signal.aborted) parts.log.warn({ code: codeOf(error) }, 'the dead-man ping did not arrive');
  }
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : error instanceof Error ? error.name : 'unknown';
}
