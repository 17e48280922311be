import { dayNumber } from '../../core/report/shanghai.ts';
import type { Stretch } from './fill.ts';
import { MODEL_DAYS, MODEL_WEEK, NOW, SHARES } from './lives.ts';
import type { Model } from './model.ts';

/** What both databases hold alike: the tickets of the last weeks, and those open now. Only what lies before differs. */
export const RECENT_WEEKS = 8;
export const RECENT = 3200;
export const OPEN = 300;
/** Weeks before those: with them, three years. */
const EARLIER_WEEKS = 148;

/** A history of so many tickets in all, in the order of their numbers. */
export function historyOf(tickets: number, finished: readonly Model[], open: readonly Model[]): Stretch[] {
  const deck = deckOf(finished);
  const here = deckOf(finished.filter((model) => !model.gone));
  const last = Math.floor((dayNumber(NOW.toISOString().slice(0, 10)) - MODEL_DAYS - dayNumber(MODEL_WEEK)) / 7);
  const gone = last - RECENT_WEEKS - EARLIER_WEEKS / 2;
  const earlier = tickets - RECENT - OPEN;
  const weeks = (from: number, count: number, copies: number): Stretch[] =>
    Array.from({ length: count }, (_, w) => ({
      deck: from + w < gone ? deck : here,
      days: 7 * (from + w),
      copies: Math.floor(((w + 1) * copies) / count) - Math.floor((w * copies) / count),
    }));
  return [
    ...weeks(last - RECENT_WEEKS - EARLIER_WEEKS + 1, EARLIER_WEEKS, earlier),
    ...weeks(last - RECENT_WEEKS + 1, RECENT_WEEKS, RECENT),
    { deck: open, days: 0, copies: OPEN },
  ];
}

/** As many cards of each model as its course has of twenty; shuffled by steps that meet every card. */
function deckOf(models: readonly Model[]): Model[] {
  const cards = models.flatMap((model) => Array.from({ length: SHARES[model.course] }, () => model));
  const step = 7919; // prime, and greater than any deck
  return cards.map((_, i) => cards[(i * step) % cards.length] ?? cards[0]).filter((card) => card !== undefined);
}
