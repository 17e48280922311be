import { z } from 'zod';
import { totalsOnly } from '../permission/scope.ts';
import { BOARD_DAYS, boardText, boardTotals } from '../report/board.ts';
import { lastDays } from '../report/period.ts';
import { accepted, defineCommand, refused } from './define.ts';

export const board = defineCommand({
  name: 'board',
  words: ['状态', '总览', '总体情况'],
  latin: ['board'],
  help: '眼下的总数、红黄牌和最急的单子',
  examples: ['看板', '状态'],
  args: z.object({}),
  parse(slots) {
    const [number] = slots.tickets;
    return number === undefined ? accepted({}) : refused(`看一张单子请发：查询 ${number}`);
  },
  reads: (_args, { now }) => [
    { read: 'board', department: null },
    { read: 'totals', ...lastDays(BOARD_DAYS, now), department: null },
  ],
  run(_args, context, { board: read, totals }) {
    if (read === undefined || totals === undefined) return { say: '眼下读不到数字，请稍后再试。' };
    const say = totalsOnly(context.chat) ? boardTotals(read, totals, context) : boardText(read, totals, context);
    return { say, report: { kind: 'board' } };
  },
});
