import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { loadConfig } from '../app/config.ts';
import { adder, cleared, filled, livedModels } from './history/databases.ts';
import { type House, openHouse } from './history/house.ts';
import { allItems } from './history/items/index.ts';
import { measure } from './history/measure.ts';
import { lineOf, MOST, tableOf } from './history/ratios.ts';
import { openServer, sizeOf } from './history/server.ts';
import { openDatabase } from '../prisma/store/client.ts';
import { surroundings } from './surroundings.ts';

interface Options {
  readonly small: number;
  readonly large: number;
  readonly rounds: number;
  readonly repeats: number;
  readonly keep?: string;
  readonly json?: true;
  readonly check?: true;
}

const WARM_UP = 2;
const CONNECTIONS = 5;
const root = join(import.meta.dirname, '..');
const told = (what: string): void => console.error(what);

/** `npm run bench:history`: whether anything grows with what is over. The same house with a short history and with a long one. */
const program = new Command('bench:history')
  .option('--small <n>', 'tickets in the short history', counted, 10_000)
  .option('--large <n>', 'tickets in the long one', counted, 999_000)
  .option('--rounds <n>', 'rounds that count', counted, 7)
  .option('--repeats <n>', 'samples of each item a round', counted, 10)
  .option('--keep <folder>', 'the databases stay there, and are measured as they are the next time')
  .option('--check', `fails where a ratio is over ${MOST}`)
  .option('--json', 'one line of JSON')
  .action(run);
await program.parseAsync();

async function run(options: Options): Promise<void> {
  const around = surroundings(new Date());
  const config = loadConfig(join(root, 'config'));
  const server = await openServer(options.keep ?? null);
  try {
    await server.tune('filling');
    const began = Date.now();
    const models = await livedModels(server, root, config);
    told(`one life of each kind lived: ${seconds(began)}`);
    const sizes: { name: string; tickets: number; seconds: number; bytes: number }[] = [];
    for (const [name, tickets] of [['small', options.small], ['large', options.large]] as const) {
      const from = Date.now();
      await filled(server, name, tickets, models, (what) => told(`${name}: ${what}`));
      sizes.push({ name, tickets, seconds: Math.round((Date.now() - from) / 1000), bytes: await sizeOf(server.url(name)) });
    }
    await server.tune('as delivered');
    const houses: House[] = [];
    for (const { name, tickets } of sizes) houses.push(await openHouse(openDatabase(server.url(name), CONNECTIONS), config, tickets));
    const urls = new Map(houses.map((house, i) => [house, server.url(sizes[i]?.name ?? '')]));
    const items = allItems(adder((house) => urls.get(house) ?? '', models));
    const lines = (await measure(houses, items, { rounds: options.rounds, warmUp: WARM_UP, repeats: options.repeats }, cleared, told)).map(lineOf);
    for (const house of houses) await house.close();
    console.log(options.json ? JSON.stringify({ ...around, ...options, sizes, lines }) : tableOf(lines));
    const over = lines.filter((line) => line.tooMuch);
    if (options.check && over.length > 0) process.exitCode = 1;
  } finally {
    await server.stop();
  }
}

const seconds = (from: number): string => `${((Date.now() - from) / 1000).toFixed(0)} s`;

function counted(value: string): number {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('a whole number, at least 1');
  return n;
}
