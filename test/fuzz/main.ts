import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../app/project-root.ts';
import { openThrowaway } from '../../app/throwaway.ts';
import { fuzz, type Tally } from './run.ts';
import { throughPostgres } from './stored.ts';
import { TARGETS } from './targets.ts';

/** `npm run fuzz -- --cases 1000000 --seed 7 [--only "telegram update"] [--json]`: the same seed makes the same cases. */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const cases = Number(values.cases);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const targets = TARGETS.filter(({ name }) => values.only === undefined || name === values.only);
const whole = targets.reduce((sum, { share }) => sum + share, 0);
const say = (line: string): void => void (values.json ? process.stderr : process.stdout).write(`${line}\n`);
const REASONS = 8;

say(
  `seed ${seed}; ${cases} cases; node ${process.version}, ${cpus().length} cores, load ${loadavg()
    .map((one) => one.toFixed(1))
    .join(' ')}`,
);
const tallies: Tally[] = [];
for (const target of targets) {
  const tally = fuzz(target, Math.round((cases * target.share) / whole), seed);
  tallies.push(tally);
  const perSecond = Math.round((tally.cases / tally.ms) * 1000);
  say(`\n${tally.name}: ${tally.cases} cases, ${perSecond}/s (${Math.round(tally.cpuMs / 1000)} s of processor); ${tally.taken} taken`);
  const reasons = Object.entries(tally.refused).toSorted(([, a], [, b]) => b - a);
  for (const [reason, count] of reasons.slice(0, REASONS)) say(`  ${String(count).padStart(8)}  ${reason}`);
  const rest = reasons.slice(REASONS).reduce((sum, [, count]) => sum + count, 0);
  if (rest > 0) say(`  ${String(rest).padStart(8)}  ${reasons.length - REASONS} other reasons`);
  if (tally.failure)
    say(`  BROKEN: ${tally.failure.what}\n  smallest (seed ${seed}, path ${tally.failure.path}): ${tally.failure.smallest}`);
}

const throwaway = await openThrowaway(projectRoot());
let stored = 0;
let refusal: string | null = null;
try {
  const sample = tallies.flatMap((tally) => tally.sample);
  stored = await throwaway.withDatabase((db) => throughPostgres(db, sample));
} catch (error) {
  refusal = error instanceof Error ? (error.stack ?? error.message) : String(error);
} finally {
  await throwaway.stop();
}
const broken = tallies.filter(({ failure }) => failure !== null).length + (refusal === null ? 0 : 1);
const sum = (of: (tally: Tally) => number): number => tallies.reduce((all, tally) => all + of(tally), 0);
say(
  `\n${refusal === null ? `${stored} of the envelopes through Postgres and back: all there, as they were said` : `Postgres: ${refusal}`}`,
);
say(
  `${sum((one) => one.cases)} cases, ${Math.round((sum((one) => one.cases) / sum((one) => one.ms)) * 1000)}/s, ${sum((one) => one.taken)} taken, ${broken} broken`,
);
if (values.json)
  process.stdout.write(
    `${JSON.stringify({ seed, tallies: tallies.map(({ sample, ...tally }) => ({ ...tally, sampled: sample.length })), stored, refusal }, null, 2)}\n`,
  );
process.exitCode = broken === 0 ? 0 : 1;
