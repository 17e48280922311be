import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { messages } from '../heard.ts';
import { outbound, type Stage, seen } from '../stage.ts';

export function faultCases(stage: () => Stage): void {
  describe('when things break', () => {
    it('loses nothing and keeps the order while receive() rejects', async () => {
      const { world, heard } = stage();
      const group = await world.group('创业汇');
      const wang = await world.person('王老板');
      heard.breaks();
      for (const text of ['甲', '乙', '丙']) await world.says(group, wang, text);
      await until(() => heard.refused() > 0, 'a batch to be turned away');
      expect(heard.envelopes).toEqual([]);

      heard.mends();
      await until(() => heard.stored().length >= 3, 'all three again', 20_000);
      expect(messages(heard.stored()).map((one) => one.body.text)).toEqual(['甲', '乙', '丙']);
    }, 30_000);

    it('tells honestly how a send over a broken wire ended', async ({ skip }) => {
      const { world } = stage();
      const { breakWire, restoreWire } = world;
      if (!breakWire || !restoreWire) return skip('channel and wire are one process');
      const group = await world.group('创业汇');
      expect(await world.channel.send(group, outbound('断线之前'))).toMatchObject({ kind: 'sent' });

      await breakWire.call(world);
      const lost = await world.channel.send(group, outbound('断线之中'));
      expect(['retry', 'unknown']).toContain(lost.kind);
      if (lost.kind === 'retry') expect(lost.afterMs).toBeGreaterThanOrEqual(0);

      await restoreWire.call(world);
      const after = () => world.channel.send(group, outbound('断线之后')).then((outcome) => outcome.kind === 'sent');
      await until(after, 'the wire to carry again', 20_000);
      await seen(world, group, '断线之后');
      const copies = (await world.sent(group)).filter((message) => message.text === '断线之中').length;
      expect(copies).toBeLessThanOrEqual(lost.kind === 'retry' ? 0 : 1);
    }, 40_000);

    it('hears again after the wire comes back', async ({ skip }) => {
      const { world, heard } = stage();
      const { breakWire, restoreWire } = world;
      if (!breakWire || !restoreWire) return skip('channel and wire are one process');
      const group = await world.group('创业汇');
      const wang = await world.person('王老板');
      await breakWire.call(world);
      await restoreWire.call(world);
      await until(() => world.channel.ready?.() ?? true, 'the channel to be ready again', 20_000);
      await world.says(group, wang, '线又通了');
      await until(() => messages(heard.stored()).length > 0, 'the message', 20_000);
      expect(messages(heard.stored()).map((one) => one.body.text)).toEqual(['线又通了']);
    }, 40_000);

    it('stops promptly, hears nothing afterwards and leaves no handle', async () => {
      const { world, heard, stop, leftOpen } = stage();
      const group = await world.group('创业汇');
      const wang = await world.person('王老板');
      await world.says(group, wang, '停之前');
      await heard.message('停之前');

      const started = performance.now();
      await stop();
      expect(performance.now() - started).toBeLessThan(5_000);
      await world.says(group, wang, '停之后').catch(() => undefined);
      await world.close();
      await until(
        () => leftOpen().length === 0,
        () => `these to close: ${leftOpen().join(', ')}`,
      );
      expect(messages(heard.envelopes).map((one) => one.body.text)).toEqual(['停之前']);
    });
  });
}
