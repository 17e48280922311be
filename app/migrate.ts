import { pino } from 'pino';
import { dataDir } from './data-dir.ts';
import { openGround } from './database.ts';
import { runUntilDone } from './process.ts';
import { projectRoot } from './project-root.ts';
import { readSettings } from './settings.ts';

/** `npm run migrate`: brings the database up to date and gives the rights, as the owner, so that nothing that runs needs his password. */
await runUntilDone(async () => {
  const settings = readSettings(process.env);
  const root = projectRoot();
  const log = pino({ level: settings.LOG_LEVEL, base: { instance: settings.INSTANCE } });
  const { embedded } = await openGround(settings, dataDir(settings.DATA_DIR, root).dir, root, log);
  await embedded?.stop();
  process.stdout.write('数据库已就绪：迁移已执行，权限已核对。\n');
});
