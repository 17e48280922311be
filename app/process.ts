import { HouseError } from '../core/errors.ts';

/** Hands over how a part that runs is stopped, as soon as it runs. */
export type OnStop = (stop: () => Promise<void>) => void;

/**
 * Runs a composition root until it is told to stop. Ctrl-C (or SIGTERM, or a closed terminal) finishes what is in hand and leaves
 * nothing behind: parts are stopped last to first, also those of a start that failed half-way. A second Ctrl-C does not wait.
 */
export async function runUntilStopped(start: (onStop: OnStop) => Promise<void>): Promise<void> {
  let stopping = false;
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(130);
        stopping = true;
        resolve();
      });
    }
  });
  const stops: (() => Promise<void>)[] = [];
  let code = 0;
  try {
    await start((stop) => stops.unshift(stop));
    await signalled;
  } catch (error) {
    code = 1;
    tell(error);
  }
  for (const stop of stops) {
    try {
      await stop();
    } catch (error) {
      code = 1;
      tell(error);
    }
  }
  process.exit(code);
}

function tell(error: unknown): void {
  process.stderr.write(
    `${error instanceof HouseError ? error.sentence : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
}
