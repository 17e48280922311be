import { Command } from 'commander';
import type { Figures } from './figures.ts';
import { counted } from './options.ts';
import { CROWD, type Measured, measureReceipts, WARM_UP } from './receipts.ts';
import { startRedis } from './redis.ts';
import { startHouse } from './start-house.ts';
import { type Surroundings, surroundings } from './surroundings.ts';

interface Load {
  readonly rounds: number;
  readonly watching: number;
}

interface Run {
  readonly backend: 'postgres' | 'redis';
  readonly measured: Measured;
}

/** `npm run bench -- receipts`: how long until the group sees the receipt, ten people writing at once, on each queue backend. */
export function receiptsCommand(): Command {
  return new Command('receipts')
    .description('milliseconds until the group sees the receipt, ten people writing at once')
    .option('--rounds <n>', 'rounds of ten messages on each backend', counted, 30)
    .option('--watching <n>', 'others who have the page open and write nothing', counted, 50)
    .option('--backend <name>', 'postgres or redis; both where not given')
    .option('--json', 'one line of JSON')
    .action(async (options: Load & { backend?: string; json?: true }) => {
      const around = surroundings(new Date());
      const runs: Run[] = [];
      if (options.backend !== 'redis') runs.push(await onPostgres(options));
      if (options.backend !== 'postgres') runs.push(...(await onRedis(options)));
      console.log(
        options.json
          ? JSON.stringify({ ...around, rounds: options.rounds, watching: options.watching, warmUp: WARM_UP, runs })
          : inWords(around, options, runs),
      );
    });
}

async function onPostgres(load: Load): Promise<Run> {
  return { backend: 'postgres', measured: await measured(null, load) };
}

async function onRedis(load: Load): Promise<Run[]> {
  const redis = await startRedis();
  if (!redis) {
    console.error('no redis-server on this machine: the Redis form is not measured');
    return [];
  }
  try {
    return [{ backend: 'redis', measured: await measured(redis.url, load) }];
  } finally {
    await redis.stop();
  }
}

async function measured(redisUrl: string | null, { rounds, watching }: Load): Promise<Measured> {
  const house = await startHouse({ redisUrl, crowd: CROWD });
  try {
    return await measureReceipts(house, rounds, watching);
  } finally {
    await house.stop();
  }
}

function inWords({ date, commit, node, machine, loadAtStart }: Surroundings, { rounds, watching }: Load, runs: readonly Run[]): string {
  const head = [
    `${date}, commit ${commit}, Node ${node}, ${machine}, load ${loadAtStart} at the start`,
    `${rounds} rounds of ten people writing at once, ${watching} more watching, after ${WARM_UP} that are not counted; milliseconds`,
    '',
    `${'queues'.padEnd(10)}${'what'.padEnd(32)}${['n', 'p50', 'p95', 'p99', 'max'].map((name) => name.padStart(8)).join('')}`,
  ];
  return [...head, ...runs.flatMap(linesOf)].join('\n');
}

function linesOf({ backend, measured: { receipt, acknowledged, floor, missing } }: Run): string[] {
  const line = (what: string, figures: Figures) => {
    const times = [figures.p50, figures.p95, figures.p99, figures.max].map((ms) => ms.toFixed(1).padStart(8)).join('');
    return `${backend.padEnd(10)}${what.padEnd(32)}${String(figures.n).padStart(8)}${times}`;
  };
  const ratio = (of: (figures: Figures) => number) => (of(receipt) / of(floor)).toFixed(1);
  return [
    line('receipt on another’s stream', receipt),
    line('POST acknowledged (stored)', acknowledged),
    line('floor: one INSERT, one answer', floor),
    `${backend.padEnd(10)}receipt ÷ floor: p50 ×${ratio((f) => f.p50)}, p99 ×${ratio((f) => f.p99)}${missing > 0 ? `; ${missing} RECEIPTS DID NOT COME IN TEN SECONDS` : '; every receipt came'}`,
    '',
  ];
}
