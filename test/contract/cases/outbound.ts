import { describe, expect, it } from 'vitest';
import { outbound, redPixel, type Stage, seen } from '../stage.ts';

const sheet = {
  kind: 'file' as const,
  name: '统计.xlsx',
  mime: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  content: Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0, 255, 10, 13]),
};

export function outboundCases(stage: () => Stage): void {
  describe('speaking', () => {
    it('sends words, and returns an id by which a later quote finds them', async () => {
      const { world, heard } = stage();
      const group = await world.group('创业汇');
      const outcome = await world.channel.send(group, outbound('已受理 #128,已转住建局'));
      if (outcome.kind !== 'sent') throw new Error(`not sent: ${outcome.kind}`);

      const message = await seen(world, group, '#128');
      expect(message.text).toBe('已受理 #128,已转住建局');
      await world.says(group, await world.person('王老板'), '还要多久', { quote: message.id });
      const { quote } = (await heard.message('还要多久')).body;
      expect(quote?.text).toContain('已受理 #128');
      if (quote?.messageId) expect(quote.messageId).toBe(outcome.messageId);
    });

    it('quotes, where it says so', async ({ skip }) => {
      const { world, heard } = stage();
      skip(!world.channel.capabilities.quote, 'this wire cannot quote');
      const group = await world.group('创业汇');
      const said = await world.says(group, await world.person('王老板'), '厂门口积水');
      await heard.message('厂门口积水');

      const quote = { messageId: said.id, text: '厂门口积水' };
      expect(await world.channel.send(group, outbound('收到', { quote }))).toMatchObject({ kind: 'sent' });
      expect([said.id, '厂门口积水']).toContain((await seen(world, group, '收到')).quotes);
    });

    it('mentions, where it says so', async ({ skip }) => {
      const { world, heard } = stage();
      skip(!world.channel.capabilities.mention, 'this wire cannot mention');
      const group = await world.group('创业汇');
      const wang = await world.person('王老板');
      await world.says(group, wang, '在吗');
      await heard.message('在吗');

      expect(await world.channel.send(group, outbound('办好了', { mentions: [wang] }))).toMatchObject({ kind: 'sent' });
      const message = await seen(world, group, '办好了');
      expect(message.text).toContain('@王老板');
      expect(message.mentions).toEqual([wang.wireId]);
    });

    it('shows buttons in their rows, or leaves them out where it has none', async () => {
      const { world } = stage();
      const group = await world.group('住建局');
      const buttons = [
        [
          { label: '签收', data: 'claim 128' },
          { label: '退单', data: 'return 128' },
        ],
        [{ label: '转办', data: 'transfer 128' }],
      ];
      expect(await world.channel.send(group, outbound('#128 待签收', { buttons }))).toMatchObject({ kind: 'sent' });
      expect((await seen(world, group, '#128 待签收')).buttons).toEqual(world.channel.capabilities.buttons ? buttons : []);
    });

    it('sends words with a picture, and the bytes arrive', async ({ skip }) => {
      const { world } = stage();
      skip(!world.channel.capabilities.media.kinds.includes('image'), 'this wire carries no pictures');
      const group = await world.group('创业汇');
      const media = [{ kind: 'image' as const, name: '修好了.png', mime: 'image/png', content: redPixel }];
      expect(await world.channel.send(group, outbound('现场照片', { media }))).toMatchObject({ kind: 'sent' });
      await seen(world, group, '现场照片');
      // A wire may carry the words and the picture apart, and show the one before the other.
      const arrived = async () => {
        const pictures = (await world.sent(group)).flatMap((message) => message.media);
        return pictures.map((picture) => Buffer.from(picture.content).equals(Buffer.from(redPixel)));
      };
      await expect.poll(arrived, { timeout: 10_000 }).toEqual([true]);
    });

    it.each([
      ['with their words', '看板如图，明细见表。'],
      ['with words longer than a caption holds', `看板如图。${'环'.repeat(1_500)}`],
    ])('a picture and a sheet the house made arrive %s', async (_name, text) => {
      const { world } = stage();
      const group = await world.group('创业汇');
      const { kinds } = world.channel.capabilities.media;
      const picture = { kind: 'image' as const, name: '看板.png', mime: 'image/png', content: redPixel };
      const media = [picture, sheet].filter(({ kind }) => kinds.includes(kind));
      expect(await world.channel.send(group, outbound(text, { media }))).toMatchObject({ kind: 'sent' });

      await seen(world, group, '看板如图');
      const arrived = async () => {
        const all = await world.sent(group);
        return all.flatMap((message) => message.media).map(({ kind, name, content }) => ({ kind, name, content: Buffer.from(content) }));
      };
      const expected = media.map(({ kind, name, content }) => ({ kind, name, content: Buffer.from(content) }));
      await expect.poll(arrived, { timeout: 10_000 }).toEqual(expected);
      // Once, and whole, wherever the wire puts it.
      const words = (await world.sent(group)).map((message) => message.text).filter((one) => one !== '');
      expect(words).toEqual([text]);
    });

    it('sends text as long as it says it can, whole', async () => {
      const { world } = stage();
      const group = await world.group('创业汇');
      const long = `头${'长'.repeat(world.channel.capabilities.textLimit - 2)}尾`;
      expect(await world.channel.send(group, outbound(long))).toMatchObject({ kind: 'sent' });
      expect((await seen(world, group, '头长')).text).toBe(long);
    });

    it('keeps the order of what it sends to one chat', async () => {
      const { world } = stage();
      const group = await world.group('创业汇');
      for (const text of ['一', '二', '三']) await world.channel.send(group, outbound(text));
      await seen(world, group, '三');
      expect((await world.sent(group)).map((message) => message.text)).toEqual(['一', '二', '三']);
    });
  });
}
