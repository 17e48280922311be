import { startWorkers } from '../workers/main.ts';
import { boot } from './boot.ts';
import { runUntilStopped } from './process.ts';
import { readSettings } from './settings.ts';
import { workshopOf } from './workshop.ts';

/** `npm run workers`: as many processes as you like. */
await runUntilStopped(async (onStop) => {
  const ground = await boot(readSettings(process.env));
  onStop(() => ground.close());
  const watching = await ground.watch.start(['workers']);
  onStop(() => watching.stop());
  const workers = await startWorkers(workshopOf(ground));
  onStop(() => workers.stop());
  ground.watch.becomes('running');
  onStop(async () => ground.watch.becomes('stopping'));
  process.stdout.write('workers ready\n');
});
