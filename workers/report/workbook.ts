import type { Sheet } from '../../core/report/figures.ts';
import { printed } from './press.ts';

/** Sheets as .xlsx. */
export const renderWorkbook = (workbook: readonly Sheet[]): Promise<Uint8Array> => printed({ workbook });
