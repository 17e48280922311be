import type { RankFigure } from '../../../../core/report/figures.ts';
import { rateText } from '../../../../core/report/rate.ts';
import { clipped, drawable } from '../lettering.ts';
import { box, COLOUR, heading, INNER, nothing, type Piece, paragraph, SIZE, stacked, words } from '../style.ts';
import { rateWords } from './rates.ts';

const LEFT = 84;
const NAMES = 330;

/** Places with the rate that decides as a bar, and the other figures under it. */
export function rankingBlock(rule: string, ranked: readonly RankFigure[], unranked: string): Piece {
  const rows = ranked.length === 0 ? [nothing('没有参加排名的单位。')] : ranked.map(row);
  const rest = paragraph(unranked, { x: 0, size: SIZE.small, fill: COLOUR.soft, width: INNER, most: 8 });
  return stacked([heading('排名', rule), ...rows, rest], 26);
}

function row({ place, name, rates, detail }: RankFigure): Piece {
  const [first, ...others] = rates;
  const isTop = place <= 3;
  const badge =
    `<circle cx="28" cy="30" r="28" fill="${isTop ? COLOUR.blue : COLOUR.pale}"/>` +
    words(String(place), { x: 28, y: 30, size: 30, weight: 'bold', anchor: 'middle', fill: isTop ? COLOUR.card : COLOUR.ink });
  const title = words(clipped(drawable(name), NAMES - 20, 34, 'bold'), { x: LEFT, y: 30, size: 34, weight: 'bold' });
  const said = [
    [...(first ? [`${first.name} ${rateWords(first.part, first.whole).made}`] : []), detail],
    others.map((one) => `${one.name} ${rateText(one.part, one.whole)}`),
  ].map((parts) => parts.filter((one) => one !== '').join('，'));
  const under = said.map((text) => paragraph(text, { x: LEFT, size: SIZE.small, fill: COLOUR.soft, width: INNER - LEFT, most: 2 }));
  return stacked([{ height: 60, svg: badge + title + (first ? bar(first.part, first.whole) : '') }, ...under], 4);
}

function bar(part: number, whole: number): string {
  const from = LEFT + NAMES;
  const width = INNER - from - 130;
  const share = whole > 0 ? Math.max(0, Math.min(1, part / whole)) : 0;
  return (
    box(from, 18, width, 24, COLOUR.line, 12) +
    (share > 0 ? box(from, 18, Math.max(24, width * share), 24, COLOUR.blue, 12) : '') +
    words(rateWords(part, whole).share, { x: INNER, y: 30, size: 36, weight: 'bold', anchor: 'end' })
  );
}
