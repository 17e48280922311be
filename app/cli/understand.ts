import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import { DepartmentCode } from '../../core/ids.ts';
import { createLocalInterpreter } from '../../core/understand/index.ts';
import type { Understanding } from '../../core/understand/port.ts';
import { takenFor } from '../../core/understand/taken.ts';
import { loadConfig } from '../config.ts';
import { shippedListening } from '../listening.ts';
import { projectRoot } from '../project-root.ts';
import { readJsonl, writeJsonl } from './jsonl.ts';

const Line = z.object({ id: z.union([z.string(), z.number()]).optional(), text: z.string() });
/** A department is named for what is, or may be, its business. */
const ABOUT_A_MATTER: ReadonlySet<string> = new Set(['problem', 'question', 'followup']);

export function understandCommand(): Command {
  return new Command('understand')
    .description('逐条判断消息：意图、部门、紧急程度、是否敏感、地点（不联网，不改任何数据）')
    .requiredOption('--in <file>', '每行一条 JSON，至少有 text')
    .option('--out <file>', '结果写到这个文件；不写则输出到屏幕')
    .option('--config <dir>', '配置目录')
    .action((options: { in: string; out?: string; config?: string }) => {
      const root = projectRoot();
      const config = loadConfig(options.config ?? join(root, 'config'));
      const departments = config.departments.map((one) => ({ ...one, code: DepartmentCode.parse(one.code) }));
      const interpreter = createLocalInterpreter({ departments, enterprises: config.enterprises }, shippedListening(root, config)());
      const lines = readJsonl(options.in, Line);
      writeJsonl(
        options.out,
        lines.map(({ id, text }) => ({
          id,
          ...shown(interpreter.understand({ text, speaker: 'unknown', media: 0 }), config.bot.triage.open),
        })),
      );
    });
}

function shown(understood: Understanding, open: number) {
  const intent = takenFor(understood, open);
  return {
    intent,
    department: ABOUT_A_MATTER.has(intent) ? (understood.candidates[0]?.department ?? null) : null,
    candidates: understood.candidates.map(({ department, score }) => ({ department, score: Number(score.toFixed(4)) })),
    urgent: understood.urgency !== 'normal',
    sensitive: understood.sensitive,
    place: understood.place,
  };
}
