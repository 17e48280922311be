import type { Clock } from '../../core/clock.ts';
import { shanghaiDate } from '../../core/deadlines/shanghai.ts';
import type { ModelPolicy } from '../../core/model/policy.ts';
import type { Store } from '../../prisma/store/index.ts';

/** One call's share of the day, set aside before it is made. */
export interface Share {
  /** What it cost in the end. A call that came to nothing has cost what was set aside for it. */
  spent(tokens: number): Promise<void>;
}

export interface Budget {
  /** null: the day's budget is spent. */
  take(tokens: number): Promise<Share | null>;
}

/** Kept in the database: a restart forgets nothing, and several workers share one day. */
export function dailyBudget(store: Pick<Store, 'modelBudget'>, clock: Clock, most: ModelPolicy['daily']): Budget {
  return {
    async take(tokens) {
      const day = shanghaiDate(clock.now());
      if (!(await store.modelBudget.take(day, tokens, most))) return null;
      return { spent: (used) => store.modelBudget.spent(day, tokens, used) };
    },
  };
}
