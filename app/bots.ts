import { boot } from './boot.ts';
import { runUntilStopped } from './process.ts';
import { runBots } from './run-bots.ts';
import { readSettings } from './settings.ts';

/** `npm run bots`: the process that holds the wires. */
await runUntilStopped(async (onStop) => {
  const ground = await boot(readSettings(process.env));
  onStop(() => ground.close());
  const watching = await ground.watch.start(['bots']);
  onStop(() => watching.stop());
  const bots = await runBots(ground);
  onStop(() => bots.stop());
  ground.watch.becomes('running');
  onStop(async () => ground.watch.becomes('stopping'));
  process.stdout.write(`bots listening on ${bots.url}\n`);
});
