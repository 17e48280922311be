import { describe, expect, it } from 'vitest';
import { createRelay } from '../../../bots/wechat/relay.ts';
import type { InboundEnvelope } from '../../../core/channel.ts';
import { ChannelName } from '../../../core/ids.ts';
import { silentLog } from '../../support/puppet/setting.ts';
import { until } from '../../support/until.ts';

const now = () => new Date('2026-01-05T09:00:00+08:00');

function envelope(chat: string, key: string): InboundEnvelope {
  const ref = { wireId: chat, kind: 'group' as const, title: null };
  return { channel: ChannelName.parse('wechat'), chat: ref, sender: null, key, at: null, body: { kind: 'recall', messageId: key } };
}

describe('createRelay', () => {
  it('keeps the order in a chat though an earlier one takes longer, and lets other chats pass', async () => {
    const got: string[] = [];
    const relay = createRelay(async (batch) => void got.push(...batch.map((one) => one.key)), now, silentLog);
    let release: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    relay.push('甲', async () => slow.then(() => [envelope('甲', '1')]));
    relay.push('甲', async () => [envelope('甲', '2')]);
    relay.push('乙', async () => [envelope('乙', '3')]);
    await until(() => got.length === 1, 'the other chat');
    release();
    await until(() => got.length === 3, 'all');
    expect(got).toEqual(['3', '1', '2']);
    expect(relay.oldest()).toBeNull();
  });

  it('asks again until it is stored, and does not let a blocked chat stop another', async () => {
    const got: string[] = [];
    let refused = 0;
    const relay = createRelay(
      async (batch) => {
        if (batch.some((one) => one.chat.wireId === '甲') && refused < 2) {
          refused += 1;
          throw new Error('away');
        }
        got.push(...batch.map((one) => one.key));
      },
      now,
      silentLog,
    );
    relay.push('甲', async () => [envelope('甲', '1')]);
    relay.push('甲', async () => [envelope('甲', '2')]);
    relay.push('乙', async () => [envelope('乙', '3')]);
    await until(() => got.length === 3, 'all', 10_000);
    expect(got).toEqual(['3', '1', '2']);
    expect(refused).toBe(2);
  });

  it('keeps nobody waiting at a stop, says since when something waits, and stores it once it can', async () => {
    let asked = 0;
    let away = true;
    const stored: string[] = [];
    const relay = createRelay(
      async (batch) => {
        asked += 1;
        if (away) throw new Error('away');
        stored.push(...batch.map((one) => one.key));
      },
      now,
      silentLog,
    );
    relay.push('甲', async () => [envelope('甲', '1')]);
    await until(() => asked > 0, 'the first try');
    const started = performance.now();
    await relay.drain(100);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(relay.oldest()).toEqual(now());
    away = false;
    await until(() => stored.length > 0, 'the store to be back', 10_000);
    expect(stored).toEqual(['1']);
    expect(relay.oldest()).toBeNull();
  });
});
