import { z } from 'zod';
import { totalsOnly } from '../permission/scope.ts';
import { Days } from '../report/period.ts';
import { rankingText, rankingTotals } from '../report/ranking.ts';
import { accepted, defineCommand } from './define.ts';
import { daysOf } from './stats.ts';

export const ranking = defineCommand({
  name: 'ranking',
  words: ['排行', '排行榜'],
  latin: ['ranking'],
  help: '各单位签收快慢、解决率、满意率',
  examples: ['排名', '排名 上月'],
  args: z.object({ days: Days }),
  parse(slots, context) {
    const days = daysOf(slots, context);
    return days.ok ? accepted({ days: days.args }) : days;
  },
  reads: ({ days: { from, to } }) => [{ read: 'totalsByDepartment', from, to }],
  run({ days }, { chat, directory }, { totalsByDepartment }) {
    if (totalsByDepartment === undefined) return { say: '眼下读不到数字，请稍后再试。' };
    // Without names there is nothing to draw.
    if (totalsOnly(chat)) return { say: rankingTotals(days, totalsByDepartment) };
    return { say: rankingText(days, totalsByDepartment, directory), report: { kind: 'ranking', days } };
  },
});
