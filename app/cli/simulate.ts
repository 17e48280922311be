import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { isRealDate } from '../../core/config/calendar-days.ts';
import { HouseError } from '../../core/errors.ts';
import { loadConfig } from '../config.ts';
import { projectRoot } from '../project-root.ts';
import { pageOf } from '../simulate/page.ts';
import { isClean, simulate } from '../simulate/result.ts';
import { openThrowaway } from '../throwaway.ts';

const number = (name: string, most: number) =>
  z.coerce
    .number(`--${name} 要写整数。`)
    .int(`--${name} 要写整数。`)
    .min(1, `--${name} 至少是 1。`)
    .max(most, `--${name} 最多是 ${most}。`);

const Options = z.object({
  days: number('days', 366),
  members: number('members', 1000),
  seed: z.coerce
    .number('--seed 要写整数。')
    .int('--seed 要写整数。')
    .min(0, '--seed 不能是负数。')
    .max(2 ** 32 - 1, '--seed 太大了。'),
  start: z.string().refine((date) => /^\d{4}-\d{2}-\d{2}$/.test(date) && isRealDate(date), '--start 要写成 2026-02-02 这样的日期。'),
  json: z.boolean().default(false),
  out: z.string().optional(),
  config: z.string().optional(),
});

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('按虚拟时间过一个月：真实的处理流程，临时数据库，另有一套独立的算法逐条核对时限和升级')
    .option('--days <n>', '过几天', '30')
    .option('--members <n>', '工作群里有多少人参加（按人员名录的先后）', '61')
    .option('--seed <n>', '随机种子：同一个种子，同一个月', '7')
    .option('--start <YYYY-MM-DD>', '从哪天起（默认的一个月里有春节假期和两个调休的周六）', '2026-02-02')
    .option('--json', '输出 JSON')
    .option('--out <dir>', '图和文件放在哪里，默认是系统临时目录')
    .option('--config <dir>', '配置目录')
    .action(async (given: unknown) => {
      const parsed = Options.safeParse(given);
      if (!parsed.success) throw new HouseError('bad-option', parsed.error.issues.map((issue) => issue.message).join('\n'));
      const { days, members, seed, start, json, out, config } = parsed.data;
      const root = projectRoot();
      const configDir = config ?? join(root, 'config');
      const where = { configDir, out: out ?? join(tmpdir(), `mashangban-simulate-${start}-${days}-${seed}`) };
      const throwaway = await openThrowaway(root);
      try {
        const run = await throwaway.withDatabase(async (db) => {
          // This server ends with the run: what it holds need not survive a power cut, and waiting for the disk is half the time.
          await db.$executeRawUnsafe('ALTER SYSTEM SET synchronous_commit = off');
          await db.$executeRawUnsafe('SELECT pg_reload_conf()');
          return simulate(db, loadConfig(configDir), { start, days, members, seed }, where);
        });
        process.stdout.write(json ? `${JSON.stringify(run, null, 2)}\n` : `${pageOf(run)}\n`);
        if (!isClean(run)) process.exitCode = 1;
      } finally {
        await throwaway.stop();
      }
    });
}
