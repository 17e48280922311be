import type { Directory } from '../directory.ts';
import { RANKED_FROM } from '../limits.ts';
import { quantile } from '../ticket/counting/buckets.ts';
import type { RateFigure } from './figures.ts';
import type { Days } from './period.ts';
import { rateLine } from './rate.ts';
import { about, furtherRates, takenRate, threeRates } from './rates.ts';
import { UNIT_BASIS, type Unit } from './totals.ts';
import { departmentName } from './words.ts';

export const RANKING_RULE = '先比签收率（占接办），再比按时签收率，再比派单到签收的中位用时。';

/** A unit's place, and what it is judged by. */
export interface Placed {
  readonly place: number;
  readonly unit: Unit;
  readonly name: string;
  /** 签收率 and 按时签收率, which decide; then 按时办结率, 解决率, 满意率. */
  readonly rates: readonly RateFigure[];
  /** 派单到签收, the middle, in words. */
  readonly claimed: string;
}

export interface Ranking {
  readonly ranked: readonly Placed[];
  /** Who is not ranked, and why; '': nobody. */
  readonly unranked: string;
}

/**
 * 排名: by the share taken of what came and stayed, then by the share of that in time, then by how fast. A unit that leaves its
 * tickets lying cannot look fast on the few it took. Equal figures share a place.
 */
export function rank(units: readonly Unit[], directory: Directory): Ranking {
  const enough = units.filter((one) => one.received >= RANKED_FROM).toSorted(better);
  const few = units.filter((one) => one.received > 0 && one.received < RANKED_FROM);
  const names = few.map((one) => `${departmentName(directory, one.department)}（${one.received}件）`);
  return {
    ranked: enough.map((unit) => ({
      place: enough.findIndex((other) => better(other, unit) === 0) + 1,
      unit,
      name: departmentName(directory, unit.department),
      rates: ratesOfUnit(unit),
      claimed: claimedIn(unit),
    })),
    unranked: names.length === 0 ? '' : `不足 ${RANKED_FROM} 件、不参加排名：${names.join('、')}`,
  };
}

export function rankingText(days: Days, units: readonly Unit[], directory: Directory): string {
  const { ranked, unranked } = rank(units, directory);
  const few = unranked === '' ? [] : [unranked];
  if (ranked.length === 0) return [`排名 ${days.label}`, NOBODY, ...few].join('\n');
  const lines = ranked.map(({ place, name, rates, claimed }) => {
    const [taken, onTime, ...others] = rates.map((rate) => rateLine({ ...rate, left: '' }));
    return `${place}. ${name}：${taken}，${onTime}，${claimed}\n　${others.join('，')}`;
  });
  return [`排名 ${days.label}`, RANKING_RULE, ...lines, ...few, UNIT_BASIS].join('\n');
}

export const NOBODY = `这段时间没有单位接办 ${RANKED_FROM} 件以上，不排名。`;

/** In the work group: how many are ranked, nobody's name. */
export function rankingTotals(days: Days, units: readonly Unit[]): string {
  const sum = (key: 'received' | 'claimed') => units.reduce((all, one) => all + one[key], 0);
  const ranked = units.filter((one) => one.received >= RANKED_FROM).length;
  return [
    `${days.label}：${units.filter((one) => one.received > 0).length} 个单位接办 ${sum('received')} 件，签收 ${sum('claimed')} 件；够 ${RANKED_FROM} 件参加排名的 ${ranked} 个。`,
    '各单位的名次请私聊我发“排名”。',
  ].join('\n');
}

function ratesOfUnit(unit: Unit): readonly RateFigure[] {
  const named = (name: string) => furtherRates(unit).filter((rate) => rate.name === name);
  const [, solved, satisfied] = threeRates(unit, 'unit');
  const opinions = [solved, satisfied].filter((rate) => rate !== undefined);
  return [takenRate(unit), ...named('按时签收率'), ...named('按时办结率'), ...opinions];
}

function claimedIn(unit: Unit): string {
  const median = quantile(unit.times.claim, 0.5);
  return median === null ? '还没有签收' : `签收${about(median)}`;
}

function better(a: Unit, b: Unit): number {
  return share(takenRate(b)) - share(takenRate(a)) || punctual(b) - punctual(a) || speed(a) - speed(b);
}

const share = ({ part, whole }: RateFigure): number => (whole <= 0 ? 0 : part / whole);
const punctual = (unit: Unit): number => (unit.claimOnTime === 0 ? 0 : unit.claimOnTime / (unit.claimOnTime + unit.claimLate));
/** Of a unit that took nothing nobody knows how fast it is: behind all others. */
const speed = (unit: Unit): number => quantile(unit.times.claim, 0.5) ?? Number.MAX_SAFE_INTEGER;
