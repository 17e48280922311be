import { LIST_LINES } from '../limits.ts';
import { type Showing, ticketLine } from './list.ts';
import type { Board } from './reads.ts';
import { departmentName, STATE_NAMES } from './words.ts';

/** 看板 for the work group: totals, nobody's name. */
export function boardTotals(board: Board): string {
  return [
    `在办 ${board.open} 件，其中超时 ${board.overdue} 件；今天收到 ${board.receivedToday} 件，办结 ${board.closedToday} 件。`,
    ageing(board),
    '分单位的情况请私聊我发“看板”。',
  ].join('\n');
}

/** 看板 in full: totals, states, ageing, units, the slowest. */
export function boardText(board: Board, showing: Showing): string {
  const states = board.byState.filter((one) => one.n > 0).map((one) => `${STATE_NAMES[one.state]} ${one.n}`);
  const units = board.byDepartment.filter((one) => one.open > 0).toSorted((a, b) => b.overdue - a.overdue || b.open - a.open);
  const unitLines = units.map(
    (one) => `${departmentName(showing.directory, one.department)} ${one.open} 件${one.overdue > 0 ? `，超时 ${one.overdue}` : ''}`,
  );
  return [
    `在办 ${board.open} 件，其中超时 ${board.overdue} 件；今天收到 ${board.receivedToday} 件，办结 ${board.closedToday} 件。`,
    ...(states.length === 0 ? [] : [`按状态：${states.join('，')}`]),
    ageing(board),
    ...(unitLines.length === 0 ? [] : ['按单位：', ...unitLines]),
    ...(board.slowest.length === 0 ? [] : ['最久的：', ...board.slowest.slice(0, LIST_LINES).map((one) => ticketLine(one, showing))]),
    '（超时按历时算，含非工作时间；挂账的不计超时）',
  ].join('\n');
}

function ageing({ ageing: { day1, day3, day7, older } }: Board): string {
  return `按时长：1天内 ${day1}，1至3天 ${day3}，3至7天 ${day7}，7天以上 ${older}。`;
}
