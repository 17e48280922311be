import { startWorkers } from '../workers/main.ts';
import { boot } from './boot.ts';
import { runUntilStopped } from './process.ts';
import { runBots } from './run-bots.ts';
import { readSettings } from './settings.ts';
import { workshopOf } from './workshop.ts';

/** `npm start`: everything in one process, with an embedded database unless one is given. */
await runUntilStopped(async (onStop) => {
  const ground = await boot(readSettings(process.env));
  onStop(() => ground.close());
  const watching = await ground.watch.start(['workers', 'bots']);
  onStop(() => watching.stop());
  const workers = await startWorkers(workshopOf(ground));
  onStop(() => workers.stop());
  const bots = await runBots(ground);
  onStop(() => bots.stop());
  ground.watch.becomes('running');
  onStop(async () => ground.watch.becomes('stopping'));
  process.stdout.write(`马上办已启动：${bots.url}\n按 Ctrl-C 停止。\n`);
});
