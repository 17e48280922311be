import type { ReportDocument } from '../../core/report/figures.ts';
import { printed } from './press.ts';

/** A report as .docx. */
export const renderDocument = (document: ReportDocument): Promise<Uint8Array> => printed({ document });
