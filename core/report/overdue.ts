import { minutesText } from './duration.ts';
import { type Showing, ticketLine } from './list.ts';
import type { ReadMap } from './reads.ts';
import { STEP_NAMES } from './words.ts';

type Overdue = ReadMap['overdue']['result'];

/** 超时, worst first. `subject`: 全区 or a unit's name. */
export function overdueText(subject: string, { total, rows }: Overdue, showing: Showing): string {
  if (total === 0) return `${subject}没有超时的单子。`;
  const lines = rows.map(
    ({ ticket, step, elapsed, limit }) =>
      `${ticketLine(ticket, showing)}\n　${STEP_NAMES[step]}限${minutesText(limit)}，已${minutesText(elapsed)}`,
  );
  const left = total - rows.length;
  return [
    `${subject}超时 ${total} 件：`,
    ...lines,
    ...(left > 0 ? [`还有 ${left} 件没有列出。`] : []),
    '（历时含非工作时间；挂账的不计）',
  ].join('\n');
}

export function overdueTotals(subject: string, { total }: Overdue): string {
  return total === 0 ? `${subject}没有超时的单子。` : `${subject}超时 ${total} 件。明细请私聊我发“超时”。`;
}
