import { TelegramError } from 'telegraf';
import { z } from 'zod';
import type { Clock } from '../../core/clock.ts';
import type { Log } from '../../core/log.ts';
import type { Api } from './api.ts';
import { createBackoff } from './backoff.ts';
import { updateIdOf } from './decode.ts';
import type { Intake } from './intake.ts';
import type { Session } from './session.ts';
import type { TelegramSettings } from './settings.ts';
import type { Me } from './text.ts';
import { tellTrouble } from './trouble.ts';

export interface PollingDeps {
  readonly api: Api;
  readonly session: Session;
  readonly settings: TelegramSettings;
  readonly log: Log;
  readonly clock: Clock;
  readonly take: Intake;
  /** Called after an outage so long that Telegram has dropped updates. */
  readonly gap: (from: Date, to: Date, me: Me) => Promise<void>;
}

/** Telegram keeps an update for 24 hours. */
const keptMs = 24 * 60 * 60 * 1000;
/** The answer of a long poll may come this much later than asked for. */
const pollGraceMs = 10_000;
const batch = 100;

/**
 * Our own getUpdates loop. The offset moves only after the batch is stored: asking with a higher offset is what
 * tells Telegram to forget, so a batch that could not be stored is simply asked for again, whole and in order.
 */
export async function pollUntil(signal: AbortSignal, deps: PollingDeps): Promise<void> {
  const { api, session, settings, log, clock, take } = deps;
  const { backoffFirstMs, backoffMostMs, pollSeconds } = settings.timing;
  const backoff = createBackoff(backoffFirstMs, backoffMostMs);
  let offset = 0;
  let heardAt: Date | null = null;

  while (!signal.aborted) {
    try {
      const me = session.me() ?? (await session.open(signal));
      const updates = await getUpdates();
      await reportGap(me);
      await take(updates, me);
      offset = nextOffset(offset, updates);
      backoff.reset();
    } catch (error) {
      if (!signal.aborted) await backoff.wait(signal, trouble(error));
    }
  }

  async function getUpdates(): Promise<readonly unknown[]> {
    const payload = { offset, timeout: pollSeconds, limit: batch, allowed_updates: settings.allowedUpdates };
    // An answer is believed only as far as it was checked: each update is parsed on its own later.
    return z.array(z.unknown()).parse(await api.call('getUpdates', payload, { signal, withinMs: pollSeconds * 1000 + pollGraceMs }));
  }

  async function reportGap(me: Me): Promise<void> {
    const now = clock.now();
    if (heardAt !== null && now.getTime() - heardAt.getTime() > keptMs) await deps.gap(heardAt, now, me);
    heardAt = now;
  }

  /** Tells the log what is wrong; returns how long Telegram itself asks us to wait. */
  function trouble(error: unknown): number {
    tellTrouble(log, error, api.describe);
    if (!(error instanceof TelegramError)) return 0;
    // A webhook set meanwhile by somebody else refuses us too; opening anew removes it.
    const webhookSet = error.code === 409 && error.description.includes('webhook');
    if (error.code === 401 || error.code === 404 || webhookSet) session.lose();
    return (error.parameters?.retry_after ?? 0) * 1000;
  }
}

function nextOffset(offset: number, updates: readonly unknown[]): number {
  return updates.reduce<number>((next, update) => Math.max(next, (updateIdOf(update) ?? -1) + 1), offset);
}
