import { describe, expect, it, onTestFinished } from 'vitest';
import { startBotApi } from './driver.ts';
import { createLimiter, publishedLimits } from './limits.ts';
import { ApiRefusal, type WireChat } from './types.ts';

const chat = (id: number): WireChat => ({ id, type: id < 0 ? 'supergroup' : 'private' });

function stage(limits = publishedLimits) {
  let now = 0;
  const limiter = createLimiter(limits, () => now);
  return {
    /** Seconds until Telegram would take it; 0: taken. */
    says(id: number, count = 1): number {
      try {
        limiter.pass(chat(id), count);
        return 0;
      } catch (error) {
        return error instanceof ApiRefusal ? (error.parameters?.['retry_after'] ?? Number.NaN) : Number.NaN;
      }
    },
    later(ms: number): void {
      now += ms;
    },
  };
}

describe('Bot API server: how much a bot may say', () => {
  it('takes thirty at once in all, and thirty a second', () => {
    const { says, later } = stage();
    expect(Array.from({ length: 30 }, (_, id) => says(id + 1))).toEqual(Array(30).fill(0));
    expect(says(31)).toBe(1);
    later(1_000);
    expect(Array.from({ length: 31 }, (_, id) => says(id + 101))).toEqual([...Array(30).fill(0), 1]);
  });

  it('takes one a second in one chat after a short burst, and twenty a minute in a group', () => {
    const { says, later } = stage();
    expect([says(1), says(1), says(1), says(1), says(2)]).toEqual([0, 0, 0, 1, 0]);
    for (let second = 0; second < 29; second += 1) {
      expect(says(-1)).toBe(0);
      later(1_000);
    }
    // Twenty there were, and nine that came back meanwhile; the next is there in a third of three seconds.
    expect([says(-1), says(-2)]).toEqual([1, 0]);
    later(60_000);
    expect([says(-1), says(-1), says(-1), says(-1)]).toEqual([0, 0, 0, 1]);
  });

  it('does not count what it refused, and takes an album whole or not at all', () => {
    const { says, later } = stage({ ...publishedLimits, inAll: { atOnce: 5, perSecond: 5 }, chat: { atOnce: 4, perSecond: 4 } });
    expect([says(1, 3), says(2, 3), says(2, 2)]).toEqual([0, 1, 0]);
    later(1_000);
    expect([says(3, 10), says(4)]).toEqual([0, 2]);
  });

  it('refuses over HTTP with 429 and when to come again, and tells of what it took', async () => {
    const heard: number[] = [];
    const api = await startBotApi({ limits: publishedLimits, onSent: ({ chatId }) => heard.push(chatId) });
    onTestFinished(() => api.close());
    const group = api.group({ title: '群' });
    const body = JSON.stringify({ chat_id: group.id, text: '在' });
    const send = async (): Promise<unknown> => {
      const headers = { 'content-type': 'application/json' };
      return (await fetch(`${api.root()}/bot${api.token}/sendMessage`, { method: 'POST', headers, body })).json();
    };
    for (let one = 0; one < 3; one += 1) expect(await send()).toMatchObject({ ok: true });
    expect(await send()).toMatchObject({ ok: false, error_code: 429, parameters: { retry_after: 1 } });
    expect(heard).toEqual([group.id, group.id, group.id]);
  });
});
