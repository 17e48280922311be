import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planParts, wireLimits, wordsOf } from '../../../bots/telegram/encode.ts';
import { file, outbound, picture } from './stage.ts';

const wang = { wireId: '5001', name: '王老板' };

/** The text that each entity covers, which is all that people see of an offset. */
function covered({ text, entities }: ReturnType<typeof wordsOf>): [string, number][] {
  return entities.map(({ offset, length, user }) => [text.slice(offset, offset + length), user.id]);
}

describe('wordsOf', () => {
  it.each([
    ['names a person in front', '办好了', [wang], '@王老板 办好了', [['@王老板', 5001]]],
    ['uses the name where the text has it', '请@王老板 看', [wang], '请@王老板 看', [['@王老板', 5001]]],
    ['counts an emoji as two units', '💡👍 @王老板', [wang], '💡👍 @王老板', [['@王老板', 5001]]],
    ['is not moved by blanks around the text', '  \n @王老板 好 ', [wang], '@王老板 好', [['@王老板', 5001]]],
    ['names one person once', '好', [wang, wang], '@王老板 好', [['@王老板', 5001]]],
    [
      'keeps two people of one name apart',
      '好',
      [wang, { wireId: '5002', name: '王老板' }],
      '@王老板 @王老板 好',
      [
        ['@王老板', 5001],
        ['@王老板', 5002],
      ],
    ],
    [
      'a short name does not take the place of a longer one',
      '@王老板 @王 好',
      [{ wireId: '7', name: '王' }, wang],
      '@王老板 @王 好',
      [
        ['@王老板', 5001],
        ['@王', 7],
      ],
    ],
    ['a username links itself', '好', [{ wireId: '@zhang', name: 'zhang' }], '@zhang 好', []],
    ['a chat that spoke as itself cannot be linked', '好', [{ wireId: '-100700', name: '群' }], '@群 好', []],
    ['a nameless account', '好', [{ wireId: '8', name: ' ' }], '@您 好', [['@您', 8]]],
    ['only a mention', '', [wang], '@王老板', [['@王老板', 5001]]],
  ] as const)('%s', (_name, text, mentions, read, marks) => {
    const words = wordsOf(text, mentions);
    expect(words.text).toBe(read);
    expect(covered(words)).toEqual(marks);
  });

  it('leaves the names out where they would make the text too long to send', () => {
    expect(wordsOf('字'.repeat(wireLimits.text), [wang])).toEqual({ text: '字'.repeat(wireLimits.text), entities: [] });
  });

  it('covers exactly the name, whatever text and name', () => {
    const part = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom('💡', '@', '王', '@王老板', ' ', '\u0000', '\ud83d'),
    );
    const people = fc.uniqueArray(fc.record({ id: fc.integer({ min: 1, max: 99 }), name: part }), {
      selector: ({ id }) => id,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), people, (parts, mentioned) => {
        const words = wordsOf(
          parts.join(''),
          mentioned.map(({ id, name }) => ({ wireId: String(id), name })),
        );
        expect(words.text).toBe(words.text.trim());
        let end = 0;
        for (const { offset, length } of words.entities) {
          expect(words.text[offset]).toBe('@');
          expect(offset).toBeGreaterThanOrEqual(end);
          end = offset + length;
          expect(end).toBeLessThanOrEqual(words.text.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('planParts', () => {
  const buttons = [[{ label: '签收', data: 'claim 128' }]];
  const shape = (...args: Parameters<typeof outbound>) =>
    planParts(outbound(...args)).map(
      (part) => `${part.kind}${part.words.text === '' ? '' : '+words'}${part.rows.length > 0 ? '+buttons' : ''}`,
    );

  it.each([
    ['words alone', '好', { buttons }, ['text+words+buttons']],
    ['nothing at all', ' ', {}, []],
    ['one file under a short text', '好', { media: [file()], buttons }, ['single+words+buttons']],
    ['one file under a text too long for a caption', '长'.repeat(1025), { media: [file()], buttons }, ['text+words+buttons', 'single']],
    ['a caption at its limit', '长'.repeat(1024), { media: [file()] }, ['single+words']],
    ['an album cannot hold buttons', '好', { media: [picture(), picture()], buttons }, ['text+words+buttons', 'album']],
    ['an album holds words', '好', { media: [picture(), picture()] }, ['album+words']],
    ['photos and files travel apart', '好', { media: [picture(), file(), file()] }, ['text+words', 'single', 'album']],
    ['an album holds ten', '', { media: Array.from({ length: 11 }, () => picture()) }, ['album', 'single']],
  ] as const)('%s', (_name, text, more, parts) => {
    expect(shape(text, more)).toEqual(parts);
  });

  it('quotes in the first part only', () => {
    const quote = { messageId: '77', text: '问' };
    expect(planParts(outbound('长'.repeat(1025), { quote, media: [file()] })).map((part) => part.replyTo)).toEqual([77, null]);
    expect(planParts(outbound('好', { quote: { messageId: 'r-1', text: '问' } })).map((part) => part.replyTo)).toEqual([null]);
  });

  it('sends as a file what Telegram would not take as a photo', () => {
    const kinds = [
      picture(),
      { ...picture(), mime: 'image/svg+xml' },
      picture('大.png', new Uint8Array(wireLimits.photoBytes + 1)),
      picture('看板.png', png(1_080, 8_920)),
      picture('太高.png', png(1_080, 8_921)),
      picture('长条.png', png(100, 2_001)),
    ];
    expect(
      kinds.flatMap((one) => planParts(outbound('', { media: [one] })).map((part) => (part.kind === 'single' ? part.as : part.kind))),
    ).toEqual(['photo', 'document', 'document', 'photo', 'document', 'document']);
  });

  it('a picture and a sheet under a long text: the words first, then each as what it is', () => {
    const parts = planParts(outbound('长'.repeat(1_500), { media: [picture('看板.png', png(1_080, 2_400)), file('统计.xlsx')] }));
    expect(parts.map((part) => (part.kind === 'single' ? part.as : part.kind))).toEqual(['text', 'photo', 'document']);
    expect(parts.map((part) => part.words.text.length)).toEqual([1_500, 0, 0]);
  });
});

/** As much of a PNG as tells its size. */
function png(width: number, height: number): Uint8Array {
  const head = Buffer.alloc(24);
  head.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  head.write('IHDR', 12, 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Uint8Array.from(head);
}
