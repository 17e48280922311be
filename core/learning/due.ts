import { SHANGHAI_OFFSET_MS } from '../deadlines/shanghai.ts';
import type { LearningState } from './view.ts';

/** When nobody writes: training takes a core for some seconds. */
export const NIGHT = '02:30';
const DAY_MS = 24 * 60 * 60 * 1000;

/** A night that nobody trained in, or an order not carried out yet. After a 回退 only an order counts. */
export function isDue({ ranAt, heldAt, orderedAt }: LearningState, now: Date): boolean {
  if (orderedAt !== null) return true;
  if (heldAt !== null) return false;
  return ranAt === null || Date.parse(ranAt) < lastNight(now).getTime();
}

function lastNight(now: Date): Date {
  const [hour = 0, minute = 0] = NIGHT.split(':').map(Number);
  const midnight = Math.floor((now.getTime() + SHANGHAI_OFFSET_MS) / DAY_MS) * DAY_MS - SHANGHAI_OFFSET_MS;
  const tonight = midnight + (hour * 60 + minute) * 60_000;
  return new Date(tonight <= now.getTime() ? tonight : tonight - DAY_MS);
}
