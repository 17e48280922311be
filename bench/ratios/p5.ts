import type { Result } from '../history/measure.ts';
import { measureHistories } from '../history/run.ts';
import type { Line, Measured, Ratio } from './ratio.ts';
import { median } from './statistics.ts';

const MOST = 0.03;
const SMALL = 10_000;
/** With five rounds and what warms up, six each is as many as there are people to report. */
const REPEATS = 6;
const DRAWS = 2000;
const WITHIN = 0.95;

/** What it is called there, and in the table. */
const ITEMS: ReadonlyMap<string, string> = new Map([
  ['a report, to its receipt', 'message path'],
  ['查询, any old ticket', '查询'],
  ['本单位在办', '本单位在办'],
  ['看板', '看板'],
  ['统计 上月', '统计'],
]);

export const p5: Ratio = {
  id: 'P5',
  what: 'how cost grows with history: log(time ÷ time) ÷ log(tickets ÷ tickets)',
  aim: `≤ ${MOST} each`,
  async run({ server, root, rounds, size: { large }, told }): Promise<Measured> {
    if (large <= SMALL) throw new Error(`the long history must be longer than ${SMALL} tickets`);
    const only = new RegExp(`(${[...ITEMS.keys()].join('|')})$`);
    const { sizes, results } = await measureHistories(server, root, { small: SMALL, large, rounds, repeats: REPEATS, only }, told);
    const [few = SMALL, many = large] = sizes.map(({ tickets }) => tickets);
    const growth = Math.log(many / few);
    const found = results.filter(({ item }) => ITEMS.has(item.name));
    if (found.length !== ITEMS.size) throw new Error(`found ${found.map(({ item }) => item.name).join(', ')} only`);
    return {
      lines: found.map((result) => lineOf(result, growth)),
      notes: [
        `${few} and ${many} tickets; milliseconds; ${REPEATS} samples of each a round, in turn. Of all samples, with the ${WITHIN * 100} % interval of ${DRAWS} draws:`,
        ...found.map((result) => `  ${ITEMS.get(result.item.name)}: ${interval(result, growth)}`),
      ],
    };
  },
};

const allOf = (samples: Result['samples'][number]): readonly number[] => samples.flat().map(({ all }) => all);

function lineOf({ item, samples: [few = [], many = []] }: Result, growth: number): Line {
  const rounds = few.map((round, r) => {
    const sides = { 'ms, short history': median(allOf([round])), 'ms, long history': median(allOf([many[r] ?? []])) };
    return { value: Math.log(sides['ms, long history'] / sides['ms, short history']) / growth, sides };
  });
  return { of: ITEMS.get(item.name) ?? item.name, unit: 'exponent', rounds, holds: (middle) => middle <= MOST };
}

/** Drawn again with replacement from the samples of each side: how far the exponent moves by the chance of what was sampled. */
function interval({ samples: [few = [], many = []] }: Result, growth: number): string {
  const [a, b] = [allOf(few), allOf(many)];
  const exponent = (x: readonly number[], y: readonly number[]) => Math.log(median(y) / median(x)) / growth;
  const drawn = (from: readonly number[]) => from.map(() => from[Math.floor(Math.random() * from.length)] ?? Number.NaN);
  const values = Array.from({ length: DRAWS }, () => exponent(drawn(a), drawn(b))).toSorted((x, y) => x - y);
  const at = (share: number) => (values[Math.floor(share * (DRAWS - 1))] ?? Number.NaN).toFixed(3);
  const rest = (1 - WITHIN) / 2;
  return `${exponent(a, b).toFixed(3)} (${at(rest)} to ${at(1 - rest)}), ${median(a).toFixed(1)} → ${median(b).toFixed(1)} ms`;
}
