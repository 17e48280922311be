import { describe, expect, it } from 'vitest';
import { messages } from '../heard.ts';
import { outbound, type Stage, seen } from '../stage.ts';

/** What phones and hostile people really send. */
const oddTexts: readonly (readonly [name: string, text: string])[] = [
  ['nothing', ''],
  ['blanks alone', '  \n '],
  ['U+0000', '前\u0000后'],
  ['a four-byte emoji', '👨‍👩‍👧‍👦💡'],
  ['a lone surrogate', '半个\ud83d字'],
  ['bidi controls', '\u202e倒着写\u2066藏\u2069'],
  ['a character outside the BMP', '𠮷田'],
  ['markup', '<b>*_[`](http://x) & \\'],
  ['a wall of combining marks', `e${'\u0301'.repeat(300)}`],
];

export function oddTextCases(stage: () => Stage): void {
  describe('odd text', () => {
    it.each(oddTexts)('hears %s and goes on', async (_name, text) => {
      const { world, heard } = stage();
      const group = await world.group('创业汇');
      const wang = await world.person('王老板');
      await world.says(group, wang, text);
      await world.says(group, wang, '下一句');
      await heard.message('下一句');

      expect(heard.invalid()).toEqual([]);
      const texts = messages(heard.envelopes).map((one) => one.body.text);
      expect(texts.filter((one) => one.includes('\u0000') || /\p{Surrogate}/u.test(one))).toEqual([]);
      if (text.trim() !== '' && !unstorable.test(text)) expect(texts[0]).toBe(text);
    });

    it.each(oddTexts)('says %s and goes on', async (_name, text) => {
      const { world } = stage();
      const group = await world.group('创业汇');
      const outcome = await world.channel.send(group, outbound(text));
      expect(outcome.kind).toBe(text.trim() === '' ? 'refused' : 'sent');
      expect(await world.channel.send(group, outbound('下一句'))).toMatchObject({ kind: 'sent' });
      await seen(world, group, '下一句');
      const sent = await world.sent(group);
      expect(sent).toHaveLength(text.trim() === '' ? 1 : 2);
      if (text.trim() !== '' && !unstorable.test(text)) expect(sent[0]?.text).toBe(text);
    });
  });
}

/** Text that no UTF-8 store can hold as it is; a channel may mend it. */
const unstorable = /\u0000|\p{Surrogate}/u;
