import { AlignmentType, Document, ImageRun, type ISectionOptions, LineRuleType, Packer, Paragraph } from 'docx';
import { HouseError } from '../../../core/errors.ts';
import type { ReportDocument, Sheet } from '../../../core/report/figures.ts';
import { FACE, pixels, ROOM, runs, SIZE, section } from './paper.ts';
import { tableOf } from './paper-table.ts';
import { xmlText } from './xml-text.ts';

/** From so many columns on a table lies across the sheet. */
const WIDE = 8;
/** 28.9 points, the line of an official document. */
const LINE = { line: 578, lineRule: LineRuleType.EXACTLY } as const;

/** A report as .docx: title, words, pictures, tables with their notes. */
export async function documentOf(report: ReportDocument): Promise<Uint8Array> {
  const file = new Document({
    title: xmlText(report.title),
    creator: '马上办',
    styles: { default: { document: { run: { font: FACE.body, size: SIZE.body, language: { value: 'zh-CN', eastAsia: 'zh-CN' } } } } },
    sections: sectionsOf(report),
  });
  return Packer.toBuffer(file);
}

type Child = ISectionOptions['children'][number];

/** Wide tables get sheets of their own; what is upright flows on. */
function sectionsOf(report: ReportDocument): readonly ISectionOptions[] {
  const parts: { readonly isWide: boolean; readonly children: Child[] }[] = [{ isWide: false, children: front(report) }];
  for (const sheet of report.sheets) {
    const isWide = sheet.columns.length >= WIDE;
    const last = parts.at(-1);
    if (last?.isWide === isWide) last.children.push(...sheetOf(sheet, isWide));
    else parts.push({ isWide, children: sheetOf(sheet, isWide) });
  }
  return parts.map((part) => section(part.children, part.isWide));
}

function front({ title, subtitle, paragraphs, pictures }: ReportDocument): Child[] {
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after: 200 },
      children: runs(title, { size: SIZE.title, font: FACE.title, bold: true }),
    }),
    ...(subtitle === ''
      ? []
      : [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { after: 400 },
            children: runs(subtitle, { size: SIZE.body, font: FACE.body }),
          }),
        ]),
    ...paragraphs.map(
      (text) =>
        new Paragraph({
          alignment: AlignmentType.BOTH,
          indent: { firstLineChars: 200, firstLine: 640 },
          spacing: LINE,
          children: runs(text, { size: SIZE.body, font: FACE.body }),
        }),
    ),
    ...pictures.map(pictureOf),
  ];
}

function pictureOf(png: Uint8Array): Paragraph {
  const { width, height } = sizeOf(png);
  const scale = Math.min(pixels(ROOM.width) / width, pixels(ROOM.height) / height);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 120 },
    children: [
      new ImageRun({ type: 'png', data: png, transformation: { width: Math.floor(width * scale), height: Math.floor(height * scale) } }),
    ],
  });
}

/** A PNG says how large it is in its first chunk. */
function sizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const bytes = new DataView(png.buffer, png.byteOffset, png.byteLength);
  if (png.byteLength < 24 || bytes.getUint32(0) !== 0x89504e47)
    throw new HouseError('document-picture', '报告里的图片不是 PNG，放不进去。');
  return { width: Math.max(1, bytes.getUint32(16)), height: Math.max(1, bytes.getUint32(20)) };
}

function sheetOf(sheet: Sheet, isWide: boolean): Child[] {
  const name = new Paragraph({
    keepNext: true,
    spacing: { before: 300, after: 120 },
    children: runs(sheet.name, { size: SIZE.body, font: FACE.heading }),
  });
  const { table, left } = tableOf(sheet, isWide ? ROOM.height : ROOM.width);
  const notes = [...left, ...sheet.notes].map(
    (note) => new Paragraph({ spacing: { before: 60 }, children: runs(note, { size: SIZE.note, font: FACE.body, color: '555555' }) }),
  );
  return [name, ...(table === null ? [] : [table]), ...notes];
}
