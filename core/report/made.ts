import type { ReadResults } from '../commands/command.ts';
import { HouseError } from '../errors.ts';
import type { About } from './about.ts';
import type { FigureBlock, PictureFigures, ReportDocument, Sheet } from './figures.ts';
import type { Read, ReadName, ReadResult } from './reads.ts';

/** What a report comes to, before anybody draws. */
export interface Made {
  /** Said with the files. */
  readonly text: string;
  /** Of its files, without the ending. */
  readonly name: string;
  readonly picture: PictureFigures | null;
  readonly sheets: readonly Sheet[];
  /** `blocks` become its pictures. */
  readonly document: (Omit<ReportDocument, 'pictures'> & { readonly blocks: readonly FigureBlock[] }) | null;
}

/** A kind of report: what must be read for it, and what is made of that. Pure, as commands are. */
export interface Maker<R> {
  reads(request: R, about: About): readonly Read[];
  make(request: R, data: ReadResults, about: About): Made;
}

/** What was asked for is there; a figure that is not would otherwise be printed as none. */
export function given<K extends ReadName>(data: ReadResults, name: K): ReadResult<K> {
  const value: ReadResult<K> | undefined = data[name];
  if (value === undefined) throw new HouseError('report-data', '眼下读不到数字，请稍后再试。', { cause: name });
  return value;
}
