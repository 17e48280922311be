import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { parseDocument } from 'yaml';
import { type ModelServer, type Script, startModelServer } from '../test/workers/model/model-server.ts';
import type { Figures } from './figures.ts';
import { counted } from './options.ts';
import { CROWD, type Gathering, gather, receiptsOf, rested, type Sample, WARM_UP } from './receipts.ts';
import { type RunningRedis, startRedis } from './redis.ts';
import { startHouse } from './start-house.ts';
import { surroundings } from './surroundings.ts';

const HANGS_MS = 30_000;
/** Of bar 4.6: the receipt's p99 with the endpoint hanging may be so many times that with it instant. */
const MOST = 1.1;
const ANSWER = JSON.stringify({
  intent: 'problem',
  confidence: 0.9,
  departments: [{ code: 'industry', score: 0.8 }],
  urgency: 'normal',
  urgencyWords: [],
  sensitive: false,
  summary: '请帮忙协调解决',
});
type Kind = 'hanging' | 'instant' | 'none';
const SCRIPTS: Readonly<Record<Kind, Script>> = {
  hanging: { say: ANSWER, afterMs: HANGS_MS },
  instant: { say: ANSWER },
  none: { hang: true },
};
const CALLED: Readonly<Record<Kind, string>> = { hanging: 'hangs for 30 s', instant: 'instant', none: 'none configured' };

interface Options {
  readonly rounds: number;
  readonly watching: number;
  readonly backend?: string;
  readonly json?: true;
  readonly check?: true;
}

interface Side {
  readonly receipt: Figures;
  readonly missing: number;
  /** Requests that reached the endpoint. */
  readonly asked: number;
}
interface Run {
  readonly backend: 'postgres' | 'redis';
  readonly sides: Readonly<Record<Kind, Side>>;
  /** Of the p99, hanging ÷ instant. */
  readonly ratio: number;
}

/** `npm run bench -- model`: whether a model endpoint that hangs costs the receipt anything. Three houses at once, spoken to in turn. */
export function modelCommand(): Command {
  return new Command('model')
    .description('the receipt with the model endpoint hanging for 30 s ÷ with it instant')
    .option('--rounds <n>', 'rounds of ten messages on each side', counted, 60)
    .option('--watching <n>', 'others who have the page open and write nothing', counted, 20)
    .option('--backend <name>', 'postgres or redis; both where not given')
    .option('--json', 'one line of JSON')
    .option('--check', `fails where the ratio of the p99 is over ${MOST}`)
    .action(async (options: Options) => {
      const around = surroundings(new Date());
      const runs: Run[] = [];
      if (options.backend !== 'redis') runs.push(await measured('postgres', null, options));
      const redis = options.backend === 'postgres' ? null : await redisEach();
      if (redis) {
        runs.push(await measured('redis', redis, options));
        for (const one of redis) await one.stop();
      }
      const { rounds, watching } = options;
      console.log(
        options.json
          ? JSON.stringify({ ...around, rounds, watching, warmUp: WARM_UP, hangsMs: HANGS_MS, runs })
          : [
              `${around.date}, commit ${around.commit}, Node ${around.node}, ${around.machine}, load ${around.loadAtStart} at the start`,
              `${rounds} rounds on each side in turn, ten people writing at once, ${watching} more watching; milliseconds`,
              ...runs.flatMap(linesOf),
            ].join('\n'),
      );
      if (options.check && runs.some((run) => !(run.ratio <= MOST))) process.exitCode = 1;
    });
}

/** One for each house: what they share would be shared time. */
async function redisEach(): Promise<readonly RunningRedis[] | null> {
  const servers = [await startRedis(), await startRedis(), await startRedis()].filter((one) => one !== null);
  if (servers.length === 3) return servers;
  console.error('no redis-server on this machine: the Redis form is not measured');
  return null;
}

