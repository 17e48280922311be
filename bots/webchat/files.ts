import type { MediaKind } from '../../core/channel.ts';
import { HouseError } from '../../core/errors.ts';

export interface Recognised {
  readonly kind: MediaKind;
  readonly mime: string;
}

const images: readonly (readonly [mime: string, matches: (bytes: Uint8Array) => boolean])[] = [
  ['image/png', (b) => starts(b, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', (b) => starts(b, [0xff, 0xd8, 0xff])],
  ['image/gif', (b) => ascii(b, 0, 4) === 'GIF8'],
  ['image/webp', (b) => ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 4) === 'WEBP'],
];

const isZip = (bytes: Uint8Array): boolean => starts(bytes, [0x50, 0x4b]);
const isOle = (bytes: Uint8Array): boolean => starts(bytes, [0xd0, 0xcf, 0x11, 0xe0]);
const isText = (bytes: Uint8Array): boolean => !bytes.subarray(0, 8192).includes(0);

/** What an office sends round, each recognised by what is in it, not by what it is called. */
const documents: Readonly<Record<string, readonly [mime: string, matches: (bytes: Uint8Array) => boolean]>> = {
  pdf: ['application/pdf', (b) => ascii(b, 0, 5) === '%PDF-'],
  docx: ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', isZip],
  xlsx: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', isZip],
  pptx: ['application/vnd.openxmlformats-officedocument.presentationml.presentation', isZip],
  ofd: ['application/ofd', isZip],
  zip: ['application/zip', isZip],
  doc: ['application/msword', isOle],
  xls: ['application/vnd.ms-excel', isOle],
  ppt: ['application/vnd.ms-powerpoint', isOle],
  wps: ['application/vnd.ms-works', (b) => isOle(b) || isZip(b)],
  et: ['application/vnd.ms-excel', (b) => isOle(b) || isZip(b)],
  rar: ['application/vnd.rar', (b) => ascii(b, 0, 4) === 'Rar!'],
  '7z': ['application/x-7z-compressed', (b) => starts(b, [0x37, 0x7a, 0xbc, 0xaf])],
  txt: ['text/plain', isText],
  csv: ['text/csv', isText],
};

/** Kind and type by the first bytes; the sender's own claim is not asked. */
export function recognise(name: string, bytes: Uint8Array): Recognised {
  const image = imageType(bytes);
  if (image) return { kind: 'image', mime: image };
  const document = documents[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
  if (document?.[1](bytes)) return { kind: 'file', mime: document[0] };
  throw new HouseError('file_type', '只能发送图片和常用文档（PDF、Word、Excel、PPT、WPS、OFD、文本、压缩包）。');
}

/** null: not a picture that a browser may show in place. */
export function imageType(bytes: Uint8Array): string | null {
  return images.find(([, matches]) => matches(bytes))?.[0] ?? null;
}

/** A name to show and to save under; no path, no control or direction-changing characters, and its ending kept. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}\p{Surrogate}"<>|:*?]/gu, '').trim();
  const points = [...plain];
  if (points.length <= 100) return plain || '未命名';
  const dot = plain.lastIndexOf('.');
  const ending = dot > 0 ? plain.slice(dot).slice(0, 10) : '';
  return `${points.slice(0, 90).join('')}…${ending}`;
}

function starts(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return Buffer.from(bytes.subarray(at, at + length)).toString('latin1');
}
