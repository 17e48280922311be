import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { HouseError } from '../../core/errors.ts';
import { type Classified, classify, type Labelled } from '../classify.ts';
import { loadConfig } from '../config.ts';
import { createSegment } from '../listening.ts';
import { projectRoot } from '../project-root.ts';
import { readJsonl, writeJsonl } from './jsonl.ts';

const Line = z.object({ text: z.string(), label: z.string().min(1) });

export function classifyCommand(): Command {
  return new Command('classify')
    .description('用同一个分类引擎在任意标注数据上训练、测试（衡量引擎用，与正式数据无关）')
    .requiredOption('--train <file>', '训练集，每行 {"text","label"}')
    .requiredOption('--test <file>', '测试集，格式相同')
    .option('--out <file>', '测试集逐条的标签和把握')
    .option('--json', '输出一行 JSON')
    .action((options: { train: string; test: string; out?: string; json?: boolean }) => {
      const [train, test] = [load(options.train), load(options.test)];
      const segment = createSegment(loadConfig(join(projectRoot(), 'config')));
      const result = classify(train, test, segment);
      if (options.out !== undefined) writeJsonl(options.out, result.answers);
      process.stdout.write(options.json ? `${JSON.stringify(figuresOf(result))}\n` : inWords(result));
    });
}

function load(file: string): Labelled[] {
  const lines = readJsonl(file, Line);
  if (lines.length === 0) throw new HouseError('empty-file', `${file} 里一条数据也没有。`);
  return lines;
}

function figuresOf({ accuracy, macroF1, trainSeconds, predictPerSecond, ece, accuracyAt80 }: Classified): Omit<Classified, 'answers'> {
  return { accuracy, macroF1, trainSeconds, predictPerSecond, ece, accuracyAt80 };
}

function inWords(result: Classified): string {
  const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
  return [
    `准确率 ${percent(result.accuracy)}，macro-F1 ${result.macroF1.toFixed(4)}`,
    `训练 ${result.trainSeconds.toFixed(1)} 秒，每秒判断 ${Math.round(result.predictPerSecond)} 条`,
    `校准误差（ECE）${result.ece.toFixed(4)}，只答最有把握的 80% 时准确率 ${percent(result.accuracyAt80)}`,
    '',
  ].join('\n');
}
