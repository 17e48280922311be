import { Command } from 'commander';
import { z } from 'zod';
import type { Directory } from '../../core/directory.ts';
import { HouseError } from '../../core/errors.ts';
import type { Opinion, Reading, Verdict } from '../../core/model/opinion.ts';
import { momentText } from '../../core/report/shanghai.ts';
import { departmentName } from '../../core/routing/lookup.ts';
import { URGENCY_LABEL } from '../../core/ticket/labels.ts';
import { mask } from '../../core/understand/mask.ts';
import type { Intent } from '../../core/understand/port.ts';
import { type KeptOpinion, opinionsOf } from '../../prisma/store/model-opinions.ts';
import { settleOpinions } from '../../workers/refine.ts';
import { boot } from '../boot.ts';
import { readSettings } from '../settings.ts';

const Options = z.object({
  json: z.boolean().default(false),
  open: z.boolean().default(false),
  limit: z.coerce.number().int().min(1).max(10_000),
});

/** Where a model read a message otherwise than the local ears: for whoever reviews both. Personal data is masked, touchy matters are not shown. */
export function opinionsCommand(): Command {
  return new Command('opinions')
    .description('模型与本地判断不一致的单子：各自怎么看、采纳了什么、后来证明谁对')
    .option('--json', '每条输出一行 JSON')
    .option('--open', '只看还没有定论的')
    .option('--limit <n>', '最多几条，从最近的起', '50')
    .action(async (given: unknown) => {
      const options = Options.safeParse(given);
      if (!options.success) throw new HouseError('bad-option', '--limit 要写 1 到 10000 之间的整数。');
      const { json, ...which } = options.data;
      const ground = await boot({ ...readSettings(process.env), LOG_LEVEL: 'silent' });
      try {
        await settleOpinions(ground);
        const rows = await opinionsOf(ground.db, which);
        const directory = await ground.store.directory.current();
        const now = ground.clock.now();
        const lines = rows.map((row) => (json ? JSON.stringify({ ...row, summary: shownSummary(row) }) : opinionText(row, directory, now)));
        process.stdout.write(lines.length > 0 ? `${lines.join('\n')}\n` : json ? '' : '没有不一致的记录。\n');
      } finally {
        await ground.close();
      }
    });
}

const INTENT: Readonly<Record<Intent, string>> = {
  official_reply: '经办回复',
  notice: '通知',
  ad: '广告',
  followup: '跟进',
  problem: '诉求',
  question: '咨询',
  chitchat: '闲聊',
  command: '命令',
};
const DID: Readonly<Record<Opinion['did'][number], string>> = { summary: '改摘要', urgency: '调高紧急程度', dispatch: '派单' };
const VERDICT: Readonly<Record<Verdict, string>> = {
  local: '本地对',
  model: '模型对',
  neither: '都不对',
  moot: '没有定论（单子已了结）',
};

function shownSummary({ sensitive, summary }: KeptOpinion): string {
  return sensitive ? '（敏感事项，内容不显示）' : mask(summary).text;
}

/** One opinion, as it is printed. */
export function opinionText(row: KeptOpinion, directory: Directory, now: Date): string {
  const both = (say: (reading: Reading) => string): string => `本地 ${say(row.local)}，模型 ${say(row.said)}`;
  const parts = row.differs.map((one) => {
    switch (one) {
      case 'intent':
        return `意图：${both((reading) => `${INTENT[reading.intent]} ${percent(reading.confidence)}`)}`;
      case 'department':
        return `部门：${both((reading) => department(reading, directory))}`;
      case 'urgency':
        return `紧急程度：${both((reading) => URGENCY_LABEL[reading.urgency])}`;
      case 'sensitive':
        return `敏感：${both((reading) => (reading.sensitive ? '是' : '否'))}`;
    }
  });
  const did = row.did.length === 0 ? '没有采纳' : `采纳：${row.did.map((one) => DID[one]).join('、')}`;
  const verdict = row.verdict === null ? '待定' : VERDICT[row.verdict];
  return [
    `#${row.ticket}　${momentText(row.at.toISOString(), now)}　${row.model}　${shownSummary(row)}`,
    ...parts.map((part) => `  ${part}`),
    `  ${did}；部门结论：${verdict}`,
  ].join('\n');
}

function department({ candidates: [top] }: Reading, directory: Directory): string {
  return top === undefined ? '没有' : `${departmentName(directory, top.department)} ${percent(top.score)}`;
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;
