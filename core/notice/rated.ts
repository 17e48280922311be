import { numberLabel } from '../ticket/labels.ts';
import type { Rating } from '../ticket/ticket.ts';
import { toHandling } from './audience.ts';
import { notice } from './define.ts';
import { lines, reasonWords } from './words.ts';

/** A good rating, for those who earned it; a bad one comes with the 重办. */
export const rated = notice('rated', (input, { rating, bad }) => {
  if (bad) return [];
  const head = `${numberLabel(input.ticket.number)} 收到评价：${scores(rating)}。`;
  const comment = rating.comment?.trim() ? `评语：${reasonWords(rating.comment)}` : null;
  return toHandling(input, { name: 'rated', full: lines(head, comment), bare: head, urgent: false });
});

function scores(rating: Rating): string {
  return [
    { name: '服务态度', score: rating.attitude },
    { name: '办理质量', score: rating.quality },
    { name: '办理效果', score: rating.effect },
  ]
    .flatMap(({ name, score }) => (score === null ? [] : [`${name} ${score} 分`]))
    .join('，');
}
