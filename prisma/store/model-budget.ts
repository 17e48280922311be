import type { Db } from './client.ts';

/** What a model endpoint may be asked on a day; one row a day, counted by all workers together. */
export interface ModelBudgetStore {
  /** Sets a call and its tokens aside before it is made. False: the day's budget does not allow it. @param day in Shanghai */
  take(day: string, tokens: number, most: { readonly calls: number; readonly tokens: number }): Promise<boolean>;
  /** What the call cost instead of what was set aside for it. */
  spent(day: string, taken: number, used: number): Promise<void>;
}

export function modelBudgetStore(db: Db): ModelBudgetStore {
  return {
    async take(day, tokens, most) {
      if (most.calls < 1 || tokens > most.tokens) return false;
      // The row itself says no: two workers at the last call of a day cannot both have it.
      const rows = await db.$executeRaw`
        INSERT INTO model_budget AS b (day, calls, tokens) VALUES (${day}::date, 1, ${tokens}::bigint)
        ON CONFLICT (day) DO UPDATE SET calls = b.calls + 1, tokens = b.tokens + EXCLUDED.tokens
        WHERE b.calls < ${most.calls}::int AND b.tokens + EXCLUDED.tokens <= ${most.tokens}::bigint`;
      return rows === 1;
    },
    async spent(day, taken, used) {
      await db.$executeRaw`
        UPDATE model_budget SET tokens = greatest(0, tokens - ${taken}::bigint + ${used}::bigint) WHERE day = ${day}::date`;
    },
  };
}
