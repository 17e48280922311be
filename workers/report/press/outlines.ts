import { Resvg } from '@resvg/resvg-js';
import { EM, FONT_FAMILY, font, type Weight } from './font.ts';

/**
 * Letters as shapes. The renderer reads the whole font file, 8 MB, again for every letter it sets: two seconds for one page. So it
 * is asked for the outline of each letter once in the life of the process, and pages are made of those.
 */
const shapes = new Map<string, string>();

const TEXT = /<text([^>]*)>([^<]*)<\/text>/g;

/** The same page with every `<text>` drawn: what is left needs no font. */
export function outlined(svg: string): string {
  const used = new Map<string, string>();
  for (const [, attributes = '', content = ''] of svg.matchAll(TEXT)) {
    const weight = weightOf(attributes);
    for (const letter of unescaped(content)) used.set(keyOf(weight, letter), letter);
  }
  for (const weight of ['regular', 'bold'] as const)
    learn(
      weight,
      [...used].filter(([key]) => key.startsWith(weight) && !shapes.has(key)).map(([, letter]) => letter),
    );
  const ids = new Map([...used.keys()].map((key, i) => [key, `l${i}`]));
  const defs = [...ids].map(([key, id]) => `<path id="${id}" d="${shapes.get(key) ?? ''}"/>`).join('');
  const drawn = svg.replaceAll(TEXT, (_, attributes: string, content: string) => lettersOf(attributes, unescaped(content), ids));
  return drawn.replace(/<svg[^>]*>/, (head) => `${head}<defs>${defs}</defs>`);
}

function learn(weight: Weight, letters: readonly string[]): void {
  if (letters.length === 0) return;
  const page = letters
    .map((letter, i) => `<text id="l${i}" font-family="${FONT_FAMILY}" font-size="${EM}" xml:space="preserve">${escaped(letter)}</text>`)
    .join('');
  const drawn = new Resvg(`<svg xmlns="http://www.w3.org/2000/svg" width="${EM}" height="${EM}">${page}</svg>`, {
    font: { loadSystemFonts: false, fontFiles: [font(weight).file], defaultFontFamily: FONT_FAMILY },
  }).toString();
  const found = new Map(Array.from(drawn.matchAll(/<g id="(l\d+)">\s*<path[^>]* d="([^"]*)"/g), ([, id, d]) => [id, d]));
  // A blank has no outline; remembered as none, or it would be asked for again and again.
  for (const [i, letter] of letters.entries()) shapes.set(keyOf(weight, letter), found.get(`l${i}`) ?? '');
}

function lettersOf(attributes: string, text: string, ids: ReadonlyMap<string, string>): string {
  const weight = weightOf(attributes);
  const size = Number(/font-size:([\d.]+)px/.exec(attributes)?.[1] ?? 0);
  const [x, y] = [numberIn(attributes, 'x'), numberIn(attributes, 'y')];
  const letters = Array.from(text);
  const advances = letters.map((letter) => font(weight).advance(letter.codePointAt(0) ?? 0) ?? 0);
  const width = advances.reduce((all, one) => all + one, 0);
  const anchor = valueOf(attributes, 'text-anchor');
  let pen = anchor === 'end' ? -width : anchor === 'middle' ? -width / 2 : 0;
  const uses = letters.map((letter, i) => {
    const at = pen;
    pen += advances[i] ?? 0;
    const id = ids.get(keyOf(weight, letter)) ?? '';
    return shapes.get(keyOf(weight, letter)) === '' ? '' : `<use xlink:href="#${id}" x="${at}"/>`;
  });
  const scale = size / EM;
  const place = `${valueOf(attributes, 'transform') ?? ''} translate(${x} ${y + size * CENTRE}) scale(${scale})`;
  return `<g transform="${place.trim()}" fill="${valueOf(attributes, 'fill') ?? '#000'}">${uses.join('')}</g>`;
}

/** From the middle of a line to its base: Chinese characters sit 0.88 above and 0.12 below it. */
const CENTRE = 0.38;

const keyOf = (weight: Weight, letter: string): string => `${weight} ${letter}`;
const weightOf = (attributes: string): Weight => (/font-weight:(?:bold|[6-9]00)/.test(attributes) ? 'bold' : 'regular');
const valueOf = (attributes: string, name: string): string | undefined => new RegExp(`\\s${name}="([^"]*)"`).exec(attributes)?.[1];
const numberIn = (attributes: string, name: string): number => Number(valueOf(attributes, name) ?? 0);

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const unescaped = (text: string): string => text.replaceAll(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? entity);
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
