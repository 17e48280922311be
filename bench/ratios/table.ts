import type { Surroundings } from '../surroundings.ts';
import type { Line, Measured, Ratio, Round } from './ratio.ts';
import { figure, median } from './statistics.ts';

export interface Result {
  readonly ratio: Pick<Ratio, 'id' | 'what' | 'aim'>;
  readonly measured: Measured;
}

export interface Judged {
  readonly of: string;
  readonly unit: string;
  readonly median: number;
  readonly least: number;
  readonly greatest: number;
  readonly rounds: number;
  /** null: not judged. */
  readonly holds: boolean | null;
  readonly sides: Readonly<Record<string, number>>;
}

export function judged({ of, unit, rounds, holds }: Line): Judged {
  const values = rounds.map(({ value }) => value);
  const middle = median(values);
  return {
    of,
    unit,
    median: middle,
    least: Math.min(...values),
    greatest: Math.max(...values),
    rounds: values.length,
    holds: holds?.(middle) ?? null,
    sides: sidesOf(rounds),
  };
}

/** Of each side its own median, said beside the ratio: a ratio alone tells of no speed. */
function sidesOf(rounds: readonly Round[]): Record<string, number> {
  const names = [...new Set(rounds.flatMap(({ sides }) => Object.keys(sides)))];
  return Object.fromEntries(names.map((name) => [name, median(rounds.flatMap(({ sides }) => sides[name] ?? []))]));
}

export function tableOf(around: Surroundings, loadAtEnd: number, results: readonly Result[]): string {
  const { date, commit, node, machine, loadAtStart } = around;
  return [
    `${date}, commit ${commit}, Node ${node}, ${machine}, load ${loadAtStart} at the start, ${loadAtEnd} at the end`,
    ...results.flatMap(({ ratio, measured }) => [
      '',
      `${ratio.id}  ${ratio.what}; aim ${ratio.aim}`,
      ...measured.lines.map((line) => inWords(judged(line))),
      ...measured.notes.map((note) => `    ${note}`),
    ]),
  ].join('\n');
}

function inWords({ of, unit, median: middle, least, greatest, rounds, holds, sides }: Judged): string {
  const value = (n: number): string => (unit === '×' ? `×${figure(n)}` : `${figure(n)} ${unit}`);
  const verdict = holds === null ? 'beside' : holds ? 'holds' : 'DOES NOT HOLD';
  const both = Object.entries(sides).map(([name, n]) => `${name} ${figure(n)}`);
  return `    ${of}: ${value(middle)} (${figure(least)}–${figure(greatest)}, ${rounds} rounds) ${verdict}${both.length > 0 ? `; ${both.join(', ')}` : ''}`;
}
