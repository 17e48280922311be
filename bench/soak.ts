import { Command, InvalidArgumentError } from 'commander';
import { beSomebody, everybody, type Person } from './person.ts';
import { PROBLEMS } from './problems.ts';
import { startRedis } from './redis.ts';
import { type Judged, judge } from './soak/judge.ts';
import { type RunningHouse, startHouse } from './start-house.ts';
import { surroundings } from './surroundings.ts';
import { weightOf } from './weight.ts';
import type { Weight } from './wire.ts';

const CROWD = 10;
const WORK = 'work';
/** How long the top load is sought for. */
const TOP_MS = 20_000;
const MANAGER = 'yu-haifeng';
/** The bench's own connections that stay open for the next request would be weighed as the house's. */
const ONCE = { connection: 'close' };
/** As many change their page a minute: a stream is closed and another opened. */
const VISITORS = 5;

interface Options {
  readonly minutes: number;
  readonly load: number;
  readonly rate?: number;
  readonly every: number;
  readonly backend: string;
  readonly json?: true;
  readonly check?: true;
}

async function run(options: Options): Promise<void> {
  const around = surroundings(new Date());
  const redis = options.backend === 'redis' ? await startRedis() : null;
  const house = await startHouse({ redisUrl: redis?.url ?? null });
  try {
    const crowd = await Promise.all((await everybody(house.url)).slice(-CROWD).map((key) => beSomebody(house.url, key, ONCE)));
    const manager = await beSomebody(house.url, MANAGER, ONCE);
    const top = options.rate === undefined ? await topRate(crowd) : null;
    const rate = options.rate ?? (top ?? 1) * options.load;
    console.error(`${top === null ? '' : `top load ${top.toFixed(1)} messages a second; `}soaking at ${rate.toFixed(1)} a second`);
    const soaked = await soak(house, crowd, manager, { ...options, rate });
    const judged = judge(soaked.samples.slice(Math.floor(soaked.samples.length / 3)));
    const result = { ...around, minutes: options.minutes, backend: options.backend, top, rate, ...soaked, judged };
    console.log(options.json ? JSON.stringify(result) : inWords(result));
    if (options.check && judged.some(({ flat }) => !flat)) process.exitCode = 1;
  } finally {
    await house.stop();
    await redis?.stop();
  }
}

/** As many as are acknowledged when everybody writes again as soon as he was answered. */
async function topRate(crowd: readonly Person[]): Promise<number> {
  const began = performance.now();
  let posted = 0;
  await Promise.all(
    crowd.map(async (person, i) => {
      for (let n = 0; performance.now() - began < TOP_MS; n += 1) {
        if (await wrote(person, problemOf(i, n))) posted += 1;
        else await sleep(500);
      }
    }),
  );
  return (posted * 1000) / (performance.now() - began);
}

interface Soaked {
  readonly samples: readonly (Weight & { readonly atMs: number })[];
  readonly posted: number;
  readonly refused: number;
}

async function soak(
  house: RunningHouse,
  crowd: readonly Person[],
  manager: Person,
  { minutes, rate, every }: Options & { rate: number },
): Promise<Soaked> {
  const began = performance.now();
  const endsAt = began + minutes * 60_000;
  const samples: (Weight & { atMs: number })[] = [];
  let posted = 0;
  let refused = 0;
  const inHand = new Set<Promise<void>>();
  let nextWeighing = began;
  let nextMinute = began;
  for (let n = 0; performance.now() < endsAt; n += 1) {
    const person = crowd[n % CROWD];
    if (person) {
      const writing: Promise<void> = wrote(person, problemOf(n % CROWD, Math.floor(n / CROWD)))
        .then((taken) => void (taken ? (posted += 1) : (refused += 1)))
        .finally(() => inHand.delete(writing));
      inHand.add(writing);
    }
    if (performance.now() >= nextMinute) {
      nextMinute += 60_000;
      await visits(house);
      await manager.post(`dm:${MANAGER}`, '看板').catch(() => undefined);
    }
    if (performance.now() >= nextWeighing) {
      nextWeighing += every * 1000;
      const weight = { ...(await weightOf(house)), atMs: Math.round(performance.now() - began) };
      samples.push(weight);
      console.error(lineOf(weight));
    }
    await sleep(Math.max(0, began + ((n + 1) * 1000) / rate - performance.now()));
  }
  await Promise.all(inHand);
  return { samples, posted, refused };
}

