import { inflateRawSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { z } from 'zod';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Whether every pixel of this box is as its first. */
  isPlain(box: { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }): boolean;
  /** How many different colours there are. */
  colours(): number;
}

/** A PNG as pixels: drawn once more, one to one, by somebody who reads the file. */
export function pixelsOf(png: Uint8Array): Pixels {
  const bytes = Buffer.from(png);
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const image = `<image width="${width}" height="${height}" xlink:href="data:image/png;base64,${bytes.toString('base64')}"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}">${image}</svg>`;
  const pixels = new Uint32Array(Uint8Array.from(new Resvg(svg, { font: { loadSystemFonts: false } }).render().pixels).buffer);
  return {
    width,
    height,
    isPlain({ left, top, right, bottom }) {
      const first = pixels[top * width + left];
      for (let y = top; y < bottom; y += 1)
        if (pixels.subarray(y * width + left, y * width + right).some((one) => one !== first)) return false;
      return true;
    },
    colours: () => new Set(pixels).size,
  };
}

/** The files in a zip, read by its directory at the end. */
export function unzipped(file: Uint8Array): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(file);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let entry = bytes.readUInt32LE(end + 16);
  const files = new Map<string, Buffer>();
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extra, comment] = [bytes.readUInt16LE(entry + 28), bytes.readUInt16LE(entry + 30), bytes.readUInt16LE(entry + 32)];
    const name = bytes.toString('utf8', entry + 46, entry + 46 + nameLength);
    const local = bytes.readUInt32LE(entry + 42);
    const data = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(data, data + bytes.readUInt32LE(entry + 20));
    files.set(name, bytes.readUInt16LE(entry + 10) === 0 ? packed : inflateRawSync(packed));
    entry += 46 + nameLength + extra + comment;
  }
  return files;
}

export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of this element and all in it. */
  readonly text: string;
  readonly children: readonly Element[];
}

const Attribute = /([\w:]+)="([^"<]*)"/g;

/** XML as elements; throws at what is no well-formed XML 1.0: a program that opens the file would refuse it. */
export function xmlOf(xml: string): Element {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(xml) || !xml.isWellFormed())
    throw new Error('a character XML cannot hold');
  type Open = { name: string; attributes: Record<string, string>; text: string; children: Element[] };
  const open: Open[] = [{ name: '', attributes: {}, text: '', children: [] }];
  for (const [, tag, text] of xml.matchAll(/<([^>]+)>|([^<]+)/g)) {
    const top = z.custom<Open>((one) => one !== undefined).parse(open.at(-1));
    if (text !== undefined) top.text += plain(text);
    else if (tag === undefined || tag.startsWith('?')) continue;
    else if (tag.startsWith('/')) {
      const done = open.pop();
      if (done?.name !== tag.slice(1)) throw new Error(`</${tag.slice(1)}> closes <${done?.name}>`);
      open.at(-1)?.children.push(done);
      const parent = open.at(-1);
      if (parent) parent.text += done.text;
    } else {
      const name = /^[\w:]+/.exec(tag)?.[0] ?? '';
      const attributes = Object.fromEntries(Array.from(tag.matchAll(Attribute), ([, key = '', value = '']) => [key, plain(value)]));
      if (tag.endsWith('/')) top.children.push({ name, attributes, text: '', children: [] });
      else open.push({ name, attributes, text: '', children: [] });
    }
  }
  if (open.length !== 1) throw new Error('an element is not closed');
  return z.custom<Element>((one) => one !== undefined).parse(open[0]?.children[0]);
}

export function* elements(root: Element, name: string): Generator<Element> {
  for (const child of root.children) {
    if (child.name === name) yield child;
    yield* elements(child, name);
  }
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.replaceAll(/&([^;]*);?/g, (whole, name: string) => {
    const code = /^#(x?)([\da-f]+)$/i.exec(name);
    const said = code ? String.fromCodePoint(Number.parseInt(code[2] ?? '', code[1] ? 16 : 10)) : ENTITIES[name];
    if (said === undefined) throw new Error(`no entity ${whole}`);
    return said;
  });
}
