import { boot } from './boot.ts';
import { runUntilStopped } from './process.ts';
import { runBots } from './run-bots.ts';
import { readSettings } from './settings.ts';

/** `npm run bots`: the process that holds the wires. */
await runUntilStopped(async (onStop) => {
  const ground = await boot(readSettings(process.env));
  onStop(() => ground.close());
  const bots = await runBots(ground);
  onStop(() => bots.stop());
  process.stdout.write(`bots listening on ${bots.url}\n`);
});
