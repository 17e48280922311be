import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { best, chancesOf, train, USUAL } from '../../../core/understand/model/classifier.ts';
import { type Lesson, packEars, readingOf, trainEars, unpackEars } from '../../../core/understand/model/ears.ts';
import { textFeatures } from '../../../core/understand/model/features.ts';
import { readTexts, rowOf } from '../../../core/understand/model/rows.ts';

const segment = (text: string) => text.split(/\s+/);
const reading = textFeatures(segment);

const TOLD: readonly (readonly [string, string])[] = [
  ['路灯 坏了', 'construction'],
  ['路灯 不亮', 'construction'],
  ['水管 漏了', 'construction'],
  ['下水道 堵了', 'construction'],
  ['工人 招不到', 'labour'],
  ['社保 没交上', 'labour'],
  ['工资 拖着', 'labour'],
  ['招工 难', 'labour'],
];

function taught(told = TOLD) {
  const { vocabulary, rows } = readTexts(
    told.map(([text]) => reading(text)),
    1,
  );
  const trained = train(
    rows,
    told.map(([, label]) => label),
    vocabulary.ids.size,
    USUAL,
  );
  const say = (text: string) => best(trained, chancesOf(rowOf(reading(text), vocabulary), trained));
  return { trained, vocabulary, say };
}

const LESSONS: readonly Lesson[] = TOLD.map(([text, department], at) => ({
  text,
  intent: at % 2 === 0 ? 'problem' : 'question',
  department,
  urgent: at === 2,
}));

describe('the classifier', () => {
  it('knows what it was told, and what is said alike', () => {
    const { say } = taught();
    for (const [text, label] of TOLD) expect(say(text).label).toBe(label);
    expect(say('门口的路灯').label).toBe('construction');
    expect(say('招不到工人').label).toBe('labour');
  });

  it('learns the same from the same, whatever else the process does', () => {
    expect(taught().trained).toEqual(taught().trained);
  });

  it('learns nothing of what nobody labelled', () => {
    const { rows, vocabulary } = readTexts(
      TOLD.map(([text]) => reading(text)),
      1,
    );
    const some = train(
      rows,
      TOLD.map(([, label], at) => (at < 2 || at > 5 ? label : null)),
      vocabulary.ids.size,
    );
    expect(some.labels).toEqual(['construction', 'labour']);
  });

  it('leaves out what too few texts hold', () => {
    const { vocabulary } = readTexts([['a', 'b'], ['a', 'c'], ['a']], 2);
    expect([...vocabulary.ids.keys()]).toEqual(['a']);
  });

  it('says chances: between 0 and 1, and 1 together, whatever it is asked', () => {
    const { trained, vocabulary } = taught();
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const chances = [...chancesOf(rowOf(reading(text), vocabulary), trained)];
        expect(chances.every((one) => one >= 0 && one <= 1)).toBe(true);
        expect(chances.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
      }),
    );
  });
});

describe('ears as bytes', () => {
  const ears = trainEars(LESSONS, segment);
  const chances = (heard: typeof ears, text: string) => {
    const row = rowOf(readingOf(segment)(text), heard.vocabulary);
    return [heard.intent, heard.department, heard.urgency].flatMap((part) => [...chancesOf(row, part)]);
  };

  it('hear as before, to the rounding of a byte', () => {
    const again = unpackEars(packEars(ears));
    for (const [text] of TOLD) {
      for (const [at, chance] of chances(again, text).entries()) expect(chance).toBeCloseTo(chances(ears, text)[at] ?? 0, 1);
    }
  });

  it('hear the same read from a file: a Buffer may stand anywhere in a larger one', () => {
    const packed = packEars(ears);
    const large = Buffer.alloc(packed.length + 13, 7);
    large.set(packed, 13);
    expect(unpackEars(large.subarray(13))).toEqual(unpackEars(packed));
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['half of it', packEars(ears).subarray(0, 200)],
    ['something else', new TextEncoder().encode('{"format":2}\n')],
    ['a byte too few', packEars(ears).subarray(0, -1)],
  ])('refuse %s', (_, bytes) => {
    expect(() => unpackEars(bytes)).toThrow(/cut short|JSON|format|too_small|invalid/i);
  });
});
