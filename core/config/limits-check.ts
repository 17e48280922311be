import type { Config } from '../config.ts';
import { type AmountText, amountOf, amountWords } from '../deadlines/amount.ts';
import { PROMISED, STEP_LABEL } from '../deadlines/steps.ts';
import { URGENCY_LABEL } from '../ticket/labels.ts';
import { Urgency } from '../ticket/ticket.ts';
import type { LimitsPolicy } from './limits.ts';
import type { Problem } from './problem.ts';

const file = 'limits';
/** A working day of the shipped hours, round the clock a whole one: only to tell which of two limits is the longer. */
const WORKED = 450;
const WHOLE = 1440;

export function checkLimits({ limits, departments }: Config): readonly Problem[] {
  const missing: Problem[] =
    limits.policies[limits.policy] === undefined
      ? [
          {
            file,
            path: ['policy'],
            what: `没有名为 ${limits.policy} 的时限方案`,
            remedy: `可以是：${Object.keys(limits.policies).join('、')}`,
          },
        ]
      : [];
  const codes = new Set<string>(departments.map(({ code }) => code));
  return [...missing, ...Object.entries(limits.policies).flatMap(([key, policy]) => checkPolicy(key, policy, codes))];
}

function checkPolicy(key: string, policy: LimitsPolicy, codes: ReadonlySet<string>): readonly Problem[] {
  const path = (...steps: (string | number)[]) => ['policies', key, ...steps];
  const minutes = (amount: AmountText, urgency: Urgency): number => {
    const parsed = amountOf(amount);
    return 'minutes' in parsed ? parsed.minutes : parsed.days * (policy.roundTheClock.includes(urgency) ? WHOLE : WORKED);
  };
  const problems: Problem[] = [];
  for (const step of PROMISED) {
    const { normal, urgent, critical } = policy.limits[step];
    // 特急 round the clock is measured by another clock: an hour of it passes at night too.
    const slower = minutes(urgent, 'urgent') > minutes(normal, 'normal') || minutes(critical, 'urgent') > minutes(urgent, 'urgent');
    if (slower) {
      const remedy = '请让 critical ≤ urgent ≤ normal';
      problems.push({ file, path: path('limits', step), what: `${STEP_LABEL[step]}的时限：越急的反而越长`, remedy });
    }
  }
  for (const urgency of Urgency.options) {
    if (minutes(policy.limits.answer[urgency], urgency) <= minutes(policy.limits.close[urgency], urgency)) continue;
    const what = `${URGENCY_LABEL[urgency]}件答复的时限比办结还长`;
    problems.push({ file, path: path('limits', 'answer', urgency), what, remedy: '请让 answer 小于或等于 close' });
  }
  for (const [at, { department, name }] of policy.exceptions.entries()) {
    if (codes.has(department)) continue;
    const what = `“${name}”的部门 ${department} 不存在`;
    problems.push({ file, path: path('exceptions', at, 'department'), what, remedy: '请填 departments.yaml 里的 code' });
  }
  if ('minutes' in amountOf(policy.extension.atMost)) {
    const what = '延期的上限要按天';
    problems.push({ file, path: path('extension', 'atMost'), what, remedy: '请写成 10d 这样' });
  }
  return problems;
}

/** The policy in force in words, for whoever runs `config:check`: what was promised can be read, not only parsed. */
export function explainPolicy({ limits }: Pick<Config, 'limits'>): string {
  const policy = limits.policies[limits.policy];
  if (policy === undefined) return '';
  const of = (amount: AmountText, urgency: Urgency) => amountWords(amount, policy.roundTheClock.includes(urgency));
  const steps = PROMISED.map((step) => {
    const byUrgency = Urgency.options.map((urgency) => `${URGENCY_LABEL[urgency]} ${of(policy.limits[step][urgency], urgency)}`);
    return `　${STEP_LABEL[step]}：${byUrgency.join('，')}`;
  });
  const round = policy.roundTheClock.map((urgency) => URGENCY_LABEL[urgency]).join('、');
  const { atMost, times } = policy.extension;
  return [
    `办理时限按“${policy.name}”${round === '' ? '' : `（${round}件昼夜计时）`}：`,
    ...steps,
    `　退单：${of(policy.return, 'normal')}内；重办：${of(policy.rework, 'normal')}；延期：最多 ${of(atMost, 'normal')}，${times} 次`,
    ...policy.exceptions.map(({ name, limits: own }) => {
      const parts = PROMISED.flatMap((step) => (own[step] ? [`${STEP_LABEL[step]} ${of(own[step].normal, 'normal')}`] : []));
      return `　例外——${name}：${parts.join('，')}`;
    }),
  ].join('\n');
}
