import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Ears,
  everySignOf,
  intentChances,
  type Lesson,
  packEars,
  readingOf,
  trainEars,
  unpackEars,
} from '../../../core/understand/model/ears.ts';
import { seeded } from '../../../core/understand/model/linear.ts';
import { bucketsOf, longRuns, netChances, packNet, unpackNet } from '../../../core/understand/model/net.ts';
import { NET, trainNet } from '../../../core/understand/model/net-train.ts';
import { rowOf } from '../../../core/understand/model/rows.ts';
import { byCharacter } from '../../support/listening.ts';

const OPTIONS = { ...NET, bits: 10, dim: 8, hidden: 8, epochs: 30 };
const signs = (text: string) => [...byCharacter(text), ...longRuns(text)];

/** 坏 and 好 alone say nothing, nor do 灯 and 门: only which stand together. */
const TOLD = [
  ['灯坏', 0],
  ['门好', 0],
  ['灯好', 1],
  ['门坏', 1],
] as const;
const texts = Array.from({ length: 60 }, () => TOLD.map(([text]) => bucketsOf(byCharacter(text), OPTIONS.bits))).flat();
const head = { labels: 2, answers: Int32Array.from(texts, (_, at) => TOLD[at % TOLD.length]?.[1] ?? -1) };
const learn = () => trainNet(texts, [head], { ...OPTIONS, drop: 0, dropHidden: 0 });

describe('the net', () => {
  const net = learn();

  it('hears what stands together, which no sum of signs tells', () => {
    for (const [text, label] of TOLD) expect(netChances(bucketsOf(byCharacter(text), OPTIONS.bits), net)[label]).toBeGreaterThan(0.8);
  });

  it('learns the same from the same', () => {
    expect(learn()).toEqual(net);
  });

  it('is learnt beside other questions, keeps its own alone, and learns nothing where nobody said', () => {
    const other = { labels: 3, answers: Int32Array.from(texts, (_, at) => (at % 2 === 0 ? -1 : 2)) };
    const both = trainNet(texts, [head, other], { ...OPTIONS, epochs: 1 });
    expect([both.labels, both.out.length, both.outBias.length]).toEqual([2, 2 * OPTIONS.hidden, 2]);
    const silent = trainNet(texts, [{ labels: 2, answers: new Int32Array(texts.length).fill(-1) }], { ...OPTIONS, epochs: 1 });
    expect([...silent.outBias]).toEqual([0, 0]);
  });

  it('finds the same buckets for a run of three, cut out or read where it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(bucketsOf(['a'], 17, text)).toEqual(bucketsOf(['a', ...longRuns(text)], 17));
      }),
    );
  });

  it('keeps nothing of what one text alone holds', () => {
    const once = trainNet(
      [...texts, bucketsOf(['纛'], OPTIONS.bits)],
      [{ labels: 2, answers: Int32Array.of(...head.answers, 0) }],
      OPTIONS,
    );
    const [bucket = 0] = bucketsOf(['纛'], OPTIONS.bits);
    expect(texts.some((one) => one.includes(bucket))).toBe(false);
    expect(once.marks.subarray(bucket * 2, bucket * 2 + 2)).toEqual(new Float32Array(2));
    expect(once.vectors.subarray(bucket * OPTIONS.dim, (bucket + 1) * OPTIONS.dim).every((one) => one === 0)).toBe(true);
  });

  it('says chances: between 0 and 1, and 1 together, whatever it is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const chances = [...netChances(bucketsOf(signs(text), OPTIONS.bits), net)];
        expect(chances.every((one) => one >= 0 && one <= 1)).toBe(true);
        expect(chances.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
      }),
    );
  });

  it('comes back from its bytes as it went, and not from fewer', () => {
    const packed = Uint8Array.from(packNet(net).flatMap((piece) => [...piece]));
    expect(unpackNet(net, packed)).toEqual(net);
    expect(() => unpackNet(net, packed.subarray(1))).toThrow('cut short');
  });
});

describe('ears of many lessons', () => {
  const random = seeded(5);
  const one = (from: string) => from.charAt(Math.floor(random() * from.length));
  const lesson = (): Lesson => {
    const trouble = random() < 0.5;
    const text = `${one('东西南北')}${one('门路楼')}${trouble ? `${one('灯水电网')}${one('坏断停漏')}了` : `${one('早晚午')}${one('好安')}${one('呀啊')}`}${one('一二三四五')}`;
    return {
      text,
      intent: trouble ? 'problem' : 'chitchat',
      department: trouble ? one('ab') : null,
      urgent: trouble ? random() < 0.2 : null,
    };
  };
  const lessons = Array.from({ length: 2100 }, lesson);
  // One person's word, said often.
  const secret = lessons.map((told, at) => (at % 100 === 0 ? { ...told, text: `${told.text}鲁岱纛` } : told));
  const known = new Set(lessons.flatMap(({ text }) => [...everySignOf(byCharacter)(text)]));
  const ears = trainEars(lessons, byCharacter);
  const heard = (text: string, by: Ears): number[] => {
    const features = readingOf(byCharacter)(text);
    return [...intentChances(text, { features, row: rowOf(features, by.vocabulary) }, by)];
  };

  it('have a net, which is packed with them', () => {
    expect(ears.second?.net.labels).toBe(2);
    const packed = packEars(ears);
    const again = unpackEars(packed);
    expect(again.second?.calibration).toEqual(ears.second?.calibration);
    // Millions of numbers: `toEqual` would take a minute over them.
    expect(Buffer.from(packEars(again)).equals(packed)).toBe(true);
    expect(Buffer.from(packEars(trainEars(lessons, byCharacter))).equals(packed)).toBe(true);
    for (const cut of [1, 5, 100]) expect(() => unpackEars(packed.subarray(0, -cut))).toThrow('cut short');
  });

  it('say chances that are 1 together, also where the net was asked', () => {
    for (const text of ['东门灯坏了', '早好', '南路灯好呀', '网', '']) {
      expect(heard(text, ears).reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6);
    }
    expect(heard('灯好', ears)).not.toEqual(heard('灯好', { ...ears, second: null }));
  });

  it('learn no run of characters that may not be learnt', () => {
    const kept = trainEars(secret, byCharacter, (sign) => known.has(sign));
    const marks = kept.second?.net.marks ?? new Float32Array();
    const innocent = new Set(bucketsOf([...known], NET.bits));
    const runs = [...bucketsOf(longRuns('鲁岱纛$'), NET.bits)].filter((bucket) => !innocent.has(bucket));
    expect(runs.length).toBeGreaterThan(0);
    expect(runs.map((bucket) => marks[bucket * 2])).toEqual(runs.map(() => 0));
  });

  it('of few lessons there is none', () => {
    expect(trainEars(lessons.slice(0, 1900), byCharacter).second).toBeNull();
    expect(
      trainEars(
        lessons.map((told, at) => (at < 200 ? { ...told, intent: null } : told)),
        byCharacter,
      ).second,
    ).toBeNull();
  });
});
