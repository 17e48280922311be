import { startWorkers } from '../workers/main.ts';
import { boot } from './boot.ts';
import { runUntilStopped } from './process.ts';
import { runBots } from './run-bots.ts';
import { readSettings } from './settings.ts';
import { workshopOf } from './workshop.ts';

/** `npm start`: everything in one process, with an embedded database unless one is given. */
await runUntilStopped(async () => {
  const ground = await boot(readSettings(process.env));
  const workers = await startWorkers(workshopOf(ground));
  const bots = await runBots(ground);
  process.stdout.write(`马上办已启动：${bots.url}\n按 Ctrl-C 停止。\n`);
  return {
    async stop() {
      await bots.stop();
      await workers.stop();
      await ground.close();
    },
  };
});
