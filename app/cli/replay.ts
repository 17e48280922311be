import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { HouseError } from '../../core/errors.ts';
import { loadConfig } from '../config.ts';
import { projectRoot } from '../project-root.ts';
import { play } from '../replay/play.ts';
import type { SceneResult } from '../replay/result.ts';
import { parseScenes } from '../replay/scene.ts';
import { openThrowaway } from '../throwaway.ts';

export function replayCommand(): Command {
  return new Command('replay')
    .description('把录下来的群聊放进真实的处理流程里走一遍（用临时数据库，不影响正式数据）')
    .argument('<scenes.jsonl>', '每行一个场景')
    .option('--json', '每个场景输出一行 JSON')
    .option('--config <dir>', '配置目录')
    .action(async (file: string, options: { json?: boolean; config?: string }) => {
      const root = projectRoot();
      const scenes = parseScenes(read(file), file);
      const config = loadConfig(options.config ?? join(root, 'config'));
      const throwaway = await openThrowaway(root);
      try {
        for (const scene of scenes) {
          const result = await throwaway.withDatabase((db) => play(db, config, scene));
          process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${inWords(result)}\n`);
        }
      } finally {
        await throwaway.stop();
      }
    });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new HouseError('no-file', `读不到文件 ${file}，请核对路径。`, { cause });
  }
}

function inWords(result: SceneResult): string {
  const tickets = result.tickets.map(
    (one) =>
      `  #${one.number}${one.pre ? `（原有 ${one.pre}）` : ''} ${one.department ?? '待研判'} ${one.state} ${one.urgent ? '紧急 ' : ''}反映人 ${one.reporter}；消息 ${one.messages.join(' ')}；相关 ${one.attached.join(' ')}`,
  );
  const said = result.said.map(
    (one) => `  [${one.after}] → ${one.chat}${one.to ? ` @${one.to}` : ''}：${one.text.replaceAll('\n', ' / ')}`,
  );
  const fates = Object.entries(result.messages).map(([id, fate]) => `${id}=${fate.as}${fate.ticket ? `#${fate.ticket}` : ''}`);
  return [`场景 ${result.id}`, '工单：', ...tickets, '消息：', `  ${fates.join('  ')}`, '机器人说的话：', ...said, ''].join('\n');
}
