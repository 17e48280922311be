import type { Weight } from './font.ts';
import { clipped, drawable, wrapped } from './lettering.ts';
import { escaped } from './outlines.ts';

/** Pixels. A phone shows the page at about a third of its size: nothing to be read is set smaller than `small`. */
export const WIDTH = 1080;
export const MARGIN = 36;
export const PADDING = 36;
export const INNER = WIDTH - 2 * (MARGIN + PADDING);
export const SIZE = { title: 54, heading: 36, text: 30, small: 26 } as const;
export const LINE = 1.4;

/**
 * Red, yellow and green differ in lightness and in blue as well, so that they stay apart for who cannot tell red from green; and
 * everywhere a number or a word says the same.
 */
export const COLOUR = {
  page: '#eaeff5',
  card: '#ffffff',
  head: '#153e70',
  onHead: '#ffffff',
  softOnHead: '#c3d3e6',
  ink: '#1b2733',
  soft: '#586878',
  faint: '#a9b5c1',
  line: '#e2e8ef',
  pale: '#f3f6fa',
  blue: '#1f5fae',
  orange: '#d9730d',
  red: '#c4281b',
  yellow: '#efb21c',
  green: '#25a28f',
} as const;

/** A part of the page: its own top left corner is 0, 0. */
export interface Piece {
  readonly height: number;
  readonly svg: string;
}

interface Setting {
  readonly x: number;
  /** The middle of the line. */
  readonly y: number;
  readonly size: number;
  readonly weight?: Weight;
  readonly fill?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
}

/** One line of text, set as the chart library sets it, so that one step draws the letters of both. */
export function words(text: string, { x, y, size, weight = 'regular', fill = COLOUR.ink, anchor = 'start' }: Setting): string {
  const style = `font-size:${size}px;font-weight:${weight === 'bold' ? 'bold' : 'normal'};`;
  return `<text text-anchor="${anchor}" style="${style}" transform="translate(${x} ${y})" fill="${fill}">${escaped(text)}</text>`;
}

/** A text broken into lines; its own line breaks are kept. */
export function paragraph(
  text: string,
  { width, most, ...setting }: Omit<Setting, 'y'> & { readonly width: number; readonly most: number },
): Piece {
  const parts = text
    .split('\n')
    .map(drawable)
    .filter((one) => one !== '');
  const lines = wrapped(parts, width, setting.size, most, setting.weight);
  const step = setting.size * LINE;
  return { height: lines.length * step, svg: lines.map((line, i) => words(line, { ...setting, y: (i + 0.5) * step })).join('') };
}

export const moved = (svg: string, x: number, y: number): string => `<g transform="translate(${x} ${y})">${svg}</g>`;

export const box = (x: number, y: number, width: number, height: number, fill: string, round = 0): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${round}" fill="${fill}"/>`;

/** Pieces under each other with a gap between them. */
export function stacked(pieces: readonly Piece[], gap: number): Piece {
  let height = 0;
  let svg = '';
  for (const piece of pieces) {
    if (piece.height === 0) continue;
    const top = height === 0 ? 0 : height + gap;
    svg += moved(piece.svg, 0, top);
    height = top + piece.height;
  }
  return { height, svg };
}

/** The name of a block, and a line about it. */
export function heading(title: string, about = ''): Piece {
  const bar = box(0, 5, 8, 40, COLOUR.blue, 4);
  const name = clipped(drawable(title), INNER - 26, SIZE.heading, 'bold');
  const head = { height: 50, svg: bar + words(name, { x: 26, y: 25, size: SIZE.heading, weight: 'bold' }) };
  return stacked([head, paragraph(about, { x: 0, size: SIZE.small, fill: COLOUR.soft, width: INNER, most: 3 })], 10);
}

/** What is said where there is nothing to show. */
export const nothing = (text: string): Piece => ({
  height: 70,
  svg: words(text, { x: INNER / 2, y: 35, size: SIZE.text, fill: COLOUR.soft, anchor: 'middle' }),
});