async function measured(backend: Run['backend'], redis: readonly RunningRedis[] | null, { rounds, watching }: Options): Promise<Run> {
  const configDir = eagerConfig();
  const undo: (() => Promise<void> | void)[] = [() => rmSync(configDir, { recursive: true, force: true })];
  const open = async (kind: Kind, at: number) => {
    const endpoint = await startModelServer([SCRIPTS[kind]]);
    undo.push(() => endpoint.close());
    const model = kind === 'none' ? null : { baseUrl: endpoint.baseUrl, configDir };
    const house = await startHouse({ redisUrl: redis?.[at]?.url ?? null, model, crowd: CROWD });
    undo.push(() => house.stop());
    const gathering = await gather(house, watching, rounds);
    undo.push(() => gathering.leave());
    return { endpoint, gathering, samples: [] as Sample[] };
  };
  try {
    const hanging = await open('hanging', 0);
    const instant = await open('instant', 1);
    const none = await open('none', 2);
    const order = [hanging, instant, none];
    for (let round = -WARM_UP; round < rounds; round += 1) {
      // Who begins changes: what a round leaves behind weighs on all alike.
      order.push(...order.splice(0, 1));
      for (const side of order) {
        const began = performance.now();
        const heard = await side.gathering.round(round + WARM_UP);
        if (round >= 0) side.samples.push(...heard);
        await rested(began);
      }
    }
    const sides = { hanging: sideOf(hanging), instant: sideOf(instant), none: sideOf(none) };
    return { backend, sides, ratio: sides.hanging.receipt.p99 / sides.instant.receipt.p99 };
  } finally {
    for (const step of undo.toReversed()) await step();
  }
}

function sideOf({ samples, endpoint }: { samples: readonly Sample[]; endpoint: ModelServer; gathering: Gathering }): Side {
  return { ...receiptsOf(samples), asked: endpoint.asked.length };
}

/** The worst for the receipt: the model is asked about every ticket, and never left alone however often it hangs. */
function eagerConfig(): string {
  const dir = mkdtempSync(join(tmpdir(), 'mashangban-bench-config-'));
  chmodSync(dir, 0o755);
  cpSync(join(import.meta.dirname, '../config'), dir, { recursive: true });
  const file = join(dir, 'bot.yaml');
  const bot = parseDocument(readFileSync(file, 'utf8'));
  bot.setIn(['model', 'ask'], { confidence: 1, margin: 1, fields: true });
  bot.setIn(['model', 'breaker', 'failures'], 1000);
  bot.setIn(['model', 'daily', 'calls'], 1_000_000);
  writeFileSync(file, bot.toString());
  return dir;
}

function linesOf({ backend, sides }: Run): string[] {
  const line = (kind: Kind) => {
    const { receipt, missing, asked } = sides[kind];
    const times = [receipt.p50, receipt.p95, receipt.p99, receipt.max].map((ms) => ms.toFixed(1).padStart(8)).join('');
    return `${backend.padEnd(10)}${CALLED[kind].padEnd(18)}${String(receipt.n).padStart(6)}${times}  asked ${asked}${missing > 0 ? `; ${missing} RECEIPTS DID NOT COME IN TEN SECONDS` : ''}`;
  };
  const ratio = (to: Kind) => {
    const [p50, p99] = (['p50', 'p99'] as const).map((figure) => (sides.hanging.receipt[figure] / sides[to].receipt[figure]).toFixed(2));
    return `p50 ×${p50}, p99 ×${p99}`;
  };
  return [
    '',
    `${'queues'.padEnd(10)}${'endpoint'.padEnd(18)}${'n'.padStart(6)}${['p50', 'p95', 'p99', 'max'].map((name) => name.padStart(8)).join('')}`,
    line('hanging'),
    line('instant'),
    line('none'),
    `${backend.padEnd(10)}hanging ÷ instant: ${ratio('instant')} (at most ${MOST}); hanging ÷ none: ${ratio('none')}`,
  ];
}
