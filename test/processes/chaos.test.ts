import { describe, expect, inject, test } from 'vitest';
import { CRASH_POINTS } from '../../core/crash.ts';
import { drill } from '../chaos/drill.ts';
import { inWords } from '../chaos/report.ts';
import { ensureBuilt } from '../support/processes/built.ts';

/**
 * The short form of `npm run chaos`, with a seed that never changes: the gateway and two workers die at every named point, a worker,
 * Postgres and Redis beside them, while people on Telegram and WeChat go on talking.
 */
describe('everything that can be killed is killed', () => {
  const backend = inject('redisUrl') === null ? 'postgres' : 'redis';
  test(`0 lost, 0 doubled, 0 out of order; queues in ${backend}`, { timeout: 180_000 }, async () => {
    await ensureBuilt();
    const lines: string[] = [];
    const result = await drill(
      { seed: 5, messages: 120, chats: 8, kills: 7, backend },
      { say: (line) => void lines.push(line), drainMs: 60_000, keepLogs: false },
    );
    expect(
      result.bars.filter((bar) => bar.failures.length > 0),
      `${lines.join('\n')}\n${inWords(null, result)}`,
    ).toEqual([]);
    expect(Object.keys(result.points).toSorted()).toEqual([...CRASH_POINTS].toSorted());
    expect(result.figures['kills']).toBe(7);
  });
});
