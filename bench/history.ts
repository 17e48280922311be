import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Filled } from './history/databases.ts';
import { type Line, lineOf, MOST, tableOf } from './history/ratios.ts';
import { measureHistories, WARM_UP } from './history/run.ts';
import { openServer, type Server } from './history/server.ts';
import { type Surroundings, surroundings } from './surroundings.ts';

interface Options {
  readonly small: number;
  readonly large: number;
  readonly rounds: number;
  readonly repeats: number;
  readonly only?: string;
  readonly keep?: string;
  readonly json?: true;
  readonly check?: true;
}

const root = join(import.meta.dirname, '..');
const told = (what: string): void => console.error(what);

/** `npm run bench:history`: whether anything grows with what is over. The same house with a short history and with a long one. */
const program = new Command('bench:history')
  .option('--small <n>', 'tickets in the short history', counted, 10_000)
  .option('--large <n>', 'tickets in the long one', counted, 999_000)
  .option('--rounds <n>', 'rounds that count', counted, 6)
  .option('--repeats <n>', 'samples of each item a round', counted, 6)
  .option('--only <pattern>', 'items whose group and name match')
  .option('--keep <folder>', 'the databases stay there, and are measured as they are the next time')
  .option('--check', `fails where a ratio is over ${MOST}`)
  .option('--json', 'one line of JSON')
  .action(run);
await program.parseAsync();

async function run(options: Options): Promise<void> {
  const around = surroundings(new Date());
  const server = await openServer(options.keep ?? null);
  try {
    const { sizes, lines } = await measured(server, options);
    console.log(options.json ? JSON.stringify({ ...around, ...options, sizes, lines }) : inWords(around, options, sizes, lines));
    if (options.check && lines.some((line) => line.tooMuch)) process.exitCode = 1;
  } finally {
    await server.stop();
  }
}

async function measured(server: Server, options: Options): Promise<{ sizes: readonly Filled[]; lines: readonly Line[] }> {
  const { sizes, results } = await measureHistories(server, root, { ...options, only: new RegExp(options.only ?? '') }, told);
  return { sizes, lines: results.map(lineOf) };
}

function inWords(around: Surroundings, options: Options, sizes: readonly Filled[], lines: readonly Line[]): string {
  const { date, commit, node, machine, loadAtStart } = around;
  const of = ({ tickets, bytes, seconds }: Filled) =>
    `${tickets} tickets, ${(bytes / 1024 ** 3).toFixed(1)} GB, ${seconds === null ? 'was there' : `filled in ${seconds} s`}`;
  const over = lines.filter((line) => line.tooMuch).length;
  return [
    `${date}, commit ${commit}, Node ${node}, ${machine}, load ${loadAtStart} at the start`,
    ...sizes.map((size, i) => `${i === 0 ? 'small' : 'large'}: ${of(size)}`),
    `${options.rounds} rounds of ${options.repeats} samples each after ${WARM_UP} that are not counted; milliseconds, medians; rounds: least and greatest ratio of a round`,
    '',
    tableOf(lines),
    '',
    over === 0 ? `nothing is over ×${MOST}` : `${over} OVER ×${MOST}`,
  ].join('\n');
}

function counted(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('a whole number, at least 1');
  return n;
}
