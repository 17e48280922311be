import type { InboundEnvelope, Receive } from '../../core/channel.ts';
import type { Log } from '../../core/log.ts';
import type { Api } from './api.ts';
import { type Decoded, decodeUpdate, updateIdOf } from './decode.ts';
import { type FetchFile, withBytes } from './files.ts';
import type { Me } from './text.ts';

export interface IntakeDeps {
  readonly api: Api;
  readonly log: Log;
  readonly fetchFile: FetchFile;
  readonly mediaMs: number;
}

/** An intake takes raw updates and resolves once all that could be read is stored. Rejects: acknowledge nothing. */
export type Intake = (updates: readonly unknown[], me: Me) => Promise<void>;

/**
 * One line for both modes: reading and fetching files begin at once, storing keeps the order of arrival.
 * `signal` ends the waiting for files, never the storing.
 */
export function createIntake({ api, log, fetchFile, mediaMs }: IntakeDeps, receive: Receive, signal: AbortSignal) {
  let line: Promise<void> = Promise.resolve();
  const answering = new Set<Promise<unknown>>();

  const take: Intake = (updates, me) => {
    const { envelopes, callbackIds } = read(updates, me);
    const filling = withBytes(envelopes, fetchFile, { withinMs: mediaMs, signal }, log);
    const stored = line.then(() => filling).then((full) => store(full));
    line = stored.catch(() => undefined);
    return stored.then(() => answer(callbackIds));
  };

  function read(updates: readonly unknown[], me: Me) {
    const envelopes: InboundEnvelope[] = [];
    const callbackIds: string[] = [];
    for (const raw of updates) {
      const decoded = decodeSafely(raw, me);
      if (decoded.kind === 'skipped') {
        log[decoded.level]({ updateId: updateIdOf(raw), reason: decoded.reason }, 'a telegram update makes no envelope');
        continue;
      }
      envelopes.push(decoded.envelope);
      if (decoded.callbackId !== null) callbackIds.push(decoded.callbackId);
    }
    return { envelopes, callbackIds };
  }

  async function store(envelopes: readonly InboundEnvelope[]): Promise<void> {
    if (envelopes.length > 0) await receive(envelopes);
  }

  /** Only stops the spinner on the button; the press is stored already, so nobody waits for this and nothing depends on it. */
  function answer(callbackIds: readonly string[]): void {
    for (const callback_query_id of callbackIds) {
      const answered = api
        .call('answerCallbackQuery', { callback_query_id }, { signal })
        .catch((error: unknown) => log.debug({ reason: api.describe(error) }, 'a button press was not answered'))
        .finally(() => answering.delete(answered));
      answering.add(answered);
    }
  }

  return {
    take,
    /** Resolves when what is in hand is done. */
    async settle(): Promise<void> {
      await line;
      await Promise.all(answering);
    },
  };
}

/** An update that the decoder trips over must not come back for ever and hold up everybody else. */
function decodeSafely(raw: unknown, me: Me): Decoded {
  try {
    return decodeUpdate(raw, me);
  } catch (error) {
    return { kind: 'skipped', level: 'warn', reason: `the decoder failed: ${error instanceof Error ? error.name : 'unknown'}` };
  }
}
