import { join } from 'node:path';
import { Command } from 'commander';
import { SaidLine } from '../command/line.ts';
import { commandReader } from '../command/read.ts';
import { loadConfig } from '../config.ts';
import { shippedOrders } from '../orders.ts';
import { projectRoot } from '../project-root.ts';
import { readJsonl, writeJsonl } from './jsonl.ts';

interface Options {
  readonly in: string;
  readonly out: string;
  readonly json?: true;
  readonly config?: string;
}

export function commandCommand(): Command {
  return new Command('command')
    .description('看机器人把一句话听成哪条命令（按工作群的规矩，不联网，不动任何数据）')
    .requiredOption('--in <commands.jsonl>', '每行一句：id、text、role')
    .requiredOption('--out <out.jsonl>', '每行一个结果：id、command（不是命令为 null）、args')
    .option('--json', '小结输出一行 JSON')
    .option('--config <dir>', '配置目录')
    .action((options: Options) => {
      const root = projectRoot();
      const config = loadConfig(options.config ?? join(root, 'config'));
      const read = commandReader(config, new Date(), shippedOrders(root, config));
      const readings = readJsonl(options.in, SaidLine).map(read);
      writeJsonl(options.out, readings);
      const commands = readings.filter((one) => one.command !== null).length;
      const summary = { lines: readings.length, commands, none: readings.length - commands };
      process.stdout.write(
        options.json
          ? `${JSON.stringify(summary)}\n`
          : `共 ${summary.lines} 句：命令 ${commands} 句，不是命令 ${summary.none} 句。结果在 ${options.out}。\n`,
      );
    });
}
