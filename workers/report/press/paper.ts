import {
  AlignmentType,
  Footer,
  type IFontAttributesProperties,
  type ISectionOptions,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
} from 'docx';
import { xmlText } from './xml-text.ts';

/** Sizes are half points: 44 is 二号, 32 三号, 28 四号, 21 五号, 18 小五. */
export const SIZE = { title: 44, body: 32, page: 28, note: 21, cell: 18 } as const;

/** The typefaces officials expect; every office program in China has them. Quotation marks follow the Chinese one by the hint. */
const face = (eastAsia: string): IFontAttributesProperties => ({
  ascii: 'Times New Roman',
  hAnsi: 'Times New Roman',
  cs: 'Times New Roman',
  eastAsia,
  hint: 'eastAsia',
});
export const FACE = { title: face('宋体'), body: face('仿宋'), heading: face('黑体'), table: face('宋体') } as const;

const TWIPS = 56.693;
/** Millimetres of A4 and of its margins. */
const PAGE = { width: 210, height: 297, top: 37, bottom: 35, left: 28, right: 26 } as const;
export const ROOM = { width: PAGE.width - PAGE.left - PAGE.right, height: PAGE.height - PAGE.top - PAGE.bottom } as const;
export const twips = (millimetres: number): number => Math.round(millimetres * TWIPS);
/** Pictures are measured in pixels of 96 to the inch. */
export const pixels = (millimetres: number): number => Math.floor((millimetres / 25.4) * 96);

interface Setting {
  readonly size: number;
  readonly font: IFontAttributesProperties;
  readonly bold?: boolean;
  readonly color?: string;
}

/** A text as runs; its line breaks are kept. */
export function runs(text: string, setting: Setting): TextRun[] {
  return xmlText(text)
    .split('\n')
    .map((line, i) => new TextRun({ ...setting, text: line, ...(i > 0 ? { break: 1 } : {}) }));
}

export function section(children: ISectionOptions['children'], isWide: boolean): ISectionOptions {
  return {
    properties: {
      page: {
        // The library turns the sheet itself where it lies.
        size: {
          width: twips(PAGE.width),
          height: twips(PAGE.height),
          orientation: isWide ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT,
        },
        margin: { top: twips(PAGE.top), bottom: twips(PAGE.bottom), left: twips(PAGE.left), right: twips(PAGE.right) },
      },
    },
    footers: { default: new Footer({ children: [pageNumber()] }) },
    children,
  };
}

function pageNumber(): Paragraph {
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    children: [new TextRun({ size: SIZE.page, font: FACE.table, children: ['— ', PageNumber.CURRENT, ' —'] })],
  });
}
