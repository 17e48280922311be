import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import { calendarOf } from '../../app/holidays.ts';
import { officeHours } from '../../app/simulate/oracle/minutes.ts';
import { readRules } from '../../app/simulate/oracle/rules.ts';

const CONFIG = join(import.meta.dirname, '../../config');
const ORACLE = join(import.meta.dirname, '../../app/simulate/oracle');
const MINUTE = 60_000;
const DAY = 86_400_000;
const FROM = Date.UTC(2025, 11, 1);

describe('the oracle', () => {
  test('reckons by itself: it takes nothing from the engine it judges', () => {
    for (const file of readdirSync(ORACLE)) {
      const imports = [...readFileSync(join(ORACLE, file), 'utf8').matchAll(/from '([^']+)'/g)].map(([, path]) => path ?? '');
      expect(
        imports.filter((path) => path.includes('core/')),
        file,
      ).toEqual([]);
    }
  });

  test('and comes to the same working time, over holidays, 调休 and the change of season', () => {
    const engine = calendarOf(loadConfig(CONFIG));
    const oracle = officeHours(readRules(CONFIG).calendar, FROM / DAY - 150, 800);
    const moment = fc.record({ at: fc.integer({ min: 0, max: 300 * DAY }), grain: fc.constantFrom(1, 1000, MINUTE, 30 * MINUTE) });
    const rounded = ({ at, grain }: { at: number; grain: number }) => Math.floor(at / grain) * grain;
    fc.assert(
      fc.property(moment, moment, fc.integer({ min: 0, max: 30 }), (one, other, days) => {
        const [start, amount] = [FROM + rounded(one), rounded(other) % (40 * 450 * MINUTE)];
        const date = new Date(start);
        expect(oracle.plus(start, amount)).toBe(engine.addWorking(date, { minutes: amount / MINUTE }).getTime());
        expect(oracle.minus(start, amount)).toBe(engine.subtractWorking(date, { minutes: amount / MINUTE }).getTime());
        expect(oracle.plusDays(start, days)).toBe(engine.addWorking(date, { days }).getTime());
        expect(oracle.minusDays(start, days)).toBe(engine.subtractWorking(date, { days }).getTime());
        const end = FROM + rounded(other);
        expect(oracle.between(start, end)).toBe(Math.round(engine.workingBetween(date, new Date(end)) * MINUTE));
      }),
      { numRuns: 3000 },
    );
  });
});
