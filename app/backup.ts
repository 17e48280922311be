import { statSync } from 'node:fs';
import { Command } from 'commander';
import { HouseError } from '../core/errors.ts';
import { countsInWords } from './backup/archive.ts';
import { save } from './backup/save.ts';
import { dataDir } from './data-dir.ts';
import { runUntilDone } from './process.ts';
import { projectRoot } from './project-root.ts';
import { readSettings } from './settings.ts';

/** `npm run backup -- [--out file]`: the embedded form in one file, while it works or while it is stopped. */
const program = new Command('backup')
  .description('备份内置数据库和数据目录（运行中、停机时都可以）')
  .option('--out <file>', '备份文件，默认当前目录下 mashangban-<时间>.tar.gz')
  .action(async ({ out }: { readonly out?: string }) => {
    const settings = readSettings(process.env);
    if (settings.DATABASE_URL)
      throw new HouseError('external-database', '设置了 DATABASE_URL：用的是外部数据库，请用 pg_dump 备份（见 README）。');
    const { dir } = dataDir(settings.DATA_DIR, projectRoot());
    const { file, counts } = await save(dir, out ?? null, new Date());
    const size = (statSync(file).size / 1024 / 1024).toFixed(1);
    process.stdout.write(
      `已备份：${countsInWords(counts)}，以及 ${dir} 里的其他文件。\n已试着从这份备份启动过数据库，能启动，条数如上。\n文件：${file}（${size} MB，含密码和全部对话，请妥善保管）\n`,
    );
  });

await runUntilDone(async () => void (await program.parseAsync()));
