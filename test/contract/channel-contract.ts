import { describe, expect, it } from 'vitest';
import { ChannelName } from '../../core/ids.ts';
import { faultCases } from './cases/faults.ts';
import { inboundCases } from './cases/inbound.ts';
import { oddTextCases } from './cases/odd-text.ts';
import { outboundCases } from './cases/outbound.ts';
import { eachOnItsOwnStage } from './stage.ts';
import type { MakeWorld } from './world.ts';

/** What every channel keeps, whatever its wire. What it may differ in is asked from `channel.capabilities` as data. */
export function channelContract(name: string, makeWorld: MakeWorld): void {
  describe(`${name} keeps the channel contract`, () => {
    const stage = eachOnItsOwnStage(makeWorld);

    it('says who it is and what it can do', () => {
      const { channel } = stage().world;
      const { textLimit, media, pace, pushWindowMs } = channel.capabilities;
      expect(ChannelName.safeParse(channel.name).success).toBe(true);
      expect(textLimit).toBeGreaterThanOrEqual(500);
      expect(media.kinds.length === 0 || media.maxBytes > 0).toBe(true);
      expect(pace.perMinute).toBeGreaterThan(0);
      expect(pace.perChatPerMinute).toBeGreaterThan(0);
      expect(pace.perChatPerMinute).toBeLessThanOrEqual(pace.perMinute);
      expect(pushWindowMs === null || pushWindowMs > 0).toBe(true);
    });

    inboundCases(stage);
    outboundCases(stage);
    oddTextCases(stage);
    faultCases(stage);
  });
}
