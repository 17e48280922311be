import { type Showing, ticketLine } from './list.ts';
import type { ReadMap } from './reads.ts';

type Open = ReadMap['openOf']['result'];

/** 本单位在办, oldest first. */
export function openText(unit: string, { total, tickets }: Open, showing: Showing): string {
  if (total === 0) return `${unit}没有在办的单子。`;
  const left = total - tickets.length;
  return [
    `${unit}在办（含协办）${total} 件：`,
    ...tickets.map((one) => ticketLine(one, showing)),
    ...(left > 0 ? [`还有 ${left} 件没有列出。`] : []),
  ].join('\n');
}

export function openTotals(unit: string, { total }: Open): string {
  return total === 0 ? `${unit}没有在办的单子。` : `${unit}在办（含协办）${total} 件。明细请私聊我，或在单位群里发“本单位在办”。`;
}
