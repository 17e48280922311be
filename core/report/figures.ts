/**
 * What a picture, a spreadsheet and a document show: words and numbers, settled before anybody draws. Whoever draws adds no figure
 * of his own; what he cuts short he says, with the sum of what he cut.
 */

/** A share with what it is made of. `left` says what was left out of it. */
export interface RateFigure {
  readonly name: string;
  readonly part: number;
  readonly whole: number;
  readonly left: string;
}

/** One number under a name: 收到 12 件. */
export interface CountFigure {
  readonly name: string;
  readonly count: number;
  readonly unit: string;
}

/** Open tickets of one unit by how they stand to their deadlines: past one, near one, in time, or with none that runs. */
export interface AgeingFigure {
  readonly name: string;
  readonly red: number;
  readonly yellow: number;
  readonly green: number;
  readonly paused: number;
}

/** One calendar day `YYYY-MM-DD`. */
export interface FlowFigure {
  readonly day: string;
  readonly received: number;
  readonly closed: number;
}

/** `counts[row][column]`. Columns in the order of time keep it; others are shown busiest first where they are too many. */
export interface GridFigure {
  readonly title: string;
  readonly unit: string;
  readonly order: 'time' | 'size';
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

/** One place of a ranking: the first rate decides and is drawn, the others and `detail` are said beside it. */
export interface RankFigure {
  readonly place: number;
  readonly name: string;
  readonly rates: readonly RateFigure[];
  readonly detail: string;
}

/** One overdue ticket, worst first: `taken` of `limit` in words. */
export interface OverdueFigure {
  readonly ticket: string;
  readonly urgency: string | null;
  readonly unit: string;
  readonly step: string;
  readonly limit: string;
  readonly taken: string;
}

export type FigureBlock =
  | { readonly kind: 'rates'; readonly rates: readonly RateFigure[] }
  | { readonly kind: 'counts'; readonly counts: readonly CountFigure[] }
  | { readonly kind: 'ageing'; readonly units: readonly AgeingFigure[] }
  | { readonly kind: 'flow'; readonly days: readonly FlowFigure[] }
  | { readonly kind: 'grid'; readonly grid: GridFigure }
  | { readonly kind: 'ranking'; readonly rule: string; readonly ranked: readonly RankFigure[]; readonly unranked: string }
  | { readonly kind: 'overdue'; readonly total: number; readonly rows: readonly OverdueFigure[] };

/** One picture: a head, blocks from top to bottom, and what the figures are at the foot. */
export interface PictureFigures {
  readonly title: string;
  readonly period: string;
  readonly asOf: string;
  readonly blocks: readonly FigureBlock[];
  readonly note: string;
}

type Head = Omit<PictureFigures, 'blocks'>;

/** 看板. In the work group `ageing` is one row for all and the grids are null: totals, nobody's name. */
export interface BoardFigures extends Head {
  readonly rates: readonly RateFigure[];
  readonly ageing: readonly AgeingFigure[];
  readonly flow: readonly FlowFigure[];
  /** Department × category. */
  readonly grid: GridFigure | null;
  /** Commissioner × week or day. */
  readonly contacts: GridFigure | null;
}

/** 统计 of a period. */
export interface TotalsFigures extends Head {
  readonly rates: readonly RateFigure[];
  readonly counts: readonly CountFigure[];
  readonly flow: readonly FlowFigure[];
  readonly grid: GridFigure | null;
}

/** 排名. `rule` says by what, `unranked` who is not ranked and why. */
export interface RankingFigures extends Head {
  readonly rule: string;
  readonly ranked: readonly RankFigure[];
  readonly unranked: string;
}

/** 超时. `total` counts also what `rows` does not list. */
export interface OverdueFigures extends Head {
  readonly ageing: readonly AgeingFigure[];
  readonly total: number;
  readonly rows: readonly OverdueFigure[];
}

export function boardPicture(figures: BoardFigures): PictureFigures {
  return {
    ...headOf(figures),
    blocks: [
      { kind: 'rates', rates: figures.rates },
      { kind: 'ageing', units: figures.ageing },
      ...(figures.flow.length > 0 ? [{ kind: 'flow' as const, days: figures.flow }] : []),
      ...gridOf(figures.grid),
      ...gridOf(figures.contacts),
    ],
  };
}

export function totalsPicture(figures: TotalsFigures): PictureFigures {
  return {
    ...headOf(figures),
    blocks: [
      { kind: 'rates', rates: figures.rates },
      { kind: 'counts', counts: figures.counts },
      ...(figures.flow.length > 1 ? [{ kind: 'flow' as const, days: figures.flow }] : []),
      ...gridOf(figures.grid),
    ],
  };
}

export function rankingPicture(figures: RankingFigures): PictureFigures {
  const { rule, ranked, unranked } = figures;
  return { ...headOf(figures), blocks: [{ kind: 'ranking', rule, ranked, unranked }] };
}

export function overduePicture(figures: OverdueFigures): PictureFigures {
  const { total, rows, ageing } = figures;
  return {
    ...headOf(figures),
    blocks: [{ kind: 'overdue', total, rows }, ...(ageing.length > 0 ? [{ kind: 'ageing' as const, units: ageing }] : [])],
  };
}

const headOf = ({ title, period, asOf, note }: Head): Head => ({ title, period, asOf, note });
const gridOf = (grid: GridFigure | null): readonly FigureBlock[] => (grid === null ? [] : [{ kind: 'grid', grid }]);

export interface SheetColumn {
  readonly title: string;
  /** In characters of a spreadsheet; left out, it follows the contents. */
  readonly width?: number;
  /** A percentage is a number of one: 0.83. A moment is shown as it was in Shanghai. */
  readonly kind: 'text' | 'number' | 'percent' | 'moment';
}

export type SheetCell = string | number | Date | null;

export interface Sheet {
  readonly name: string;
  readonly columns: readonly SheetColumn[];
  readonly rows: readonly (readonly SheetCell[])[];
  /** Under the rows: what the figures are and what was left out. */
  readonly notes: readonly string[];
}

/** A report on paper. Pictures are PNG, each set on one page with what comes before it where there is room. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: string;
  readonly paragraphs: readonly string[];
  readonly pictures: readonly Uint8Array[];
  readonly sheets: readonly Sheet[];
}
