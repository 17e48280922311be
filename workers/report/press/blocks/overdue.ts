import { LIST_LINES } from '../../../../core/limits.ts';
import type { OverdueFigure } from '../../../../core/report/figures.ts';
import { clipped, drawable, widthOf } from '../lettering.ts';
import { COLOUR, heading, INNER, nothing, type Piece, paragraph, SIZE, stacked, words } from '../style.ts';

/** What is past its limit, worst first. */
export function overdueBlock(total: number, rows: readonly OverdueFigure[]): Piece {
  const head = heading(`超时 ${total} 件`);
  if (total === 0) return stacked([head, nothing('没有超时的单子。')], 8);
  const shown = rows.slice(0, LIST_LINES);
  const left = total - shown.length;
  const rest = left > 0 ? `还有 ${left} 件没有列出。` : '';
  return stacked([head, ...shown.map(row), paragraph(rest, { x: 0, size: SIZE.small, fill: COLOUR.soft, width: INNER, most: 1 })], 22);
}

function row({ ticket, urgency, unit, step, limit, taken }: OverdueFigure): Piece {
  const time = clipped(drawable(taken), INNER / 2, 34, 'bold');
  const mark = urgency === null ? '' : `【${clipped(drawable(urgency), 150, SIZE.text, 'bold')}】`;
  const markWidth = widthOf(mark, SIZE.text, 'bold');
  const room = INNER - widthOf(time, 34, 'bold') - markWidth - 30;
  const about = [unit, step, limit]
    .map(drawable)
    .filter((one) => one !== '')
    .join('　');
  return {
    height: 98,
    svg:
      `<path d="M0 -10L${INNER} -10" stroke="${COLOUR.line}" stroke-width="2"/>` +
      words(mark, { x: -12, y: 28, size: SIZE.text, weight: 'bold', fill: COLOUR.red }) +
      words(clipped(drawable(ticket), room, SIZE.text, 'bold'), {
        x: Math.max(0, markWidth - 18),
        y: 28,
        size: SIZE.text,
        weight: 'bold',
      }) +
      words(time, { x: INNER, y: 28, size: 34, weight: 'bold', fill: COLOUR.red, anchor: 'end' }) +
      words(clipped(about, INNER, SIZE.small), { x: 0, y: 74, size: SIZE.small, fill: COLOUR.soft }),
  };
}
