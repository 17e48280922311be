import fc from 'fast-check';
import type { InboundEnvelope } from '../../core/channel.ts';
import type { Target } from './targets.ts';

export interface Tally {
  readonly name: string;
  readonly cases: number;
  /** Of the processor's time; the clock's says how busy the machine was. */
  readonly cpuMs: number;
  readonly ms: number;
  readonly taken: number;
  readonly refused: Readonly<Record<string, number>>;
  /** null: every promise was kept. */
  readonly failure: { readonly what: string; readonly path: string; readonly smallest: string } | null;
  readonly sample: readonly InboundEnvelope[];
}

const SMALLEST = 2_000;

/** So many cases of one target, and a sample of the envelopes that came of them. */
export function fuzz(target: Target, numRuns: number, seed: number, most = 200): Tally {
  const refusals = new Map<string, number>();
  const sample: InboundEnvelope[] = [];
  const every = Math.max(1, Math.floor(numRuns / most / 3));
  let taken = 0;
  const started = performance.now();
  const cpu = process.cpuUsage();
  const details = fc.check(
    fc.property(target.cases, (given) => {
      const verdict = target.run(given);
      if (verdict.kind === 'refused') refusals.set(verdict.reason, (refusals.get(verdict.reason) ?? 0) + 1);
      else if (taken++ % every === 0 && verdict.envelope !== null && sample.length < most) sample.push(verdict.envelope);
    }),
    { numRuns, seed },
  );
  const failure = details.failed
    ? {
        what:
          details.errorInstance instanceof Error
            ? (details.errorInstance.stack ?? details.errorInstance.message)
            : String(details.errorInstance),
        path: details.counterexamplePath ?? '',
        smallest: fc.stringify(details.counterexample?.[0]).slice(0, SMALLEST),
      }
    : null;
  return {
    name: target.name,
    cases: details.numRuns,
    ms: performance.now() - started,
    cpuMs: (process.cpuUsage(cpu).user + process.cpuUsage(cpu).system) / 1000,
    taken,
    refused: Object.fromEntries(refusals),
    failure,
    sample,
  };
}
