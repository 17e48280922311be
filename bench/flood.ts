import { Command } from 'commander';
import { z } from 'zod';
import { type Figures, figuresOf } from './figures.ts';
import { counted } from './options.ts';
import { CROWD, type Gathering, gather, rested, type Sample, WARM_UP } from './receipts.ts';
import { startRedis } from './redis.ts';
import { type RunningHouse, startHouse } from './start-house.ts';
import { surroundings } from './surroundings.ts';
import { weightOf } from './weight.ts';
import type { Weight } from './wire.ts';

/** So that the blocks are no flood themselves; ten write at once, each of them every tenth round. */
const ROUND_MS = 2_200;
const PER_MINUTE = 10_000;
const SHOUT_EVERY_MS = 300;
/** Nobody else's trouble: what others report must not be taken as the same matter. */
const SHOUTED = '我们宿舍楼顶漏水漏了半个月，物业一直不来修，请帮忙协调';
/** The bar: others' receipt p99 in the flood ÷ without it. */
const MOST = 2;

interface Options {
  readonly blocks: number;
  readonly rounds: number;
  readonly backend: string;
  readonly perMinute: number;
  readonly json?: true;
  readonly check?: true;
}

interface Block {
  readonly receipt: Figures;
  readonly missing: number;
  readonly shouted: number;
  readonly after: Weight;
}

/** `npm run bench -- flood`: what others feel of one person who writes 10,000 messages a minute into their group. */
export function floodCommand(): Command {
  return new Command('flood')
    .description('others’ receipts while one person floods their group ÷ while he does not, turn about')
    .option('--blocks <n>', 'blocks of each kind', counted, 5)
    .option('--rounds <n>', 'rounds of ten messages in a block', counted, 12)
    .option('--per-minute <n>', 'messages a minute of the one', counted, PER_MINUTE)
    .option('--backend <name>', 'postgres or redis', 'redis')
    .option('--json', 'one line of JSON')
    .option('--check', `fail where the ratio is over ${MOST}`)
    .action(run);
}

async function run(options: Options): Promise<void> {
  const around = surroundings(new Date());
  const redis = options.backend === 'redis' ? await startRedis() : null;
  const house = await startHouse({ redisUrl: redis?.url ?? null, floodLimit: true, crowd: CROWD });
  const quiet: Block[] = [];
  const flooded: Block[] = [];
  try {
    const gathering = await gather(house, 5, 2 * options.blocks * options.rounds);
    let round = 0;
    for (; round < WARM_UP; round += 1) await oneRound(gathering, round);
    for (let pair = 0; pair < options.blocks; pair += 1) {
      // Who begins changes, so that a machine that grows busier weighs on both alike.
      for (const flooding of pair % 2 === 0 ? [false, true] : [true, false]) {
        const block = await blockOf(house, gathering, { ...options, flooding, from: round });
        (flooding ? flooded : quiet).push(block);
        round += options.rounds;
      }
    }
    gathering.leave();
  } finally {
    await house.stop();
    await redis?.stop();
  }
  const ratio = median(flooded.map(({ receipt }) => receipt.p99)) / median(quiet.map(({ receipt }) => receipt.p99));
  if (options.json) console.log(JSON.stringify({ ...around, ...options, quiet, flooded, ratio }));
  else console.log(inWords(around, options, quiet, flooded, ratio));
  if (options.check && ratio > MOST) process.exitCode = 1;
}

async function blockOf(
  house: RunningHouse,
  gathering: Gathering,
  { rounds, perMinute, flooding, from }: Options & { flooding: boolean; from: number },
): Promise<Block> {
  const samples: Sample[] = [];
  const shouting = flooding ? shout(house, perMinute) : null;
  for (let round = 0; round < rounds; round += 1) samples.push(...(await oneRound(gathering, from + round)));
  const shouted = (await shouting?.stop()) ?? 0;
  const receipts = samples.flatMap(({ receipt }) => (receipt === null ? [] : [receipt]));
  return { receipt: figuresOf(receipts), missing: samples.length - receipts.length, shouted, after: await weightOf(house) };
}

async function oneRound(gathering: Gathering, round: number): Promise<readonly Sample[]> {
  const began = performance.now();
  const samples = await gathering.round(round);
  await rested(began, ROUND_MS);
  return samples;
}

/** One person, and every word a trouble: the worst of it. */
function shout({ floorUrl }: RunningHouse, perMinute: number) {
  let stopped = false;
  let shouted = 0;
  const each = Math.max(1, Math.round((perMinute * SHOUT_EVERY_MS) / 60_000));
  async function go(): Promise<void> {
    while (!stopped) {
      const began = performance.now();
      const texts = Array.from({ length: each }, (_, i) => `${SHOUTED}（${shouted + i}）`);
      const response = await fetch(`${floorUrl}/shout`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ chat: 'work', sender: 'shouter', texts }),
      });
      z.object({ shouted: z.int() }).parse(await response.json());
      shouted += each;
      await rested(began, SHOUT_EVERY_MS);
    }
  }
  const going = go();
  return {
    async stop() {
      stopped = true;
      await going;
      return shouted;
    },
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function inWords(around: ReturnType<typeof surroundings>, options: Options, quiet: Block[], flooded: Block[], ratio: number): string {
  const { date, commit, node, machine, loadAtStart } = around;
  const row = (what: string, blocks: readonly Block[], of: (figures: Figures) => number) => {
    const values = blocks.map(({ receipt }) => of(receipt)).toSorted((a, b) => a - b);
    return `${what.padEnd(26)}${median(values).toFixed(0).padStart(8)}   ${(values[0] ?? 0).toFixed(0)} … ${(values.at(-1) ?? 0).toFixed(0)}`;
  };
  const all = [...quiet, ...flooded];
  const rss = all.map(({ after }) => Math.round(after.rss / 2 ** 20));
  const heap = all.map(({ after }) => Math.round(after.heapUsed / 2 ** 20));
  const shouted = flooded.reduce((sum, block) => sum + block.shouted, 0);
  const missing = all.reduce((sum, block) => sum + block.missing, 0);
  return [
    `${date}, commit ${commit}, Node ${node}, ${machine}, load ${loadAtStart} at the start; queues on ${options.backend}`,
    `${options.blocks} blocks of each kind, turn about, ${options.rounds} rounds of ten receipts in each; milliseconds`,
    `${''.padEnd(26)}${'median'.padStart(8)}   range over the blocks`,
    row('quiet, p50', quiet, ({ p50 }) => p50),
    row('flood, p50', flooded, ({ p50 }) => p50),
    row('quiet, p99', quiet, ({ p99 }) => p99),
    row('flood, p99', flooded, ({ p99 }) => p99),
    `flood ÷ quiet at p99: ×${ratio.toFixed(2)} (bar ×${MOST}); ${missing} receipts did not come in ten seconds`,
    `${shouted} shouted, ${all.at(-1)?.after.flooded ?? 0} set aside, ${all.at(-1)?.after.waiting ?? 0} waiting at the end`,
    `RSS after each block, quiet then flood: ${rss.join(', ')} MB; heap: ${heap.join(', ')} MB`,
  ].join('\n');
}
