import type { Result } from './measure.ts';

export const MOST = 1.2;
/** Less than this is no read, only the asking for none. */
const SOMETHING_MS = 0.3;

/** One line of the table. Milliseconds are medians over all samples. */
export interface Line {
  readonly group: string;
  readonly name: string;
  readonly small: number;
  readonly large: number;
  readonly ratio: number;
  /** The least and the greatest of the rounds' own ratios. */
  readonly least: number;
  readonly greatest: number;
  /** The same of the reads alone, where it reads: what of the ratio is not waiting for the disk to take the answer. */
  readonly reads: { readonly small: number; readonly large: number; readonly ratio: number } | null;
  /** Not judged. */
  readonly beside: boolean;
  readonly tooMuch: boolean;
}

export function lineOf({ item, samples: [small = [], large = []] }: Result): Line {
  const all = { small: median(small.flat().map((one) => one.all)), large: median(large.flat().map((one) => one.all)) };
  const reads = { small: median(small.flat().map((one) => one.reads)), large: median(large.flat().map((one) => one.reads)) };
  const rounds = small.map((round, r) => median((large[r] ?? []).map((one) => one.all)) / median(round.map((one) => one.all)));
  const ratio = all.large / all.small;
  const ofReads = reads.small > SOMETHING_MS ? reads.large / reads.small : null;
  return {
    group: item.group,
    name: item.name,
    ...all,
    ratio,
    least: Math.min(...rounds),
    greatest: Math.max(...rounds),
    reads: ofReads === null ? null : { ...reads, ratio: ofReads },
    beside: item.beside ?? false,
    tooMuch: item.beside !== true && (ratio > MOST || (ofReads ?? 0) > MOST),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle - 0.5)] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}

export function tableOf(lines: readonly Line[]): string {
  const head = `${pad('', 40)}${['small', 'large', 'ratio', 'rounds', 'reads'].map((name, i) => name.padStart(i === 3 ? 13 : i === 4 ? 24 : 9)).join('')}`;
  const rows: string[] = [];
  let group = '';
  for (const line of lines) {
    if (line.group !== group) rows.push('', line.group);
    group = line.group;
    const { reads } = line;
    const range = `${line.least.toFixed(2)}–${line.greatest.toFixed(2)}`;
    const read = reads === null ? '' : `${ms(reads.small)} ${ms(reads.large)} ×${reads.ratio.toFixed(2)}`;
    rows.push(
      `  ${pad(line.name, 38)}${ms(line.small).padStart(9)}${ms(line.large).padStart(9)}${`×${line.ratio.toFixed(2)}`.padStart(9)}${range.padStart(13)}${read.padStart(24)}${line.tooMuch ? `  OVER ×${MOST}` : line.beside ? '  not judged' : ''}`,
    );
  }
  return [head, ...rows].join('\n');
}

const ms = (value: number): string => value.toFixed(value < 10 ? 3 : 1);

/** A Chinese character is two columns wide. */
function pad(text: string, width: number): string {
  const columns = [...text].reduce((sum, char) => sum + (char > '⺀' ? 2 : 1), 0);
  return text + ' '.repeat(Math.max(0, width - columns));
}
