import { HouseError } from '../core/errors.ts';

/** Hands over how a part that runs is stopped, as soon as it runs. */
export type OnStop = (stop: () => Promise<void>) => void;

/** npm passes the terminal's Ctrl-C on to a process that has had it already: the echo is not a second Ctrl-C. */
const ECHO_MS = 2000;

/**
 * Runs a composition root until it is told to stop. Ctrl-C (or SIGTERM, or a closed terminal) finishes what is in hand and leaves
 * nothing behind: parts are stopped last to first, also those of a start that failed half-way. A second Ctrl-C does not wait.
 * A promise that some library left unhandled (wechaty does) is told and does not end the house.
 */
export async function runUntilStopped(start: (onStop: OnStop) => Promise<void>): Promise<void> {
  let stopping: number | null = null;
  process.on('unhandledRejection', (reason) => tell(reason));
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (stopping !== null && Date.now() - stopping > ECHO_MS) process.exit(130);
        stopping ??= Date.now();
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

/** Runs a command that ends by itself; what went wrong is told in a sentence and ends it with 1. */
export async function runUntilDone(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    process.exitCode = 1;
    tell(error);
  }
}
