import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { furtherRates, takenRate, threeRates, verifyRate } from '../../../../core/report/rates.ts';
import { bucketOf } from '../../../../core/ticket/counting/buckets.ts';
import { METRICS, TOOK_OVER } from '../../../../core/ticket/counting/metrics.ts';
import { houseTotals, type Totals, unitTotals } from '../../../../core/ticket/counting/sums.ts';
import { anyLife, type Life, UNITS } from './lives.ts';
import { recount } from './recount.ts';

type Counted = Life['counters'];

const sums = (counters: Counted) => counters.map(({ metric, by }) => ({ metric, total: by }));
const ofUnit = (counters: Counted, unit: string) => counters.filter((one) => one.department === unit);
const house = ({ counters }: Life) => houseTotals(sums(counters));
const unit = ({ counters }: Life, code: string) => unitTotals(sums(ofUnit(counters, code)));

/** Booked by unit and told so by the log. */
const BY_UNIT = METRICS.filter(
  (metric) => !metric.endsWith('Seconds') && !['responded', 'gone'].includes(metric) && !metric.startsWith('callbacks'),
);
const OF_HOUSE = ['received', 'claimed', 'responded', 'gone', 'callbacksAsked', 'callbacksAnswered', 'callbacksPressed'] as const;

const pick = (metrics: readonly string[], from: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(metrics.map((metric) => [metric, from[metric] ?? 0]));

const histogramOf = (seconds: readonly number[]) => {
  const counts = new Map<number, number>();
  for (const one of seconds) counts.set(bucketOf(one), (counts.get(bucketOf(one)) ?? 0) + 1);
  return counts;
};

const RUNS = { numRuns: 500, seed: 20_261_126 };

describe('counters, over random lives of tickets', () => {
  const seen = { lapsed: 0, retaken: 0, tookOver: 0, passed: 0, extended: 0, late: 0, back: 0 };

  it('agree to the unit with the log told again', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const told = recount(life.events);
        const all = house(life);
        expect(pick(OF_HOUSE, all)).toEqual(pick(OF_HOUSE, told.house));
        for (const code of UNITS) {
          const own = unit(life, code);
          const from = told.units.get(code) ?? {};
          expect(pick(BY_UNIT, own)).toEqual(pick(BY_UNIT, from));
          const claims = told.seconds.claim.get(code) ?? [];
          expect(own.claimSeconds).toBe(claims.reduce((sum, one) => sum + one, 0));
          expect(own.times.claim).toEqual(histogramOf(claims));
        }
        const { contact, close, net } = told.seconds;
        expect([all.contactSeconds, all.closeSeconds]).toEqual([contact[0] ?? 0, close[0] ?? 0]);
        expect(Math.abs(all.closeNetSeconds - (net[0] ?? 0))).toBeLessThanOrEqual(1);
        expect([all.times.contact, all.times.close]).toEqual([histogramOf(contact), histogramOf(close)]);
        note(life, all);
      }),
      RUNS,
    );
    // The lives above went down the side roads: a property of nothing would hold as well.
    for (const [what, n] of Object.entries(seen)) expect([what, n > 10]).toEqual([what, true]);
  });

  function note({ events }: Life, all: Totals): void {
    const types = events.map((event) => event.body.type);
    const lapse = types.indexOf('lapsed');
    seen.lapsed += Number(lapse >= 0);
    seen.retaken += Number(lapse >= 0 && types.indexOf('claimed', lapse) > 0);
    seen.tookOver += Number(types.filter((type) => type === 'claimed').length > 1 && lapse < 0);
    seen.passed += all.passed;
    seen.extended += all.closedExtended;
    seen.late += all.claimLate;
    seen.back += all.redone + all.reopenedOnce;
  }

  it('on no day make a rate above one, nor less than none, of the house or of a unit', () => {
    fc.assert(
      fc.property(anyLife, ({ counters }) => {
        for (const day of new Set(counters.map((one) => one.day))) {
          const today = counters.filter((one) => one.day === day);
          const whole = houseTotals(sums(today));
          honest([...threeRates(whole, 'house'), ...furtherRates(whole), verifyRate(whole), takenRate(whole)], `house ${day}`);
          for (const code of UNITS) {
            const own = unitTotals(sums(ofUnit(today, code)));
            honest([...threeRates(own, 'unit'), ...furtherRates(own), verifyRate(own), takenRate(own)], `${code} ${day}`);
          }
        }
      }),
      RUNS,
    );
  });

  function honest(rates: readonly { readonly name: string; readonly part: number; readonly whole: number }[], where: string): void {
    const wrong = rates.filter(({ part, whole }) => part < 0 || part > whole).map((rate) => ({ where, ...rate }));
    expect(wrong).toEqual([]);
  }

  it('of the units add up to those of the house, but for what units count at each hand-over', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const all = house(life);
        const apart = [...UNITS, ''].map((code) => unitTotals(sums(life.counters.filter((one) => (one.department ?? '') === code))));
        const handOvers = (metric: string) =>
          Object.entries(TOOK_OVER)
            .filter(([, of]) => of === metric)
            .flatMap(([tookOver]) => life.counters.filter((one) => one.metric === tookOver))
            .reduce((sum, one) => sum + one.by, 0);
        const added = METRICS.map((metric) => [metric, apart.reduce((sum, one) => sum + one[metric], 0)]);
        const whole = (metric: (typeof METRICS)[number]) =>
          metric === 'received' ? all.dispatched - all.passed : all[metric] + handOvers(metric);
        expect(added).toEqual(METRICS.map((metric) => [metric, whole(metric)]));
      }),
      RUNS,
    );
  });
});
