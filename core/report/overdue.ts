import { deadlineLine } from './deadline.ts';
import type { Showing } from './list.ts';
import type { DeadlineList } from './reads.ts';

/** 超时, furthest past its deadline first. `subject`: 全区 or a unit's name. */
export function overdueText(subject: string, { total, rows }: DeadlineList, showing: Showing): string {
  if (total === 0) return `${subject}没有超时的单子。`;
  const left = total - rows.length;
  return [
    `${subject}超时 ${total} 件：`,
    ...rows.map((row) => deadlineLine(row, showing)),
    ...(left > 0 ? [`还有 ${left} 件没有列出。`] : []),
    OVERDUE_BASIS,
  ].join('\n');
}

export function overdueTotals(subject: string, { total }: DeadlineList): string {
  return total === 0 ? `${subject}没有超时的单子。` : `${subject}超时 ${total} 件。明细请私聊我发“超时”。`;
}

export const OVERDUE_BASIS = '（按办理时限、工作时间计，特急昼夜计；每件只列最早到期的一步；挂账和等企业补充的停止计时，不在内）';
