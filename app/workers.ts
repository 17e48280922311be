import { startWorkers } from '../workers/main.ts';
import { boot } from './boot.ts';
import { runUntilStopped } from './process.ts';
import { readSettings } from './settings.ts';
import { workshopOf } from './workshop.ts';

/** `npm run workers`: as many processes as you like. */
await runUntilStopped(async () => {
  const ground = await boot(readSettings(process.env));
  const workers = await startWorkers(workshopOf(ground));
  process.stdout.write('workers ready\n');
  return {
    async stop() {
      await workers.stop();
      await ground.close();
    },
  };
});
