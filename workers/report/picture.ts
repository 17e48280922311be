import {
  type BoardFigures,
  boardPicture,
  type FigureBlock,
  type OverdueFigures,
  overduePicture,
  type PictureFigures,
  type RankingFigures,
  rankingPicture,
  type TotalsFigures,
  totalsPicture,
} from '../../core/report/figures.ts';
import { printed } from './press.ts';

/** A picture for a phone, as PNG. */
export const renderPicture = (page: PictureFigures): Promise<Uint8Array> => printed({ page });
export const renderBoard = (figures: BoardFigures): Promise<Uint8Array> => renderPicture(boardPicture(figures));
export const renderTotals = (figures: TotalsFigures): Promise<Uint8Array> => renderPicture(totalsPicture(figures));
export const renderRanking = (figures: RankingFigures): Promise<Uint8Array> => renderPicture(rankingPicture(figures));
export const renderOverdue = (figures: OverdueFigures): Promise<Uint8Array> => renderPicture(overduePicture(figures));

/** One block for a page of paper: a whole board would shrink to a stripe there. */
export const renderBlock = (block: FigureBlock): Promise<Uint8Array> => printed({ block });
