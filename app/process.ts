import { HouseError } from '../core/errors.ts';

/**
 * Runs a composition root until it is told to stop. Ctrl-C (or SIGTERM) finishes what is in hand and leaves nothing behind;
 * a second Ctrl-C does not wait.
 */
export async function runUntilStopped(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  let stopping = false;
  const signalled = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(130);
        stopping = true;
        resolve();
      });
    }
  });
  try {
    const running = await start();
    await signalled;
    await running.stop();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${error instanceof HouseError ? error.sentence : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  }
}
