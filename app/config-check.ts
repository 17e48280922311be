import { join } from 'node:path';
import { explainPolicy } from '../core/config/limits-check.ts';
import { type Config, problemLine, readConfig } from './config.ts';
import { calendarGaps } from './holidays.ts';
import { projectRoot } from './project-root.ts';

/**
 * `npm run config:check [folder]` (else CONFIG_DIR, else config/): says that all is well, or names each problem's file, line and
 * remedy. What is right but will not stay right goes to stderr and fails nothing.
 */
const reading = readConfig(process.argv[2] ?? (process.env.CONFIG_DIR || join(projectRoot(), 'config')));
if (reading.ok) {
  process.stdout.write(`配置无误：${summary(reading.config)}。\n${explainPolicy(reading.config)}\n`);
  for (const { sentence } of calendarGaps(reading.config, new Date())) process.stderr.write(`${sentence}\n`);
} else {
  process.stdout.write(`${reading.problems.map(problemLine).join('\n')}\n共 ${reading.problems.length} 处需要改正。\n`);
  process.exitCode = 1;
}

function summary({ departments, people, enterprises, postings, groups }: Config): string {
  const commissioners = new Set(postings.map(({ commissioner }) => commissioner)).size;
  const posted = new Set(postings.map(({ enterprise }) => enterprise)).size;
  return [
    `${departments.length} 个部门`,
    `${people.length} 人`,
    `${enterprises.length} 家企业和项目`,
    `${commissioners} 名特派员联系 ${posted} 家`,
    `${groups.length} 个群`,
  ].join('，');
}
