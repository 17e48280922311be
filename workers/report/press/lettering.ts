import { visible } from '../../../core/understand/normalize.ts';
import { EM, font, type Weight } from './font.ts';

/** Stands for what the font cannot draw, an emoji in somebody's name; once for a run of them. */
const UNKNOWN = '□';
/** No place on a page holds more. */
const LONGEST = 2000;

/** A text as one line of characters that all have a shape: without it a picture shows what a broken font shows. */
export function drawable(text: string): string {
  const line = visible(text.slice(0, LONGEST).toWellFormed()).replace(/\s+/g, ' ').trim();
  const known = Array.from(line, (one) => (font('regular').advance(code(one)) === null ? UNKNOWN : one)).join('');
  return known.replaceAll(/□{2,}/g, UNKNOWN);
}

/** Width in pixels. */
export function widthOf(text: string, size: number, weight: Weight = 'regular'): number {
  let all = 0;
  for (const one of text) all += font(weight).advance(code(one)) ?? 0;
  return (all * size) / EM;
}

/** Cut to a width, with … where something is missing. */
export function clipped(text: string, width: number, size: number, weight: Weight = 'regular'): string {
  if (widthOf(text, size, weight) <= width) return text;
  const room = width - widthOf('…', size, weight);
  let kept = '';
  let used = 0;
  for (const one of text) {
    used += widthOf(one, size, weight);
    if (used > room) break;
    kept += one;
  }
  return `${kept.trimEnd()}…`;
}

/** What stays on one line: a number or a Latin word, with the marks that may not end a line before it and begin one after it. */
const PIECE = /[（《【“‘]{0,2}(?:[\w.+\-/%]{1,20}|.)[，。、；：？！）》】”’％…]{0,3}/gsu;

/** Paragraphs broken into lines of a width. The last of too many lines ends in …. */
export function wrapped(
  paragraphs: readonly string[],
  width: number,
  size: number,
  most: number,
  weight: Weight = 'regular',
): readonly string[] {
  const lines = paragraphs.flatMap((text) => broken(text, width, size, weight));
  if (lines.length <= most) return lines;
  const last = lines.slice(most - 1, most + 1).join('');
  return [...lines.slice(0, most - 1), clipped(`${last}…`, width, size, weight)];
}

function broken(text: string, width: number, size: number, weight: Weight): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(PIECE) ?? []) {
    if (line !== '' && widthOf(line + piece, size, weight) > width) {
      lines.push(line.trimEnd());
      line = piece.trimStart();
    } else line += piece;
  }
  // A piece wider than the line is cut: it is not to run over its neighbours.
  return [...lines, line].filter((one) => one !== '').map((one) => clipped(one, width, size, weight));
}

/** A size at which a figure fits into its cell. */
export function fittingSize(text: string, width: number, size: number, weight: Weight = 'regular'): number {
  return Math.min(size, (size * width) / widthOf(text, size, weight));
}

const code = (one: string): number => one.codePointAt(0) ?? 0;
