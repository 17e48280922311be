import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';
import { messages } from '../heard.ts';
import { outbound, redPixel, type Stage, seen } from '../stage.ts';

export function inboundCases(stage: () => Stage): void {
  describe('hearing', () => {
    it('makes one valid envelope of one message', async () => {
      const { world, heard } = stage();
      const group = await world.group('环翠创业汇');
      const wang = await world.person('王老板');
      const said = await world.says(group, wang, '码头的路灯坏了三天');

      const envelope = await heard.message('码头的路灯坏了三天');
      expect(heard.invalid()).toEqual([]);
      expect(envelope).toMatchObject({
        channel: world.channel.name,
        chat: { wireId: group.wireId, kind: 'group', title: '环翠创业汇' },
        sender: wang,
        body: { messageId: said.id, text: '码头的路灯坏了三天', quote: null, mentionsBot: false, media: [] },
      });
      await world.says(group, wang, '谢谢');
      await heard.message('谢谢');
      expect(heard.envelopes).toHaveLength(2);
    });

    it('gives a message that is delivered again the same key', async () => {
      const { world, heard } = stage();
      const group = await world.group('创业汇');
      const said = await world.says(group, await world.person('王老板'), '停水了');
      await heard.message('停水了');

      await world.deliverAgain(said);
      await heard.count(2);
      expect(heard.keys()).toHaveLength(1);
      expect(heard.envelopes[1]).toEqual(heard.envelopes[0]);
    });

    it('keeps the order within each chat', async () => {
      const { world, heard } = stage();
      const groups = [await world.group('一群'), await world.group('二群')];
      const people = [await world.person('甲'), await world.person('乙')];
      for (let n = 0; n < 20; n += 1) {
        const [group, person] = [groups[n % 2], people[n % 3 === 0 ? 0 : 1]];
        if (group && person) await world.says(group, person, `第${n}句`);
      }
      await heard.count(20);
      for (const [which, group] of groups.entries()) {
        const texts = messages(heard.envelopes).flatMap((one) => (one.chat.wireId === group.wireId ? [one.body.text] : []));
        expect(texts).toEqual(Array.from({ length: 10 }, (_, n) => `第${n * 2 + which}句`));
      }
    });

    it('tells a private chat from a group, and answers where it was asked', async () => {
      const { world, heard } = stage();
      const wang = await world.person('王老板');
      const alone = await world.privateChat(wang);
      await world.says(alone, wang, '私下问一句');
      const envelope = await heard.message('私下问一句');
      expect(envelope.chat.kind).toBe('private');
      expect(envelope.sender?.wireId).toBe(wang.wireId);

      const outcome = await world.channel.send(envelope.chat, outbound('私下答一句'));
      expect(outcome.kind).toBe('sent');
      expect((await seen(world, alone, '私下答一句')).text).toBe('私下答一句');
    });

    it('knows when the bot is named, by the mention list or by the text alone', async () => {
      const { world, heard } = stage();
      const group = await world.group('创业汇');
      const [wang, li] = [await world.person('王老板'), await world.person('李科长')];
      await world.says(group, wang, '从名单里点它', { mentionsBot: true });
      await world.says(group, wang, `@${world.botName} 手打名字`);
      await world.says(group, wang, '只说给大家听');
      await world.says(group, wang, '请看一下', { mentions: [li] });

      expect((await heard.message('从名单里点它')).body.mentionsBot).toBe(true);
      expect((await heard.message('手打名字')).body.mentionsBot).toBe(true);
      expect((await heard.message('只说给大家听')).body.mentionsBot).toBe(false);
      const toLi = (await heard.message('请看一下')).body;
      expect(toLi.mentionsBot).toBe(false);
      expect(toLi.mentions.map((person) => person.wireId)).toEqual([li.wireId]);
    });

    it('hears what a message quotes', async () => {
      const { world, heard } = stage();
      const group = await world.group('创业汇');
      const said = await world.says(group, await world.person('王老板'), '厂门口积水');
      await world.says(group, await world.person('李科长'), '马上去看', { quote: said.id });

      const { quote } = (await heard.message('马上去看')).body;
      if (quote === null) throw new Error('the quote was lost');
      expect(quote.text).toContain('厂门口积水');
      expect([said.id, null]).toContain(quote.messageId);
    });

    it('hears a picture with its bytes', async () => {
      const { world, heard } = stage();
      const group = await world.group('创业汇');
      const image = { name: '现场.png', mime: 'image/png', content: redPixel };
      await world.says(group, await world.person('王老板'), '', { image });

      const envelope = await until(() => messages(heard.envelopes).find((one) => one.body.media.length > 0), 'a picture');
      const [picture] = envelope.body.media;
      expect(picture?.kind).toBe('image');
      const bytes = picture?.content ?? (await world.channel.fetchMedia?.(picture?.ref ?? ''));
      expect(Buffer.from(bytes ?? []).equals(Buffer.from(redPixel))).toBe(true);
      expect(heard.invalid()).toEqual([]);
    });

    it('hears an edit, where it says so', async ({ skip }) => {
      const { world, heard } = stage();
      skip(!world.channel.capabilities.edits, 'this wire tells of no edits');
      const group = await world.group('创业汇');
      const wang = await world.person('王老板');
      const said = await world.says(group, wang, '路灯坏了');
      await heard.message('路灯坏了');
      await given(world.edits)(said, wang, '路灯和井盖都坏了');

      const envelope = await heard.body('edit');
      expect(envelope.body).toEqual({ kind: 'edit', messageId: said.id, text: '路灯和井盖都坏了' });
      expect(envelope.key).not.toBe(heard.envelopes[0]?.key);
      expect(heard.invalid()).toEqual([]);
    });

    it('hears a recall, where it says so', async ({ skip }) => {
      const { world, heard } = stage();
      skip(!world.channel.capabilities.recalls, 'this wire tells of no recalls');
      const group = await world.group('创业汇');
      const wang = await world.person('王老板');
      const said = await world.says(group, wang, '说错了');
      await heard.message('说错了');
      await given(world.recalls)(said, wang);
      expect((await heard.body('recall')).body).toEqual({ kind: 'recall', messageId: said.id });
    });

    it('hears a pressed button, where it has buttons', async ({ skip }) => {
      const { world, heard } = stage();
      skip(!world.channel.capabilities.buttons, 'this wire has no buttons');
      const group = await world.group('住建局');
      const li = await world.person('李科长');
      const outcome = await world.channel.send(group, outbound('#128 请签收', { buttons: [[{ label: '签收', data: 'claim 128' }]] }));
      await given(world.presses)(await seen(world, group, '#128 请签收'), li, 'claim 128');

      const envelope = await heard.body('button');
      expect(outcome.kind).toBe('sent');
      expect(envelope).toMatchObject({ sender: { wireId: li.wireId }, chat: { wireId: group.wireId } });
      expect(envelope.body).toEqual({ kind: 'button', messageId: outcome.kind === 'sent' ? outcome.messageId : '', data: 'claim 128' });
    });
  });
}

function given<T>(ability: T | undefined): T {
  if (ability === undefined) throw new Error('the capability says so, but the world has no way to do it');
  return ability;
}
