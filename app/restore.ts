import { Command } from 'commander';
import { countsInWords } from './backup/archive.ts';
import { load } from './backup/load.ts';
import { dataDir } from './data-dir.ts';
import { runUntilDone } from './process.ts';
import { projectRoot } from './project-root.ts';
import { readSettings } from './settings.ts';

/** `npm run restore -- file [--data-dir dir] [--force]`: what `npm run backup` saved, ready for `npm start`. */
const program = new Command('restore')
  .description('从备份文件恢复内置数据库和数据目录')
  .argument('<file>', 'npm run backup 做的备份文件')
  .option('--data-dir <dir>', '恢复到哪个目录，默认环境变量 DATA_DIR')
  .option('--force', '目录里已有数据也恢复：原有数据移到旁边保留')
  .action(async (file: string, options: { readonly dataDir?: string; readonly force?: true }) => {
    const { dir } = dataDir(options.dataDir ?? readSettings(process.env).DATA_DIR, projectRoot());
    const { manifest, counts, aside } = await load(file, dir, { force: options.force ?? false }, new Date());
    const made = new Date(manifest.madeAt).toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' });
    process.stdout.write(
      `已恢复 ${made} 的备份：${countsInWords(counts)}，与备份时一致。\n数据目录：${dir}\n${aside === null ? '' : `原有数据保留在：${aside}\n`}现在可以启动：npm start\n`,
    );
  });

await runUntilDone(async () => void (await program.parseAsync()));
