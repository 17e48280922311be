import { z } from 'zod';
import { totalsOnly } from '../permission/scope.ts';
import { boardText, boardTotals } from '../report/board.ts';
import { accepted, defineCommand, refused } from './define.ts';

export const board = defineCommand({
  name: 'board',
  words: ['状态', '总览', '总体情况'],
  latin: ['board'],
  help: '眼下的总数、时长和最久的单子',
  examples: ['看板', '状态'],
  args: z.object({}),
  parse(slots) {
    const [number] = slots.tickets;
    return number === undefined ? accepted({}) : refused(`看一张单子请发：查询 ${number}`);
  },
  reads: (_args, { limits }) => [{ read: 'board', limits }],
  run(_args, context, { board: read }) {
    if (read === undefined) return { say: '眼下读不到数字，请稍后再试。' };
    return { say: totalsOnly(context.chat) ? boardTotals(read) : boardText(read, context) };
  },
});
