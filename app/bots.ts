import { boot } from './boot.ts';
import { runUntilStopped } from './process.ts';
import { runBots } from './run-bots.ts';
import { readSettings } from './settings.ts';

/** `npm run bots`: the process that holds the wires. */
await runUntilStopped(async () => {
  const ground = await boot(readSettings(process.env));
  const bots = await runBots(ground);
  process.stdout.write(`bots listening on ${bots.url}\n`);
  return {
    async stop() {
      await bots.stop();
      await ground.close();
    },
  };
});
