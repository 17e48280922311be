import { parentPort } from 'node:worker_threads';
import { Resvg } from '@resvg/resvg-js';
import { HouseError } from '../../../core/errors.ts';
import type { FigureBlock, PictureFigures, ReportDocument, Sheet } from '../../../core/report/figures.ts';
import { documentOf } from './document.ts';
import { outlined } from './outlines.ts';
import { blockOf, pageOf } from './page.ts';
import { workbookOf } from './workbook.ts';

/** Runs in a thread of its own (../press.ts starts it): figures come in, files go out. */
export type Work =
  | { readonly page: PictureFigures }
  | { readonly block: FigureBlock }
  | { readonly workbook: readonly Sheet[] }
  | { readonly document: ReportDocument };

export interface Order {
  readonly id: number;
  readonly work: Work;
}

export type Delivery =
  | { readonly id: number; readonly file: Uint8Array }
  | { readonly id: number; readonly refused: { readonly code: string; readonly sentence: string } }
  | { readonly id: number; readonly failed: string };

parentPort?.on('message', (order: Order) => {
  void delivered(order).then((delivery) => parentPort?.postMessage(delivery));
});

async function delivered({ id, work }: Order): Promise<Delivery> {
  try {
    return { id, file: await printed(work) };
  } catch (error) {
    // An error's class does not survive the way between threads.
    if (error instanceof HouseError) return { id, refused: { code: error.code, sentence: error.sentence } };
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : 'unknown' };
  }
}

function printed(work: Work): Uint8Array | Promise<Uint8Array> {
  if ('workbook' in work) return workbookOf(work.workbook);
  if ('document' in work) return documentOf(work.document);
  return png('page' in work ? pageOf(work.page) : blockOf(work.block));
}

function png(svg: string): Uint8Array {
  return new Resvg(outlined(svg), { font: { loadSystemFonts: false } }).render().asPng();
}
