import { closeSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The family name inside the files. No system font is ever asked: a server has none that knows Chinese. */
export const FONT_FAMILY = 'Noto Sans S Chinese';
/** All measures of the font are in this many parts of its size. */
export const EM = 1000;

export type Weight = 'regular' | 'bold';

export interface Font {
  readonly file: string;
  /** How far a character moves the pen; null: the font does not know it. */
  advance(codePoint: number): number | null;
}

const opened = new Map<Weight, Font>();

/** The font that comes with an npm package. Only its tables of widths are read here, 160 kB of 8 MB. */
export function font(weight: Weight): Font {
  const known = opened.get(weight);
  if (known) return known;
  const fresh = open(join(fontFolder(), weight === 'bold' ? 'NotoSansHans-Bold.otf' : 'NotoSansHans-Regular.otf'));
  opened.set(weight, fresh);
  return fresh;
}

function fontFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '../fonts');
}

function open(file: string): Font {
  const table = tablesOf(file);
  const glyphs = glyphsOf(table('cmap'));
  const metrics = table('hmtx');
  // Glyphs after the last entry with a width of its own repeat it.
  const last = table('hhea').readUInt16BE(34) - 1;
  return {
    file,
    advance(codePoint) {
      const glyph = glyphs(codePoint);
      return glyph === 0 ? null : metrics.readUInt16BE(Math.min(glyph, last) * 4);
    },
  };
}

function tablesOf(file: string): (tag: string) => Buffer {
  const directory = new Map<string, { readonly at: number; readonly length: number }>();
  const head = read(file, 0, 12);
  const entries = read(file, 12, head.readUInt16BE(4) * 16);
  for (let at = 0; at < entries.length; at += 16)
    directory.set(entries.toString('latin1', at, at + 4), { at: entries.readUInt32BE(at + 8), length: entries.readUInt32BE(at + 12) });
  return (tag) => {
    const found = directory.get(tag);
    if (!found) throw new Error(`no table ${tag} in the font`);
    return read(file, found.at, found.length);
  };
}

function read(file: string, at: number, length: number): Buffer {
  const handle = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(length);
    if (readSync(handle, bytes, 0, length, at) !== length) throw new Error('the font is cut short');
    return bytes;
  } finally {
    closeSync(handle);
  }
}

/** From characters to glyphs, by the table of whole Unicode (format 12: sorted groups of neighbours). 0: none. */
function glyphsOf(cmap: Buffer): (codePoint: number) => number {
  const at = unicodeTable(cmap);
  const groups = cmap.readUInt32BE(at + 12);
  return (codePoint) => {
    let [from, to] = [0, groups - 1];
    while (from <= to) {
      const middle = (from + to) >> 1;
      const group = at + 16 + middle * 12;
      const start = cmap.readUInt32BE(group);
      if (codePoint < start) to = middle - 1;
      else if (codePoint > cmap.readUInt32BE(group + 4)) from = middle + 1;
      else return cmap.readUInt32BE(group + 8) + codePoint - start;
    }
    return 0;
  };
}

function unicodeTable(cmap: Buffer): number {
  for (let entry = 4; entry < 4 + cmap.readUInt16BE(2) * 8; entry += 8) {
    const at = cmap.readUInt32BE(entry + 4);
    if (cmap.readUInt16BE(at) === 12) return at;
  }
  throw new Error('no table of Unicode characters in the font');
}