/** Pages that are opened, listen, and are closed again. */
async function visits({ url }: RunningHouse): Promise<void> {
  const keys = (await everybody(url)).slice(0, VISITORS);
  for (const key of keys) {
    const leave = await (await beSomebody(url, key, ONCE)).listen(() => {});
    leave();
  }
}

async function wrote(person: Person, text: string): Promise<boolean> {
  try {
    await person.post(WORK, text);
    return true;
  } catch {
    return false;
  }
}

const problemOf = (person: number, round: number): string => `${PROBLEMS[(person + round) % PROBLEMS.length] ?? ''}（第 ${round} 天）`;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const mega = (bytes: number | null): string => (bytes === null ? '–' : (bytes / 2 ** 20).toFixed(1));

function lineOf({
  atMs,
  rss,
  heapUsed,
  descriptors,
  handles,
  timers,
  connections,
  redisMemory,
  waiting,
}: Weight & { atMs: number }): string {
  return `${(atMs / 60_000).toFixed(1)} min: RSS ${mega(rss)} MB, heap ${mega(heapUsed)}, descriptors ${descriptors}, handles ${handles}, timers ${timers}, connections ${connections}, Redis ${mega(redisMemory)}, waiting ${waiting}`;
}

function inWords(
  result: ReturnType<typeof surroundings> &
    Soaked & { minutes: number; backend: string; top: number | null; rate: number; judged: readonly Judged[] },
): string {
  const { date, commit, node, machine, loadAtStart } = result;
  return [
    `${date}, commit ${commit}, Node ${node}, ${machine}, load ${loadAtStart} at the start; queues on ${result.backend}`,
    `${result.minutes} minutes at ${result.rate.toFixed(1)} messages a second${result.top === null ? '' : ` (top load ${result.top.toFixed(1)})`}: ${result.posted} taken, ${result.refused} refused`,
    `${'what'.padEnd(14)}${'median'.padStart(12)}${'climbs'.padStart(12)}${'bound'.padStart(12)}`,
    ...result.judged.map(
      ({ what, median, climbs, bound, flat }) =>
        `${what.padEnd(14)}${median.toFixed(1).padStart(12)}${climbs.toFixed(1).padStart(12)}${bound.toFixed(1).padStart(12)}   ${flat ? 'flat' : 'NOT FLAT'}`,
    ),
  ].join('\n');
}

function positive(value: string): number {
  const n = Number(value);
  if (!(n > 0)) throw new InvalidArgumentError('a number over 0');
  return n;
}

/**
 * `npm run soak`: the whole house for hours at a part of its top load, weighed again and again: does anything grow that should not?
 * Memory is weighed after the garbage was collected. A line is laid through the last two thirds of the samples (the median of the slopes
 * of all pairs of them); what it climbs in that time must be within the bounds of `soak/judge.ts`.
 */
await new Command('soak')
  .option('--minutes <n>', 'how long', positive, 120)
  .option('--load <share>', 'share of the top load, which is measured first', positive, 0.2)
  .option('--rate <n>', 'messages a second, instead of a share of the top load', positive)
  .option('--every <seconds>', 'how often it is weighed', positive, 60)
  .option('--backend <name>', 'postgres or redis', 'redis')
  .option('--json', 'one line of JSON at the end')
  .option('--check', 'fail where something is not flat')
  .action(run)
  .parseAsync();
