import { unreachable } from '../../../core/errors.ts';
import type { FigureBlock, PictureFigures } from '../../../core/report/figures.ts';
import { ageingBlock } from './blocks/ageing.ts';
import { flowBlock } from './blocks/flow.ts';
import { gridBlock } from './blocks/grid.ts';
import { overdueBlock } from './blocks/overdue.ts';
import { rankingBlock } from './blocks/ranking.ts';
import { countsBlock, ratesBlock } from './blocks/rates.ts';
import { box, COLOUR, MARGIN, moved, PADDING, type Piece, paragraph, SIZE, stacked, WIDTH } from './style.ts';

const GAP = 28;

/** The whole page as SVG with real text in it. */
export function pageOf(figures: PictureFigures): string {
  const head = headOf(figures);
  const cards = stacked(
    figures.blocks.map((block) => cardOf(pieceOf(block))),
    GAP,
  );
  const foot = paragraph(figures.note, { x: 0, size: SIZE.small, fill: COLOUR.soft, width: WIDTH - 2 * (MARGIN + 12), most: 12 });
  const body = stacked([cards, { ...foot, svg: moved(foot.svg, 12, 0) }], GAP);
  return document(head.height + GAP + body.height + MARGIN, head.svg + moved(body.svg, MARGIN, head.height + GAP));
}

/** One block alone, for a document that has words of its own around it. */
export function blockOf(block: FigureBlock): string {
  const card = cardOf(pieceOf(block));
  return document(card.height, moved(card.svg, MARGIN, 0), COLOUR.card);
}

function headOf({ title, period, asOf }: PictureFigures): Piece {
  const width = WIDTH - 2 * (MARGIN + 12);
  const text = stacked(
    [
      paragraph(title, { x: 0, size: SIZE.title, weight: 'bold', fill: COLOUR.onHead, width, most: 2 }),
      paragraph(period, { x: 0, size: SIZE.text, fill: COLOUR.onHead, width, most: 2 }),
      paragraph(asOf, { x: 0, size: SIZE.small, fill: COLOUR.softOnHead, width, most: 2 }),
    ],
    8,
  );
  const height = text.height + 80;
  return { height, svg: box(0, 0, WIDTH, height, COLOUR.head) + moved(text.svg, MARGIN + 12, 40) };
}

function cardOf(piece: Piece): Piece {
  if (piece.height === 0) return piece;
  const height = piece.height + 2 * PADDING;
  return { height, svg: box(0, 0, WIDTH - 2 * MARGIN, height, COLOUR.card, 20) + moved(piece.svg, PADDING, PADDING) };
}

function pieceOf(block: FigureBlock): Piece {
  switch (block.kind) {
    case 'rates':
      return ratesBlock(block.rates);
    case 'counts':
      return countsBlock(block.counts);
    case 'ageing':
      return ageingBlock(block.units);
    case 'flow':
      return flowBlock(block.days);
    case 'grid':
      return gridBlock(block.grid);
    case 'ranking':
      return rankingBlock(block.rule, block.ranked, block.unranked);
    case 'overdue':
      return overdueBlock(block.total, block.rows);
    default:
      return unreachable(block);
  }
}

function document(height: number, content: string, fill: string = COLOUR.page): string {
  const tall = Math.ceil(height);
  const namespaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"';
  return `<svg ${namespaces} width="${WIDTH}" height="${tall}" viewBox="0 0 ${WIDTH} ${tall}">${box(0, 0, WIDTH, tall, fill)}${content}</svg>`;
}
